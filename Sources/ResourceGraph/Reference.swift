import Values

/// How a reference from one resource to another was established, strongest first.
public enum Resolution: String, Hashable, Sendable {
  /// A known attribute equals a known identity of the other resource.
  case value
  /// The configuration's expressions lead there.
  case configuration
  /// The input hides a step (a local); of all resources it could mean only one fits.
  case inferred
  /// One of several that fit, or one that cannot be excluded.
  case possible
}

/// A reference that a resource's attribute makes.
public struct Reference: Hashable, Sendable {
  public let target: ResourceID
  public let resolution: Resolution
  /// The steps between attribute and target, in the input's own terms: `local.vpc_id`, `module.network.vpc_id`.
  public let through: [String]

  public init(target: ResourceID, resolution: Resolution, through: [String] = []) {
    self.target = target
    self.resolution = resolution
    self.through = through
  }
}

/// All that can be said of what an attribute refers to.
public struct ReferenceSet: Sendable {
  public var references: [Reference]
  /// What could not be followed, in the input's own terms; non-nil means that further targets cannot be excluded.
  public var unresolved: String?
  /// Whether the attribute names something that is not in the input.
  public var namesOutsiders: Bool { !outsiders.isEmpty }
  /// The names of such things.
  public var outsiders: [String] = []
  /// Whether some part of the attribute is known only after apply.
  public var hasUnknown = false
  /// Whether the attribute is none that the input's format shows: what is said of it is a guess.
  public var isOutsideMapping = false

  /// Whether the references found are all that the attribute can refer to.
  public var isCertain: Bool {
    unresolved == nil && outsiders.isEmpty && references.allSatisfy { $0.resolution != .possible }
  }

  public init(references: [Reference] = [], unresolved: String? = nil) {
    self.references = references
    self.unresolved = unresolved
  }
}

/// Finds what an unknown attribute refers to; each input format that has references brings one.
public protocol ReferenceResolver: Sendable {
  /// - Parameters:
  ///   - resource: the one whose attribute is asked for.
  ///   - path: names of the attribute and, inside blocks, of the members: `["ingress", "security_groups"]`.
  ///   - expected: the types that the relation is about.
  ///   - isCollection: whether the attribute may refer to several at once.
  func references(
    of resource: ResourceID, path: [String], expected: Set<String>, isCollection: Bool, in graph: ResourceGraph
  ) -> ReferenceSet

  /// Whether somebody wrote the argument in the configuration; nil where the input does not say.
  ///
  /// - Parameter arena: the values of the graph, which may itself be without.
  func isSet(
    _ attribute: String, of resource: ResourceID, in graph: ResourceGraph, _ arena: borrowing ValueArena
  ) -> Bool?

  /// Whether known values too are names that only the format can resolve; otherwise they are ids that resources have.
  var resolvesNames: Bool { get }
}

extension ReferenceResolver {
  public var resolvesNames: Bool { false }
}
