import CEL
import Documents
import ResourceGraph
import Values

/// `json(text)`: the value of a JSON text; of one of which parts are not known, the rest.
enum JSONFunction {
  static let name = "json"

  static func function(for graph: ResourceGraph) -> Function {
    let partial = PartialTexts(graph)
    return Function(name, Signature([.dyn], .dyn), isStrict: false, isPure: true) {
      context, arguments throws(EvaluationError) in
      if let argument = arguments.first, argument.isUnknown || argument.isError {
        guard let node = argument.node, let document = partial.document(at: node) else { return argument }
        return context.value(of: document)
      }
      guard let argument = arguments.first, let text = context.string(of: argument) else { return .null }
      var builder = ValueArenaBuilder()
      guard let root = try? JSONReader.read(InputDocument(name: "json()", bytes: Array(text.utf8)), into: &builder)
      else {
        return context.unknown(UnknownReason(.notUnderstood, "a text that is not JSON"), node: argument.node)
      }
      return context.value(data(root, builder.arena))
    }
  }

  private static func data(_ id: NodeID, _ arena: ValueArena) -> CELData {
    let node = arena[id]
    switch node.kind {
    case .bool: return .bool(node.boolValue)
    case .int: return .int(node.intValue)
    case .double: return .double(node.doubleValue)
    case .string: return .string(arena.string(id) ?? "")
    case .list: return .list(arena.children(id).map { data($0, arena) })
    case .map:
      return .map(arena.children(id).map { CELData.Entry(.string(arena.keyName($0) ?? ""), data($0, arena)) })
    default: return .null
    }
  }
}
