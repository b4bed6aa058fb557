import Values

/// Says what single attributes refer to. Names are indexed once for each set of expected types.
public struct ReferenceLookup: Sendable {
  private let graph: ResourceGraph
  private var finders: [Set<String>: ReferenceFinder] = [:]
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
    var finder = finders.removeValue(forKey: expected) ?? ReferenceFinder(graph, expected: expected, &identities)
    defer { finders[expected] = finder }
    let via = RelationSpec.Via(path: path, isCollection: isCollection)
    return value.map { finder.references(of: id, via: via, value: $0) } ?? finder.references(of: id, via: via)
  }
}
