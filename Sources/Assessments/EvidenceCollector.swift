import CEL
import ResourceGraph
import Values

/// Turns what evaluations read into evidence.
struct EvidenceCollector {
  private let graph: ResourceGraph
  /// Where a node stands: in which resource, at which path.
  private var places: [NodeID: Place] = [:]
  private var order: [Key] = []
  private var values: [Key: NodeID?] = [:]
  private var pointers: [Key: String] = [:]
  private var parents: Set<Key> = []
  /// Whether something read is sensitive; a message made of it must not be shown.
  private(set) var readSensitive = false

  private struct Place {
    let resource: ResourceID
    let path: String
    /// The path as a JSON pointer: member names as they are, which a dotted path cannot tell apart.
    let pointer: String
    let isSecret: Bool
  }

  private struct Key: Hashable {
    let resource: ResourceID
    let path: String
  }

  /// Longer values are cut: evidence is for reading.
  private static let longestValue = 400
  private static let mostReads = 60

  init(_ graph: ResourceGraph) { self.graph = graph }

  mutating func add(_ reads: [EvaluationTrace.Read]) {
    for read in reads {
      let parentNode = graph.arena.resolved(read.parent)
      guard let parent = place(of: parentNode) else { continue }
      let path: String
      let pointer: String
      var isSecret = parent.isSecret
      switch read.member {
      case .name(let name):
        pointer = "\(parent.pointer)/\(name.replacing("~", with: "~0").replacing("/", with: "~1"))"
        path = parent.path.isEmpty ? name : "\(parent.path).\(name)"
        isSecret = isSecret || Redaction.isSecret(name: name) || isSecretEntry(parentNode, name)
      case .element(let index):
        pointer = "\(parent.pointer)/\(index)"
        path = "\(parent.path)[\(index)]"
      }
      let key = Key(resource: parent.resource, path: path)
      parents.insert(Key(resource: parent.resource, path: parent.path))
      if values[key] == nil {
        order.append(key)
        values[key] = read.node
        pointers[key] = pointer
      }
      guard let node = read.node else { continue }
      let resolved = graph.arena.resolved(node)
      if graph.resource(at: resolved) == nil {
        places[resolved] = Place(resource: parent.resource, path: path, pointer: pointer, isSecret: isSecret)
      }
      if isSecret || isSensitive(resolved) { readSensitive = true }
    }
  }

  /// A list of `name` and `value` pairs (environment variables) is secret where the name says so.
  private func isSecretEntry(_ parent: NodeID, _ member: String) -> Bool {
    guard member == "value", let name = graph.arena.string(parent, "name") else { return false }
    return Redaction.isSecret(name: name)
  }

  private func place(of node: NodeID) -> Place? {
    if let resource = graph.resource(at: node) {
      return Place(resource: resource, path: "", pointer: "", isSecret: false)
    }
    return places[node]
  }

  /// What was read, containers left out whose members were read too.
  ///
  /// - Parameter focus: nodes that the message shows; what was read of the same list elements comes first.
  func reads(focus: [NodeID] = []) -> [AttributeRead] {
    let elements = focusedElements(focus)
    let leaves = order.filter { !parents.contains($0) }
    let focused = leaves.filter { key in elements.contains { key.path.hasPrefix($0) } }
    let rest = leaves.filter { key in !elements.contains { key.path.hasPrefix($0) } }
    return (focused + rest).prefix(Self.mostReads).map { key in
      let resource = graph[key.resource]
      let node = values[key] ?? nil
      let resolved = node.map { graph.arena.resolved($0) }
      return AttributeRead(
        address: resource.address, path: Redaction.scrubbedPlain(key.path, graph.valueDigest),
        value: evidenceValue(resolved),
        pointer: pointer(resource, key, resolved).map { Redaction.scrubbedPlain($0, graph.valueDigest) },
        position: resolved.flatMap { graph.arena.position($0) } ?? resource.origin.position,
        assumed: resolved.flatMap { graph.assumedDefaults[$0] }.map {
          Assumption(source: $0.source, because: $0.because)
        })
    }
  }

  /// The list elements (`ingress[1]`) in which nodes stand.
  private func focusedElements(_ nodes: [NodeID]) -> Set<String> {
    guard !nodes.isEmpty else { return [] }
    var elements: Set<String> = []
    for (node, place) in places {
      let holds = nodes.contains { $0 == node } || graph.arena.children(node).contains { nodes.contains($0) }
      guard holds, let bracket = place.path.lastIndex(of: "]") else { continue }
      elements.insert(String(place.path[...bracket]))
    }
    return elements
  }

  /// Where the value stands in a JSON input; nil for what does not stand there: members that are absent, defaults that
  /// were assumed.
  private func pointer(_ resource: Resource, _ key: Key, _ node: NodeID?) -> String? {
    guard resource.origin.position == nil, let node, graph.assumedDefaults[node] == nil else { return nil }
    let isUnknown = graph.arena[node].kind == .unknown
    let base = isUnknown ? resource.origin.unknownPointer : resource.origin.pointer
    return base.map { $0 + (pointers[key] ?? "") }
  }

  private func evidenceValue(_ node: NodeID?) -> EvidenceValue {
    guard let node else { return .absent }
    if isSensitive(node) || places[node]?.isSecret == true, graph.arena[node].kind != .null {
      return .redacted(digest: graph.valueDigest?.digest(of: graph.arena, node))
    }
    switch graph.arena[node].kind {
    case .null: return .absent
    case .unknown:
      let reason = graph.arena[graph.arena[node].unknownReason]
      return .unknown(cause: reason.cause.rawValue, detail: reason.detail)
    default:
      var writer = EvidenceJSON(arena: graph.arena, limit: Self.longestValue, digest: graph.valueDigest)
      return .json(writer.text(of: node))
    }
  }

  /// Whether a value or a part of it is marked sensitive.
  private func isSensitive(_ node: NodeID) -> Bool {
    if graph.arena[node].flags.contains(.sensitive) { return true }
    return graph.arena.children(node).contains { isSensitive(graph.arena.resolved($0)) }
  }
}
