import HCL

/// Which instances resources and modules have.
extension Evaluator {
  /// The instances of a declaration.
  enum InstanceKeys {
    /// Neither `count` nor `for_each`.
    case single
    case several([IterationKey])
    case unknown
  }

  mutating func instanceKeys(of resource: ResourceAddress) -> InstanceKeys {
    let planned = facts.instanceKeys(of: resource)
    guard let declaration = configuration.declaration(of: resource) else {
      return planned.map { $0.isEmpty ? .single : .several($0) } ?? .unknown
    }
    if declaration.count == nil, declaration.forEach == nil { return .single }
    // Data sources read while planning are not among the planned changes, so that none is no proof.
    if let planned, !planned.isEmpty || resource.mode == .managed { return .several(planned) }
    return configuredKeys(resource.declaration, declaration.count, declaration.forEach, in: resource.module)
  }

  mutating func instanceKeys(of call: ModuleCall, in module: ModuleInstance) -> InstanceKeys {
    if call.count == nil, call.forEach == nil { return .single }
    let configured = configuredKeys("module.\(call.name)", call.count, call.forEach, in: module)
    if case .unknown = configured, let planned = facts.instanceKeys(ofCall: call.name, in: module), !planned.isEmpty {
      return .several(planned)
    }
    return configured
  }

  /// The keys that `count` or `for_each` gives, where it can be evaluated.
  private mutating func configuredKeys(
    _ declaration: String, _ count: Expression?, _ forEach: Expression?, in module: ModuleInstance
  ) -> InstanceKeys {
    if let count {
      guard let number = scalar(evaluate(count, Scope(module)))?.number, let length = Int(exactly: number),
        (0...Self.elementLimit).contains(length)
      else { return .unknown }
      return .several((0..<length).map(IterationKey.index))
    }
    guard let forEach else { return .single }
    let collection = forEachValue(declaration, forEach, in: module)
    switch collection.content {
    case .map(let members): return .several(members.keys.sorted().map(IterationKey.key))
    case .list(let elements, _):
      let keys = elements.compactMap { scalar($0)?.text }
      return keys.count == elements.count ? .several(keys.sorted().map(IterationKey.key)) : .unknown
    default: return .unknown
    }
  }
}
