import Values

/// Says what single attributes refer to. Names are indexed once for each set of expected types.
public struct ReferenceLookup: Sendable {
  private let graph: ResourceGraph
  /// The sets of types that were asked for, each with a finder at the same place. A list: sets are compared by identity
  /// first, while to hash one is to hash all its members.
  private var expectations: [Set<String>] = []
  private var finders: [ReferenceFinder] = []
  private var identities = IdentityIndexes()

  public init(_ graph: ResourceGraph) { self.graph = graph }

  /// - Parameters:
  ///   - path: names of the attribute and, inside blocks, of the members.
  ///   - expected: the types that the attribute may refer to.
  ///   - isCollection: whether it may refer to several at once.
  ///   - value: one value of several at the path, such as that of one block; nil for all.
  public mutating func references(
    of id: ResourceID, path: [String], expected: Set<String>, isCollection: Bool, value: NodeID? = nil
  ) -> ReferenceSet {
    if let value, isEmptyList(value), !graph.resolvesNames(ofDocument: graph.document(of: id)) {
      return ReferenceSet()
    }
    let via = RelationSpec.Via(path: path, isCollection: isCollection)
    let number = expectations.firstIndex { $0 == expected } ?? addFinder(expected)
    guard let value else { return finders[number].references(of: id, via: via) }
    return finders[number].references(of: id, via: via, value: value)
  }

  private func isEmptyList(_ node: NodeID) -> Bool {
    graph.arena[node].kind == .list && graph.arena[node].childCount == 0
  }

  private mutating func addFinder(_ expected: Set<String>) -> Int {
    expectations.append(expected)
    finders.append(ReferenceFinder(graph, expected: expected, &identities))
    return finders.count - 1
  }
}
