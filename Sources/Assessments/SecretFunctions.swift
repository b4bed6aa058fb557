import CEL
import ResourceGraph
import Values

/// What conditions can ask about credentials and card numbers in a resource: `holds("credential")`, true if there is one,
/// and `places("credential")`, where they stand; `card-number` for the numbers of payment cards. Never the values.
enum SecretFunctions {
  static func functions(for graph: ResourceGraph, _ findings: SecretFindings) -> [Function] {
    [
      .method("holds", on: .anyRecord, [.string], returns: .bool) { context, arguments throws(EvaluationError) in
        let (node, found) = try asked(&context, arguments, graph, findings)
        for finding in found { note(finding, from: node, &context) }
        return .bool(!found.isEmpty)
      },
      .method("places", on: .anyRecord, [.string], returns: .list(.string)) {
        context, arguments throws(EvaluationError) in
        let (_, found) = try asked(&context, arguments, graph, findings)
        var places: [CELValue] = []
        for finding in found { places.append(context.string(place(finding, context.arena))) }
        return context.list(places)
      },
    ]
  }

  private static func asked(
    _ context: inout EvaluationContext, _ arguments: [CELValue], _ graph: ResourceGraph, _ findings: SecretFindings
  ) throws(EvaluationError) -> (NodeID, [SecretFinding]) {
    guard arguments.count == 2, let node = arguments[0].node, let id = graph.resource(at: node),
      let what = context.string(of: arguments[1])
    else { throw EvaluationError(.host, "this is a method of resources, not of the values in them") }
    guard what == "credential" || what == "card-number" else {
      throw EvaluationError(.host, "expected 'credential' or 'card-number'")
    }
    return (node, findings.findings(in: id, what))
  }

  /// Notes every step on the way to the value, so that the evidence shows where it stands.
  private static func note(_ finding: SecretFinding, from root: NodeID, _ context: inout EvaluationContext) {
    var node = root
    for step in finding.steps {
      switch step {
      case .name(let name):
        context.note(readOf: name, from: node)
        guard let next = context.arena.member(node, name) else { return }
        node = next
      case .element(let index):
        context.note(readOfElement: index, from: node)
        let children = context.arena.children(node)
        guard children.indices.contains(index) else { return }
        node = children[index]
      }
    }
  }

  private static func place(_ finding: SecretFinding, _ arena: ValueArena) -> String {
    var path = ""
    for step in finding.steps {
      switch step {
      case .name(let name): path += path.isEmpty ? name : ".\(name)"
      case .element(let index): path += "[\(index)]"
      }
    }
    let line = arena.position(finding.node).map { ", line \($0.line)" } ?? ""
    return "\(path) (\(finding.kind.rawValue)\(line))"
  }
}
