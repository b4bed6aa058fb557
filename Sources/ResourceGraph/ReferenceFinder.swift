import Values

/// Says what the attributes of resources refer to, for one set of expected types.
struct ReferenceFinder {
  private let graph: ResourceGraph
  private let expected: Set<String>
  private let identities: IdentityIndex

  init(_ graph: ResourceGraph, expected: Set<String>, _ identities: inout IdentityIndexes) {
    self.graph = graph
    self.expected = expected
    self.identities = identities.index(of: expected, in: graph)
  }

  /// What attribute `via` of `id` refers to: known values by identity, unknown ones through the configuration.
  func references(of id: ResourceID, via: RelationSpec.Via) -> ReferenceSet {
    var leaves = Leaves()
    collect(graph.values(of: id), via.path[...], into: &leaves)
    return references(of: id, via: via, leaves)
  }

  /// The same for one value of several at the path, such as that of one block.
  func references(of id: ResourceID, via: RelationSpec.Via, value: NodeID) -> ReferenceSet {
    var leaves = Leaves()
    collect(value, [], into: &leaves)
    return references(of: id, via: via, leaves)
  }

  private func references(of id: ResourceID, via: RelationSpec.Via, _ leaves: Leaves) -> ReferenceSet {
    var found = ReferenceSet()
    var ambiguous: [ResourceID] = []
    for text in leaves.texts where !text.isEmpty {
      let matches = identities.resources(named: text).filter { $0 != id && !isSibling($0, via, text) }
      if matches.isEmpty { found.outsiders.append(text) }
      if matches.count == 1 {
        append(matches[0], .value, to: &found)
      } else {
        ambiguous += matches
      }
    }
    found.hasUnknown = leaves.hasUnknown
    guard leaves.hasUnknown || !ambiguous.isEmpty else { return found }
    let resolver = graph.resolvers[graph.document(of: id)]
    let configured = resolver?.references(
      of: id, path: via.path, expected: expected, isCollection: via.isCollection, in: graph)
    if !ambiguous.isEmpty { disambiguate(ambiguous, id, configured, into: &found) }
    guard leaves.hasUnknown else { return found }
    guard let configured else {
      found.unresolved = "\(graph[id].address).\(via.path.joined(separator: "."))"
      return found
    }
    for reference in configured.references where !found.references.contains(where: { $0.target == reference.target }) {
      found.references.append(reference)
    }
    found.unresolved = configured.unresolved
    return found
  }

  /// Whether a resource has the name only because it refers to the same thing: the policy and the encryption of a bucket
  /// both have the bucket's name as `bucket` and as `id`.
  private func isSibling(_ candidate: ResourceID, _ via: RelationSpec.Via, _ text: String) -> Bool {
    guard via.path.count == 1, let name = via.path.first,
      let member = graph.arena.member(graph.values(of: candidate), name),
      !IdentityIndex.isName(name, of: graph[candidate].type)
    else { return false }
    return graph.arena.string(member) == text
  }

  private func append(_ target: ResourceID, _ resolution: Resolution, to set: inout ReferenceSet) {
    guard !set.references.contains(where: { $0.target == target }) else { return }
    set.references.append(Reference(target: target, resolution: resolution))
  }

  /// Several resources have the name that the value says: the configuration decides, else nearness.
  private func disambiguate(
    _ candidates: [ResourceID], _ source: ResourceID, _ configured: ReferenceSet?, into found: inout ReferenceSet
  ) {
    let confirmed = (configured?.references ?? []).filter { candidates.contains($0.target) }
    if !confirmed.isEmpty {
      for reference in confirmed { append(reference.target, reference.resolution, to: &found) }
      return
    }
    let near = candidates.filter { graph[$0].module == graph[source].module }
    let sameScope = (near.isEmpty ? candidates : near).filter { graph[$0].providerScope == graph[source].providerScope }
    let left = sameScope.isEmpty ? candidates : sameScope
    for candidate in left { append(candidate, left.count == 1 ? .value : .possible, to: &found) }
  }

  private struct Leaves {
    var texts: [String] = []
    var hasUnknown = false
  }

  private func collect(_ id: NodeID, _ path: ArraySlice<String>, into leaves: inout Leaves) {
    let id = graph.arena.resolved(id)
    let node = graph.arena[id]
    switch node.kind {
    case .unknown:
      // What nobody set refers to nothing that the configuration declares.
      if graph.arena[node.unknownReason].cause != .notConfigured { leaves.hasUnknown = true }
    case .list: for child in graph.arena.children(id) { collect(child, path, into: &leaves) }
    case .map:
      guard let name = path.first else { return }
      if let member = graph.arena.member(id, name) { collect(member, path.dropFirst(), into: &leaves) }
    case .string where path.isEmpty: if let text = graph.arena.string(id) { leaves.texts.append(text) }
    default: break
    }
  }
}
