import CEL
import ResourceGraph
import Values

/// The methods that conditions can call on a resource.
enum ResourceMethods {
  /// - Parameter graph: without values, which the evaluation has: holding them would keep them from being added to.
  static func functions(for graph: ResourceGraph, zones: ZoneMap? = nil) -> [Function] {
    [
      text("address", graph) { $0.address },
      text("type", graph) { $0.type },
      text("name", graph) { $0.name },
      text("module", graph) { $0.module },
      text("provider", graph) { $0.providerScope },
      text("action", graph) { $0.action.rawValue },
      text("namespace", graph) { $0.namespace },
      .method("scope", on: .anyRecord, returns: .string) { context, arguments throws(EvaluationError) in
        guard let node = arguments.first?.node, let id = graph.resource(at: node) else {
          throw EvaluationError(.host, "scope is a method of resources")
        }
        // Where nobody says what is in scope, everything is.
        guard let zones, zones.isDeclared else { return context.string("cde") }
        if let doubt = zones.doubt(about: id) {
          return context.unknown(UnknownReason(.notVisible, "the PCI scope of \(graph[id].address): \(doubt)"))
        }
        return context.string(zones.category(of: id) ?? "unclassified")
      },
      .method("index", on: .anyRecord, returns: .dyn) { context, arguments throws(EvaluationError) in
        switch try resource(arguments, graph).instanceKey {
        case .index(let index): .int(index)
        case .key(let key): context.string(key)
        case nil: .null
        }
      },
      .method("providerSettings", on: .anyRecord, returns: .map(.string, .dyn)) {
        context, arguments throws(EvaluationError) in
        guard let node = arguments.first?.node, let id = graph.resource(at: node) else {
          throw EvaluationError(.host, "providerSettings is a method of resources")
        }
        guard let settings = graph.providerSettings(of: id) else {
          return context.unknown(UnknownReason(.notVisible, "the configuration of the provider"))
        }
        return context.value(of: settings)
      },
      Function(
        "isSet", Signature(isMethod: true, [.anyRecord, .string], .bool),
        binary: {
          context, value, argument throws(EvaluationError) in
          guard let node = value.node, let id = graph.resource(at: node), let attribute = context.string(of: argument)
          else { throw EvaluationError(.host, "isSet is a method of resources") }
          context.note(readOf: attribute, from: node)
          if let isSet = graph.isSet(attribute, of: id, context.arena) { return .bool(isSet) }
          // State and manifests hold what is, not what was written: a value that is there says enough.
          guard let member = context.arena.member(node, attribute) else { return .bool(false) }
          switch context.arena[member].kind {
          case .null: return .bool(false)
          case .unknown: return context.value(of: member)
          // Providers keep an empty text for what is not set.
          case .string where context.arena.string(member)?.isEmpty == true: return .bool(false)
          default: return .bool(!context.arena[member].flags.contains(.assumed))
          }
        }),
    ]
  }

  private static func text(_ name: String, _ graph: ResourceGraph, _ read: @escaping @Sendable (Resource) -> String?)
    -> Function
  {
    .method(
      name, on: .anyRecord, returns: .string,
      unary: { context, value throws(EvaluationError) in
        guard let node = value.node, let id = graph.resource(at: node) else { throw notAResource }
        return read(graph[id]).map { context.string($0) } ?? .null
      })
  }

  private static let notAResource = EvaluationError(.host, "this is a method of resources, not of the values in them")

  private static func resource(_ arguments: [CELValue], _ graph: ResourceGraph) throws(EvaluationError) -> Resource {
    guard let node = arguments.first?.node, let id = graph.resource(at: node) else {
      throw notAResource
    }
    return graph[id]
  }
}
