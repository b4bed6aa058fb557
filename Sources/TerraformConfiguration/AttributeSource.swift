/// An attribute that another attribute's value comes from.
public struct AttributeSource: Hashable, Sendable {
  /// Whose attribute it is.
  public let instance: InstanceAddress
  /// Which attribute; empty for the instance as a whole.
  public let path: [PathStep]
  /// Whether the value certainly comes from it; otherwise it is one of several that it may come from.
  public let isDefinite: Bool
  /// Whether the value is made from it (in a template, by a function) rather than being it.
  public let isComputed: Bool
  /// The locals, inputs, outputs and other resources' attributes in between, nearest first.
  public let through: [String]

  /// A source of given parts.
  public init(
    instance: InstanceAddress, path: [PathStep], isDefinite: Bool, isComputed: Bool = false, through: [String] = []
  ) {
    self.instance = instance
    self.path = path
    self.isDefinite = isDefinite
    self.isComputed = isComputed
    self.through = through
  }
}

/// All that can be said of where an attribute's value comes from.
public struct AttributeSources: Hashable, Sendable {
  /// The sources, in the order of their addresses.
  public var sources: [AttributeSource] = []
  /// What could not be followed; if anything is here, further sources cannot be excluded.
  public var unresolved: [String] = []
  /// Whether somebody wrote the attribute in the configuration.
  public var isSet = false
}
