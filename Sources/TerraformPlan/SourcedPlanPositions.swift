import Diagnostics
import HCL
import ResourceGraph
import TerraformConfiguration
import Values

extension SourcedPlan: SourceLocator {
  func trail(of id: ResourceID, path: [AttributeStep], in graph: ResourceGraph) -> SourceTrail? {
    guard let address = declared(id) else { return nil }
    let steps = path.map { step in
      switch step {
      case .name(let name): PathStep.name(name)
      case .index(let index): PathStep.index(index)
      }
    }
    let configuration = source.configuration
    let values = graph[id].values
    let place = configuration.location(of: address.resource, path: steps) { block, path in
      Self.fits(block, values, path, graph.arena)
    }
    guard let place else { return nil }
    return SourceTrail(
      calls: configuration.trail(to: address.resource.module).map(location), place: location(place))
  }

  private func location(_ place: ConfigurationLocation) -> SourceLocation {
    SourceLocation(file: source.path(of: place.file), line: place.line, column: place.column)
  }

  /// Whether what a block says in plain constants is what the plan has at a path.
  private static func fits(_ block: Block, _ root: NodeID, _ path: [PathStep], _ arena: ValueArena) -> Bool {
    var node = root
    for step in path {
      switch step {
      case .name(let name):
        guard let member = arena.member(node, name) else { return false }
        node = member
      case .index(let index):
        guard arena[node].kind == .list, index < arena[node].childCount else { return false }
        node = arena[node].child(index)
      case .any: return false
      }
    }
    return block.body.attributes.allSatisfy { attribute in
      guard case .literal(let literal) = attribute.expression.kind, let member = arena.member(node, attribute.name)
      else { return true }
      return agrees(literal, member, arena)
    }
  }

  private static func agrees(_ literal: Literal, _ member: NodeID, _ arena: ValueArena) -> Bool {
    let node = arena[member]
    switch (literal, node.kind) {
    case (.null, _), (_, .unknown): return true
    case (.bool(let value), .bool): return value == node.boolValue
    case (.number(let text), .int): return Double(text) == Double(node.intValue)
    case (.number(let text), .double): return Double(text) == node.doubleValue
    case (.string(let text), .string): return arena.string(member) == text
    // A provider converts what is written: "22" to a number, a number to a text.
    case (.string(let text), .int), (.string(let text), .double): return Double(text) != nil
    default: return node.kind != .null
    }
  }
}
