import Values

/// Says what the attributes of resources refer to, for one set of expected types.
struct ReferenceFinder {
  private let graph: ResourceGraph
  private let expected: Set<String>
  private let deferred: DeferredIdentities
  private var identities: IdentityIndex?
  /// What many resources share as a name is worked out once: looking at each of them for each that mentions the name
  /// would be quadratic in plans of many equal modules.
  private var popular: [NameUse: NamedResources] = [:]

  private struct NameUse: Hashable {
    let name: String
    let attribute: [String]
  }

  init(_ graph: ResourceGraph, expected: Set<String>, _ identities: inout IdentityIndexes) {
    self.graph = graph
    self.expected = expected
    deferred = identities.index(of: expected)
  }

  /// What attribute `via` of `id` refers to: known values by identity, unknown ones through the configuration.
  mutating func references(of id: ResourceID, via: RelationSpec.Via) -> ReferenceSet {
    var leaves = Leaves()
    collect(graph.values(of: id), via.path[...], into: &leaves)
    return references(of: id, via: via, leaves)
  }

  /// The same for one value of several at the path, such as that of one block.
  mutating func references(of id: ResourceID, via: RelationSpec.Via, value: NodeID) -> ReferenceSet {
    var leaves = Leaves()
    collect(value, [], into: &leaves)
    return references(of: id, via: via, leaves)
  }

  private mutating func references(of id: ResourceID, via: RelationSpec.Via, _ leaves: Leaves) -> ReferenceSet {
    let document = graph.document(of: id)
    // Most attributes are not set.
    if leaves.isEmpty, !graph.resolvesNames(ofDocument: document) { return ReferenceSet() }
    guard let resolver = graph.resolver(ofDocument: document) else {
      var found = named(leaves, of: id, via)
      if !found.ambiguous.isEmpty { disambiguate(found.ambiguous, id, via, nil, into: &found.set) }
      if leaves.hasUnknown { found.set.unresolved = attribute(via, of: id) }
      return found.set
    }
    if !leaves.hasUnknown, resolver.resolvesNames {
      return resolver.references(
        of: id, path: via.path, expected: expected, isCollection: via.isCollection, in: graph)
    }
    var found = named(leaves, of: id, via)
    guard leaves.hasUnknown || !found.ambiguous.isEmpty else { return found.set }
    let configured = resolver.references(
      of: id, path: via.path, expected: expected, isCollection: via.isCollection, in: graph)
    if !found.ambiguous.isEmpty { disambiguate(found.ambiguous, id, via, configured, into: &found.set) }
    guard leaves.hasUnknown else { return found.set }
    if found.set.references.isEmpty {
      found.set.references = configured.references
    } else {
      for reference in configured.references
      where !found.set.references.contains(where: { $0.target == reference.target }) {
        found.set.references.append(reference)
      }
    }
    found.set.unresolved = configured.unresolved
    found.set.isOutsideMapping = configured.isOutsideMapping
    return found.set
  }

  /// What the texts of an attribute name, and which names several resources have.
  private mutating func named(
    _ leaves: Leaves, of id: ResourceID, _ via: RelationSpec.Via
  ) -> (set: ReferenceSet, ambiguous: [NamedResources]) {
    var found = ReferenceSet()
    var ambiguous: [NamedResources] = []
    for text in leaves.texts where !text.isEmpty {
      let named = resources(named: text, in: via)
      switch named.count(without: id) {
      case 0: found.outsiders.append(text)
      case 1: if let only = named.first(without: id) { append(only, .value, to: &found) }
      default: ambiguous.append(named)
      }
    }
    found.hasUnknown = leaves.hasUnknown
    return (found, ambiguous)
  }

  private func attribute(_ via: RelationSpec.Via, of id: ResourceID) -> String {
    "\(graph.address(of: id)).\(via.path.joined(separator: "."))"
  }

  /// More bearers of a name than this are looked at once for all that mention it.
  private static let popularity = 8

  private mutating func resources(named text: String, in via: RelationSpec.Via) -> NamedResources {
    let index = identities ?? deferred.made(for: graph)
    identities = index
    let all = index.resources(named: text)
    guard all.count > Self.popularity else {
      return NamedResources(all.filter { !isSibling($0, via, text) }, in: graph)
    }
    let use = NameUse(name: text, attribute: via.path)
    if let known = popular[use] { return known }
    let named = NamedResources(all.filter { !isSibling($0, via, text) }, in: graph)
    popular[use] = named
    return named
  }

  /// Whether a resource has the name only because it refers to the same thing: the policy and the encryption of a bucket
  /// both have the bucket's name as `bucket` and as `id`.
  private func isSibling(_ candidate: ResourceID, _ via: RelationSpec.Via, _ text: String) -> Bool {
    guard via.path.count == 1, let name = via.path.first,
      let member = graph.arena.member(graph.values(of: candidate), name),
      !IdentityIndex.isName(name, of: graph.type(of: candidate))
    else { return false }
    return graph.arena.string(member) == text
  }

  private func append(_ target: ResourceID, _ resolution: Resolution, to set: inout ReferenceSet) {
    guard !set.references.contains(where: { $0.target == target }) else { return }
    set.references.append(Reference(target: target, resolution: resolution))
  }

  /// More candidates than this are one doubt: to list them for every resource that mentions the name would be quadratic.
  private static let mostCandidates = 64

  /// Several resources have the name that the value says: the configuration decides, else nearness.
  private func disambiguate(
    _ candidates: [NamedResources], _ source: ResourceID, _ via: RelationSpec.Via, _ configured: ReferenceSet?,
    into found: inout ReferenceSet
  ) {
    let confirmed = (configured?.references ?? []).filter { reference in
      reference.target != source && candidates.contains { $0.contains(reference.target) }
    }
    if !confirmed.isEmpty {
      for reference in confirmed { append(reference.target, reference.resolution, to: &found) }
      return
    }
    for named in candidates {
      let near = named.resources(inModule: graph[source].module).filter { $0 != source }
      let pool = near.isEmpty ? named.all : near
      guard pool.count <= Self.mostCandidates else {
        found.unresolved =
          "\(attribute(via, of: source)), a name that \(pool.count) resources have"
        continue
      }
      let others = pool.filter { $0 != source }
      let sameScope = others.filter { graph[$0].providerScope == graph[source].providerScope }
      let left = sameScope.isEmpty ? named.all.filter { $0 != source } : sameScope
      for candidate in left { append(candidate, left.count == 1 ? .value : .possible, to: &found) }
    }
  }

  private struct Leaves {
    var texts: [String] = []
    var hasUnknown = false

    var isEmpty: Bool { !hasUnknown && texts.isEmpty }
  }

  private func isPlain(_ id: NodeID) -> Bool {
    let kind = graph.arena[id].kind
    return kind == .string || kind == .unknown
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
      // At the end of a path stands a map of plain values: each of them counts.
      guard let name = path.first else {
        for child in graph.arena.children(id) where isPlain(child) { collect(child, path, into: &leaves) }
        return
      }
      if let member = graph.arena.member(id, name) { collect(member, path.dropFirst(), into: &leaves) }
    case .string where path.isEmpty: if let text = graph.arena.string(id) { leaves.texts.append(text) }
    default: break
    }
  }
}
