import HCL

/// What names mean: resources, locals, inputs, outputs.
extension Evaluator {
  mutating func evaluateTraversal(_ traversal: Traversal, _ scope: Scope) -> PartialValue {
    if let declared = scope.names[traversal.root] { return walk(declared, traversal.steps) }
    guard let reference = ConfigurationReference(traversal) else { return .unknown(traversal.root) }
    return walk(evaluate(reference.subject, scope), reference.remaining)
  }

  private mutating func evaluate(_ subject: ConfigurationReference.Subject, _ scope: Scope) -> PartialValue {
    switch subject {
    case .resource(let mode, let type, let name, let key):
      return resource(ResourceAddress(module: scope.module, mode: mode, type: type, name: name), key)
    case .local(let name): return local(name, in: scope.module)
    case .variable(let name): return variable(name, of: scope.module)
    case .module(let call, let key): return module(call, key, in: scope.module)
    case .output(let call, let key, let name): return member(module(call, key, in: scope.module), name)
    case .special("count", "index"):
      if case .index(let place)? = scope.iteration?.key { return .number(Double(place)) }
      return PartialValue.notFromResources
    case .special("each", "key"):
      if case .key(let key)? = scope.iteration?.key { return .string(key) }
      return PartialValue.notFromResources
    case .special("each", "value"): return eachValue(scope)
    case .special: return PartialValue.notFromResources
    case .selfInstance: return scope.selfInstance.map { PartialValue(.attribute($0, [])) } ?? .unknown("self")
    }
  }

  /// All instances of a resource, or the one of a key.
  private mutating func resource(_ address: ResourceAddress, _ key: IterationKey?) -> PartialValue {
    let keys = instanceKeys(of: address)
    if let key {
      var value = PartialValue(.attribute(InstanceAddress(address, key), []))
      if case .several(let known) = keys, !known.contains(key) { return .failed }
      if case .unknown = keys { value.mayFail = true }
      return value
    }
    switch keys {
    case .single: return PartialValue(.attribute(InstanceAddress(address), []))
    case .unknown: return .unknown("\(address), whose instances are not known")
    case .several(let keys):
      let isCount = configuration.declaration(of: address)?.count != nil
      return collection(keys, isCount: isCount) { PartialValue(.attribute(InstanceAddress(address, $0), [])) }
    }
  }

  /// Instances as Terraform shows them: with `count` a list, with `for_each` a map.
  private func collection(
    _ keys: [IterationKey], isCount: Bool, _ make: (IterationKey) -> PartialValue
  ) -> PartialValue {
    if isCount { return .list(keys.sorted().map(make)) }
    var members: [String: PartialValue] = [:]
    for case .key(let name) in keys { members[name] = make(.key(name)) }
    return PartialValue(.map(members))
  }

  private mutating func module(_ call: String, _ key: IterationKey?, in module: ModuleInstance) -> PartialValue {
    guard let declaration = configuration.declarations(of: module)?.calls[call] else {
      return .unknown("module.\(call), which is not declared")
    }
    let keys = instanceKeys(of: declaration, in: module)
    if let key {
      if case .several(let known) = keys, !known.contains(key) { return .failed }
      var value = PartialValue(.module(module.appending(call, key)))
      if case .unknown = keys { value.mayFail = true }
      return value
    }
    switch keys {
    case .single: return PartialValue(.module(module.appending(call)))
    case .unknown: return .unknown("module.\(call), whose instances are not known")
    case .several(let keys):
      return collection(keys, isCount: declaration.count != nil) { PartialValue(.module(module.appending(call, $0))) }
    }
  }

  /// The value of a local.
  mutating func local(_ name: String, in module: ModuleInstance) -> PartialValue {
    guard let declaration = configuration.declarations(of: module)?.locals[name] else {
      return .unknown("local.\(name), which is not declared")
    }
    let key = MemoKey(module: module, kind: .local, name: name)
    return memoized(key) { $0.evaluate(declaration.attribute.expression, Scope(module)) }.via("local.\(name)")
  }

  /// The value of a module's output.
  mutating func output(_ name: String, of module: ModuleInstance) -> PartialValue {
    let step = "\(module).\(name)"
    guard let expression = configuration.declarations(of: module)?.outputs[name]?.body.expression("value") else {
      return .unknown("\(step), which could not be read")
    }
    let key = MemoKey(module: module, kind: .output, name: name)
    return memoized(key) { $0.evaluate(expression, Scope(module)) }.via(step)
  }

  /// `each.value`: the element of `for_each` under the instance's key.
  private mutating func eachValue(_ scope: Scope) -> PartialValue {
    guard let iteration = scope.iteration, let expression = iteration.forEach, case .key(let key)? = iteration.key
    else {
      return .unknown("each.value")
    }
    let collection = forEachValue(iteration.declaration, expression, in: scope.module)
    return eachElement(collection, key)
  }

  /// The value of a `for_each`.
  mutating func forEachValue(_ declaration: String, _ expression: Expression, in module: ModuleInstance) -> PartialValue
  {
    let key = MemoKey(module: module, kind: .forEach, name: declaration)
    return expanded(memoized(key) { $0.evaluate(expression, Scope(module)) })
  }

  private mutating func eachElement(_ collection: PartialValue, _ key: String) -> PartialValue {
    switch collection.content {
    case .list(let elements, _):
      // In a set key and value are the same.
      return elements.first { scalar($0)?.text == key }.map(collection.inherited) ?? .string(key)
    case .map(let members):
      return members[key].map(collection.inherited) ?? .unknown("each.value of \"\(key)\"")
    case .attribute(let instance, let path):
      return collection.inherited(PartialValue(.attribute(instance, path + [.name(key)])))
    case .choice(let alternatives):
      return .choice(alternatives.map { eachElement(collection.inherited($0), key) })
    case .bag, .computed: return PartialValue(.computed([collection])).doubtful
    default: return collection
    }
  }
}
