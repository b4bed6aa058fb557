import Diagnostics
import Values

/// Reads values of an arena as a template has them: mappings with one member that names a function are calls.
struct TemplateNodeReader {
  private let arena: ValueArena
  private let file: String

  init(_ arena: ValueArena, file: String) {
    self.arena = arena
    self.file = file
  }

  /// - Throws: a diagnostic for a function that does not exist.
  func read(_ id: NodeID) throws(Diagnostic) -> TemplateNode {
    let node = arena[id]
    let position = arena.position(id)
    switch node.kind {
    case .bool: return TemplateNode(.bool(node.boolValue), at: position)
    case .int: return TemplateNode(.int(node.intValue), at: position)
    case .double: return TemplateNode(.double(node.doubleValue), at: position)
    case .string: return TemplateNode(.text(arena.string(id) ?? ""), at: position)
    case .list:
      var elements: [TemplateNode] = []
      for child in arena.children(id) { elements.append(try read(child)) }
      return TemplateNode(.list(elements), at: position)
    case .map: return try map(id, position)
    default: return TemplateNode(.null, at: position)
    }
  }

  private func map(_ id: NodeID, _ position: SourcePosition?) throws(Diagnostic) -> TemplateNode {
    let children = arena.children(id)
    if children.count == 1, let child = children.first, let name = arena.keyName(child) {
      if let function = IntrinsicFunction(rawValue: name), function != .condition || arena[child].kind == .string {
        return TemplateNode(.call(function, try read(child)), at: position)
      }
      if name.hasPrefix("Fn::"), !name.hasPrefix("Fn::ForEach::") { throw unknownFunction(name, position) }
    }
    var members: [TemplateNode.Member] = []
    for child in children {
      let name = arena.keyName(child) ?? ""
      if name.hasPrefix("Fn::"), IntrinsicFunction(rawValue: name) == nil, !name.hasPrefix("Fn::ForEach::") {
        throw unknownFunction(name, arena.position(child))
      }
      members.append(TemplateNode.Member(name, try read(child)))
    }
    return TemplateNode(.map(members), at: position)
  }

  private func unknownFunction(_ name: String, _ position: SourcePosition?) -> Diagnostic {
    let near = nearestName(to: name, among: IntrinsicFunction.allCases.map(\.rawValue))
    return Diagnostic(
      .error, "unknown function `\(safeText(name, limit: 100))`, expected one of CloudFormation's",
      at: SourceLocation(file, position), help: near.map { "did you mean `\($0)`?" })
  }
}

extension SourceLocation {
  /// A place in a file; without a position the file.
  init(_ file: String, _ position: SourcePosition?) {
    self.init(file: file, line: position.map { Int($0.line) }, column: position.map { Int($0.column) })
  }
}
