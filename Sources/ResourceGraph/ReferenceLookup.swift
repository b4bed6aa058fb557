import Values

/// Says what single attributes refer to. Names are indexed once for each set of expected types.
public struct ReferenceLookup: Sendable {
  private let graph: ResourceGraph
  /// A list: sets of types are compared by identity first, while to hash one is to hash all its members.
  private var finders: [(expected: Set<String>, finder: ReferenceFinder)] = []
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
    let via = RelationSpec.Via(path: path, isCollection: isCollection)
    let number = finders.firstIndex { $0.expected == expected } ?? addFinder(expected)
    guard let value else { return finders[number].finder.references(of: id, via: via) }
    return finders[number].finder.references(of: id, via: via, value: value)
  }

  private mutating func addFinder(_ expected: Set<String>) -> Int {
    finders.append((expected, ReferenceFinder(graph, expected: expected, &identities)))
    return finders.count - 1
  }
}
