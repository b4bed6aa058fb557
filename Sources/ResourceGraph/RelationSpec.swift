/// Which resources a rule wants to see beside the one that it judges.
public struct RelationSpec: Hashable, Sendable {
  public enum Direction: String, Hashable, Sendable, CaseIterable {
    /// Resources whose attribute refers to this one.
    case incoming
    /// Resources that this one's attribute refers to.
    case outgoing
    /// Resources under the same provider configuration: same account and region.
    case sibling
    /// Resources in the same Kubernetes namespace.
    case sameNamespace = "same-namespace"
  }

  /// An attribute that may hold a reference, with the names of enclosing blocks before it.
  public struct Via: Hashable, Sendable {
    public let path: [String]
    /// Whether the attribute is declared as a list or set, or stands in a block that can occur more than once.
    public let isCollection: Bool

    public init(path: [String], isCollection: Bool) {
      self.path = path
      self.isCollection = isCollection
    }
  }

  public let types: Set<String>
  public let direction: Direction
  /// Empty for `sibling` and `sameNamespace`.
  public let via: [Via]
  /// Whether a name that is not in the input counts as a possible element of which nothing is known.
  public let countsOutsiders: Bool

  public init(types: Set<String>, direction: Direction, via: [Via] = [], countsOutsiders: Bool = false) {
    self.types = types
    self.direction = direction
    self.via = via
    self.countsOutsiders = countsOutsiders
  }
}

/// One element of a relation.
public struct RelatedElement: Hashable, Sendable {
  /// Nil stands for resources that cannot be named: an unresolved reference may lead to any number of them.
  public let resource: ResourceID?
  public let resolution: Resolution
  /// The attribute that holds the reference, dotted; empty for relations without one.
  public let via: String
  /// The steps between attribute and target.
  public let through: [String]
  /// Why the element is only possibly there, nil for a certain one.
  public let doubt: String?

  public init(resource: ResourceID?, resolution: Resolution, via: String, through: [String] = [], doubt: String? = nil)
  {
    self.resource = resource
    self.resolution = resolution
    self.via = via
    self.through = through
    self.doubt = doubt
  }
}
