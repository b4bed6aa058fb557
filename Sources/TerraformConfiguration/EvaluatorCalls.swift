import HCL

/// Function calls (Terraform, "Built-in Functions"). What is not here has a value computed from its arguments.
extension Evaluator {
  mutating func evaluateCall(_ call: FunctionCall, _ scope: Scope) -> PartialValue {
    switch call.name {
    case "try" where !call.expandsLast: return evaluateTry(call.arguments, scope)
    case "can": return evaluateCan(call.arguments, scope)
    default: break
    }
    var arguments: [PartialValue] = []
    for argument in call.arguments {
      let value = evaluate(argument, scope)
      if value.isFailed { return .failed }
      arguments.append(value)
    }
    if call.expandsLast, let last = arguments.popLast() {
      guard let spread = iterate(last), spread.isComplete else { return .computed(arguments + [last]) }
      arguments += spread.items.map(\.value)
    }
    return apply(call.name, arguments)
  }

  /// The first argument that does not fail. One that may fail leaves the later ones possible.
  private mutating func evaluateTry(_ arguments: [Expression], _ scope: Scope) -> PartialValue {
    var candidates: [PartialValue] = []
    for argument in arguments {
      var value = evaluate(argument, scope)
      if value.isFailed { continue }
      let isCertain = !value.mayFail
      value.mayFail = false
      candidates.append(value)
      if isCertain { break }
    }
    return .choice(candidates)
  }

  private mutating func evaluateCan(_ arguments: [Expression], _ scope: Scope) -> PartialValue {
    guard arguments.count == 1 else { return .failed }
    let value = evaluate(arguments[0], scope)
    if value.isFailed { return .bool(false) }
    return value.mayFail ? .computed([]) : .bool(true)
  }

  private mutating func apply(_ name: String, _ arguments: [PartialValue]) -> PartialValue {
    let result =
      selection(name, arguments) ?? collectionFunction(name, arguments) ?? conversion(name, arguments)
      ?? scalarFunction(name, arguments)
    return result ?? .computed(arguments)
  }

  /// Functions that hand out one of their arguments or a part of it.
  private mutating func selection(_ name: String, _ arguments: [PartialValue]) -> PartialValue? {
    switch (name, arguments.count) {
    case ("coalesce", 1...): return coalesce(arguments)
    case ("coalescelist", 1...): return coalesceLists(arguments)
    case ("one", 1): return one(arguments[0])
    case ("element", 2): return element(arguments[0], arguments[1])
    case ("lookup", 2): return index(arguments[0], arguments[1])
    case ("lookup", 3):
      let found = index(arguments[0], arguments[1])
      if found.isFailed { return arguments[2] }
      var certain = found
      certain.mayFail = false
      return found.mayFail ? .choice([certain, arguments[2]]) : found
    default: return nil
    }
  }

  private func coalesce(_ arguments: [PartialValue]) -> PartialValue {
    var candidates: [PartialValue] = []
    for argument in arguments {
      let known = scalar(argument)
      if known == .null || known == .string("") { continue }
      candidates.append(argument)
      if known != nil || isNotNull(argument) { break }
    }
    return .choice(candidates)
  }

  private func coalesceLists(_ arguments: [PartialValue]) -> PartialValue {
    var candidates: [PartialValue] = []
    for argument in arguments {
      guard let length = length(argument) else {
        candidates.append(argument)
        continue
      }
      if length == 0 { continue }
      candidates.append(argument)
      break
    }
    return .choice(candidates)
  }

  private mutating func one(_ collection: PartialValue) -> PartialValue {
    let collection = expanded(collection)
    switch collection.content {
    case .null: return .null
    case .list(let elements, _):
      return elements.isEmpty ? .null : elements.count == 1 ? collection.inherited(elements[0]) : .failed
    case .choice(let alternatives): return .choice(alternatives.map { one(collection.inherited($0)) })
    case .bag(let elements): return .choice(elements.map { collection.inherited($0).doubtful } + [.null])
    case .attribute(let instance, let path):
      return collection.inherited(PartialValue(.attribute(instance, path + [.any])))
    case .computed, .unknown: return collection
    default: return .failed
    }
  }

  /// Like an index that goes round.
  private mutating func element(_ list: PartialValue, _ place: PartialValue) -> PartialValue {
    let list = expanded(list)
    if case .choice(let alternatives) = list.content {
      return .choice(alternatives.map { element(list.inherited($0), place) })
    }
    guard let number = scalar(place)?.number, let place = Int(exactly: number) else { return index(list, place) }
    switch list.content {
    case .list(let elements, _) where !elements.isEmpty:
      let rest = place % elements.count
      return list.inherited(elements[rest < 0 ? rest + elements.count : rest])
    case .attribute(let instance, let path) where place != 0:
      return list.inherited(PartialValue(.attribute(instance, path + [.any])))
    default: return index(list, .number(Double(place)))
    }
  }
}
