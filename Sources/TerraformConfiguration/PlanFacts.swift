/// What a plan says about the things that a configuration declares.
///
/// Every answer may be nil, "the plan does not say"; the configuration then has to answer by itself.
public protocol PlanFacts: Sendable {
  /// The value given to a variable of the root module. Nil if none was given, so that the default counts.
  func rootVariable(_ name: String) -> KnownValue?

  /// The keys of a resource's planned instances: `[]` only if it is certain that there are none.
  func instanceKeys(of resource: ResourceAddress) -> [IterationKey]?

  /// The keys of a module call's instances. Plans show only those that hold resources; the configuration is asked first.
  func instanceKeys(ofCall call: String, in module: ModuleInstance) -> [IterationKey]?

  /// The planned value of an attribute, ``KnownValue/unknown`` for one known after apply.
  func value(of instance: InstanceAddress, path: [PathStep]) -> KnownValue?
}

/// Facts of no plan: the configuration alone.
public struct NoFacts: PlanFacts {
  public init() {}
  public func rootVariable(_ name: String) -> KnownValue? { nil }
  public func instanceKeys(of resource: ResourceAddress) -> [IterationKey]? { nil }
  public func instanceKeys(ofCall call: String, in module: ModuleInstance) -> [IterationKey]? { nil }
  public func value(of instance: InstanceAddress, path: [PathStep]) -> KnownValue? { nil }
}
