import HCL

/// Inputs of modules.
extension Evaluator {
  /// The value of a variable: of the root module from the plan, of others from the call.
  mutating func variable(_ name: String, of module: ModuleInstance) -> PartialValue {
    let key = MemoKey(module: module, kind: .variable, name: name)
    return memoized(key) { $0.input(name, of: module) }.via("var.\(name)")
  }

  private mutating func input(_ name: String, of module: ModuleInstance) -> PartialValue {
    guard let declaration = configuration.declarations(of: module)?.variables[name] else {
      return .unknown("var.\(name), which is not declared")
    }
    let type = declaration.body.expression("type")
    if let given = given(name, module) {
      let isNullable =
        declaration.body.expression("nullable").flatMap { scalar(evaluate($0, Scope(module)))?.truth } ?? true
      if !given.isNull || isNullable { return converted(given, to: type) }
    }
    guard let standard = declaration.body.expression("default") else {
      return module.parent == nil ? .notFromResources : .unknown("var.\(name), which the call does not set")
    }
    return converted(evaluate(standard, Scope(module)), to: type)
  }

  /// What the caller gives, nil if it gives nothing.
  private mutating func given(_ name: String, _ module: ModuleInstance) -> PartialValue? {
    guard let parent = module.parent, let step = module.steps.last else {
      return facts.rootVariable(name).map { PartialValue(known: $0) }
    }
    guard let call = configuration.declarations(of: parent)?.calls[step.call],
      let expression = call.body.expression(name)
    else { return nil }
    let iteration = Iteration(declaration: "module.\(call.name)", key: step.key, forEach: call.forEach)
    return evaluate(expression, Scope(parent, iteration: iteration))
  }

  /// A value as the type constraint makes it: sets from lists, and defaults of optional attributes (Terraform,
  /// "Type Constraints").
  private mutating func converted(_ value: PartialValue, to type: Expression?) -> PartialValue {
    guard let type, case .call(let constraint) = type.kind, let argument = constraint.arguments.first else {
      return value
    }
    switch (constraint.name, value.content) {
    case ("object", .map(let members)):
      guard case .object(let items) = argument.kind else { return value }
      var result: [String: PartialValue] = [:]
      for item in items {
        guard let name = literalString(item.key) else { return value }
        result[name] = member(members[name], of: item.value)
      }
      return value.replacing(.map(result))
    case ("map", .map(let members)): return value.replacing(.map(members.mapValues { converted($0, to: argument) }))
    case ("list", .list(let elements, _)):
      return value.replacing(.list(elements.map { converted($0, to: argument) }, isSet: false))
    case ("set", .list(let elements, _)):
      return makeSet(value.replacing(.list(elements.map { converted($0, to: argument) }, isSet: true)))
    default: return value
    }
  }

  /// An attribute of an object type, with the default of `optional(type, default)` where it is missing.
  private mutating func member(_ given: PartialValue?, of type: Expression) -> PartialValue {
    guard case .call(let call) = type.kind, call.name == "optional", let inner = call.arguments.first else {
      return given.map { converted($0, to: type) } ?? .null
    }
    if let given, !given.isNull { return converted(given, to: inner) }
    guard call.arguments.count > 1 else { return .null }
    return converted(evaluate(call.arguments[1], Scope(.root)), to: inner)
  }
}

extension PartialValue {
  /// A value given to the root module, which never comes from a resource even where it is not known.
  init(known: KnownValue) {
    switch known {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .number(let text): self = Double(text).map(PartialValue.number) ?? .notFromResources
    case .string(let text): self = .string(text)
    case .list(let elements): self = .list(elements.map { PartialValue(known: $0) })
    case .map(let members): self = PartialValue(.map(members.mapValues { PartialValue(known: $0) }))
    case .unknown: self = .notFromResources
    }
  }
}
