import HCL

/// Where an expression stands: what its names mean.
struct Scope: Sendable {
  /// The module instance.
  let module: ModuleInstance
  /// Names that for expressions, template loops and dynamic blocks around declare.
  var names: [String: PartialValue] = [:]
  /// The resource or module call whose `count` or `for_each` is around.
  var iteration: Iteration?
  /// What the innermost splat walks over.
  var splatElement: PartialValue?
  /// What `self` means.
  var selfInstance: InstanceAddress?

  init(_ module: ModuleInstance, iteration: Iteration? = nil) {
    self.module = module
    self.iteration = iteration
  }

  /// The scope with more names.
  func adding(_ key: String?, _ keyValue: PartialValue, _ name: String, _ value: PartialValue) -> Scope {
    var scope = self
    if let key { scope.names[key] = keyValue }
    scope.names[name] = value
    return scope
  }
}

/// One instance of a declaration with `count` or `for_each`.
struct Iteration: Sendable {
  /// The declaration's name within its module, for the memo.
  let declaration: String
  /// The instance's key.
  let key: IterationKey?
  /// `for_each`
  let forEach: Expression?
}
