import Values

extension ResourceGraph {
  /// All references between the resources, in the order of the resources and their attributes.
  ///
  /// - Parameter expectations: where an input hides what an attribute refers to, the types that it is known to refer to
  ///   narrow the candidates; without them the edge has no target.
  public func edges(_ expectations: ReferenceExpectations = ReferenceExpectations()) -> [ResourceEdge] {
    var collector = EdgeCollector(self, expectations)
    for index in resources.indices { collector.add(ResourceID(index)) }
    return collector.edges
  }
}

/// Collects the references of resources, each target of an attribute once, as surely as it is known.
private struct EdgeCollector {
  private let graph: ResourceGraph
  private let expectations: ReferenceExpectations
  private let everyType: Set<String>
  /// Who has an id or ARN; nil for one that several have.
  private var owners: [String: ResourceID?] = [:]
  private var identities = IdentityIndexes()
  private var finders: [Set<String>: ReferenceFinder] = [:]
  private(set) var edges: [ResourceEdge] = []

  init(_ graph: ResourceGraph, _ expectations: ReferenceExpectations) {
    self.graph = graph
    self.expectations = expectations
    everyType = Set(graph.types)
    for (index, resource) in graph.resources.enumerated() {
      for name in ["id", "arn"] {
        guard let member = graph.arena.member(resource.values, name), let text = graph.arena.string(member),
          !text.isEmpty
        else { continue }
        let id = ResourceID(index)
        owners[text] = owners[text].map { $0 == id ? id : nil } ?? id
      }
    }
  }

  /// What an attribute path of a resource holds.
  private struct Leaf {
    var texts: [String] = []
    var isUnknown = false
    var isCollection = false
  }

  mutating func add(_ id: ResourceID) {
    var leaves: [String: Leaf] = [:]
    var order: [String] = []
    collect(graph[id].values, [], false, &leaves, &order)
    let expected = expectations.attributes(of: graph[id].type)
    for path in order {
      guard let leaf = leaves[path], path != "id", path != "arn" else { continue }
      let names = path.split(separator: ".").map(String.init)
      let via = RelationSpec.Via(path: names, isCollection: leaf.isCollection)
      if let targets = expected[path]?.intersection(everyType), !targets.isEmpty {
        addExpected(id, via, targets)
      } else {
        addOther(id, via, leaf)
      }
    }
  }

  /// An attribute of which the types that it refers to are known.
  private mutating func addExpected(_ id: ResourceID, _ via: RelationSpec.Via, _ targets: Set<String>) {
    var finder = finders.removeValue(forKey: targets) ?? ReferenceFinder(graph, expected: targets, &identities)
    defer { finders[targets] = finder }
    let found = finder.references(of: id, via: via)
    guard !found.isOutsideMapping else { return }
    for reference in found.references { append(id, reference.target, via, reference.resolution, reference.through) }
    if let step = found.unresolved { append(id, nil, via, .possible, [step]) }
  }

  /// Any other attribute: ids and ARNs say whose they are, and expressions what they mention. What a step hides could be
  /// anything here.
  private mutating func addOther(_ id: ResourceID, _ via: RelationSpec.Via, _ leaf: Leaf) {
    for text in leaf.texts {
      if let owner = owners[text] ?? nil, owner != id { append(id, owner, via, .value, []) }
    }
    let resolver = graph.resolvers[graph[id].origin.document]
    guard
      let found = resolver?.references(
        of: id, path: via.path, expected: everyType, isCollection: leaf.isCollection, in: graph),
      !found.isOutsideMapping
    else { return }
    for reference in found.references where reference.resolution == .configuration {
      append(id, reference.target, via, .configuration, reference.through)
    }
    guard leaf.isUnknown, !found.references.contains(where: { $0.resolution == .configuration }) else { return }
    let guesses = found.references.filter { $0.resolution != .configuration }
    if guesses.count <= 3, found.unresolved == nil {
      for guess in guesses { append(id, guess.target, via, .possible, guess.through) }
    } else {
      append(id, nil, via, .possible, found.unresolved.map { [$0] } ?? guesses.first?.through ?? [])
    }
  }

  private mutating func append(
    _ from: ResourceID, _ to: ResourceID?, _ via: RelationSpec.Via, _ resolution: Resolution, _ through: [String]
  ) {
    let edge = ResourceEdge(
      from: from, to: to, attribute: via.path.joined(separator: "."), resolution: resolution, through: through)
    // The edges of one resource stand at the end.
    let known = edges.lastIndex { $0.from == from && $0.to == to && $0.attribute == edge.attribute }
    let start = edges.lastIndex { $0.from != from } ?? -1
    guard let known, known > start else { return edges.append(edge) }
    if edges[known].resolution == .possible { edges[known] = edge }
  }

  private func collect(
    _ id: NodeID, _ path: [String], _ isCollection: Bool, _ leaves: inout [String: Leaf], _ order: inout [String]
  ) {
    let node = graph.arena[id]
    switch node.kind {
    case .list:
      for child in graph.arena.children(id) { collect(child, path, true, &leaves, &order) }
    case .map:
      for child in graph.arena.children(id) {
        if let name = graph.arena.keyName(child) { collect(child, path + [name], isCollection, &leaves, &order) }
      }
    case .string, .unknown:
      // What nobody set refers to nothing.
      if node.kind == .unknown, graph.arena[node.unknownReason].cause == .notConfigured { return }
      let key = path.joined(separator: ".")
      if leaves[key] == nil { order.append(key) }
      leaves[key, default: Leaf()].isCollection = isCollection
      if node.kind == .unknown { leaves[key]?.isUnknown = true }
      if node.kind == .string, let text = graph.arena.string(id) { leaves[key]?.texts.append(text) }
    default: break
    }
  }
}
