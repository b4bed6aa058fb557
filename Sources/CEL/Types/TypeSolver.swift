/// Finds the types of type variables while one expression is checked (langdef, Gradual Type Checking).
struct TypeSolver {
  private var bindings: [CELType?] = []
  /// What was bound in order and what stood there before, so that trying an overload costs only what it changed.
  private var trail: [(index: Int, previous: CELType?)] = []

  /// A state to return to when an overload turns out not to fit.
  struct Mark {
    fileprivate let trail: Int
    fileprivate let variables: Int
  }

  var mark: Mark { Mark(trail: trail.count, variables: bindings.count) }

  /// Forgets everything since `mark`, the variables made since too.
  mutating func reset(to mark: Mark) {
    while trail.count > mark.trail {
      let change = trail.removeLast()
      bindings[change.index] = change.previous
    }
    bindings.removeLast(bindings.count - mark.variables)
  }

  private mutating func set(_ index: Int, _ type: CELType) {
    trail.append((index, bindings[index]))
    bindings[index] = type
  }

  mutating func fresh() -> CELType {
    bindings.append(nil)
    return .variable(bindings.count - 1)
  }

  /// `type` with its variables followed, at the top only.
  func shallow(_ type: CELType) -> CELType {
    var type = type
    while case .variable(let index) = type, let bound = bindings[index] { type = bound }
    return type
  }

  /// `type` without bound variables; free ones become `dyn` if `final`.
  func substituted(_ type: CELType, final: Bool = false) -> CELType {
    switch shallow(type) {
    case .variable(let index): final ? .dyn : .variable(index)
    case .list(let element): .list(substituted(element, final: final))
    case .map(let key, let value): .map(substituted(key, final: final), substituted(value, final: final))
    case .type(let inner): .type(substituted(inner, final: final))
    case .nullable(let inner): .nullable(substituted(inner, final: final))
    case .abstract(let name, let parameters):
      .abstract(name, parameters.map { substituted($0, final: final) })
    case let other: other
    }
  }

  /// A signature's types with its parameters replaced by fresh variables.
  mutating func instantiate(_ types: [CELType]) -> [CELType] {
    var names: [(name: String, variable: CELType)] = []
    return types.map { instantiate($0, &names) }
  }

  private mutating func instantiate(_ type: CELType, _ names: inout [(name: String, variable: CELType)]) -> CELType {
    switch type {
    case .parameter(let name):
      if let known = names.first(where: { $0.name == name }) { return known.variable }
      let variable = fresh()
      names.append((name, variable))
      return variable
    case .list(let element): return .list(instantiate(element, &names))
    case .map(let key, let value): return .map(instantiate(key, &names), instantiate(value, &names))
    case .type(let inner): return .type(instantiate(inner, &names))
    case .nullable(let inner): return .nullable(instantiate(inner, &names))
    case .abstract(let name, let parameters): return .abstract(name, parameters.map { instantiate($0, &names) })
    default: return type
    }
  }

  /// Whether a value of type `from` may stand where `to` is wanted; binds variables on the way.
  mutating func assign(_ from: CELType, to target: CELType) -> Bool {
    if case .variable(let index) = target { return assign(from, toVariable: index) }
    if case .variable(let index) = from {
      if let bound = bindings[index] { return assign(bound, to: target) }
      return bind(index, target)
    }
    switch (from, target) {
    case (.dyn, _), (_, .dyn): return true
    case (.nullable(let left), .nullable(let right)): return assign(left, to: right)
    case (.null, .nullable), (.nullable, .null): return true
    case (.nullable(let inner), _): return assign(inner, to: target)
    case (_, .nullable(let inner)): return assign(from, to: inner)
    case (.number, .int), (.number, .uint), (.number, .double): return true
    case (.int, .number), (.uint, .number), (.double, .number): return true
    case (.null, .record), (.null, .anyRecord), (.null, .abstract), (.null, .timestamp), (.null, .duration):
      return true
    case (.record, .anyRecord): return true
    case (.list(let left), .list(let right)): return assign(left, to: right)
    case (.map(let leftKey, let left), .map(let rightKey, let right)):
      return assign(leftKey, to: rightKey) && assign(left, to: right)
    case (.type(let left), .type(let right)):
      // Types as values: `type(1) == type('a')` compares two types, it does not demand that they agree.
      return shallow(left) == shallow(right) || assign(.dyn, to: right)
    case (.abstract(let left, let leftParameters), .abstract(let right, let rightParameters)):
      guard left == right, leftParameters.count == rightParameters.count else { return false }
      for (one, other) in zip(leftParameters, rightParameters) where !assign(one, to: other) { return false }
      return true
    default: return from == target
    }
  }

  private mutating func assign(_ from: CELType, toVariable index: Int) -> Bool {
    guard let bound = bindings[index] else {
      let from = shallow(from)
      return from == .variable(index) || bind(index, from)
    }
    if case .variable = bound { return assign(from, to: bound) }
    let mark = self.mark
    if assign(from, to: bound) {
      set(index, mostGeneral(bound, from))
      return true
    }
    reset(to: mark)
    guard assign(bound, to: from) else {
      reset(to: mark)
      return false
    }
    set(index, mostGeneral(bound, from))
    return true
  }

  private mutating func bind(_ index: Int, _ type: CELType) -> Bool {
    if occurs(index, in: type) { return false }
    set(index, type)
    return true
  }

  private func occurs(_ index: Int, in type: CELType) -> Bool {
    switch shallow(type) {
    case .variable(let other): other == index
    case .list(let inner), .type(let inner), .nullable(let inner): occurs(index, in: inner)
    case .map(let key, let value): occurs(index, in: key) || occurs(index, in: value)
    case .abstract(_, let parameters): parameters.contains { occurs(index, in: $0) }
    default: false
    }
  }

  /// The type of a list that holds values of both types.
  mutating func join(_ left: CELType, _ right: CELType) -> CELType {
    let mark = self.mark
    if assign(right, to: left) { return mostGeneral(left, right) }
    reset(to: mark)
    if assign(left, to: right) { return mostGeneral(left, right) }
    reset(to: mark)
    return .dyn
  }

  /// Of two types that can stand for each other, the one that admits more.
  private func mostGeneral(_ left: CELType, _ right: CELType) -> CELType {
    switch (shallow(left), shallow(right)) {
    case (.dyn, _), (_, .dyn): return .dyn
    case (.variable, let other), (let other, .variable): return other
    case (.nullable(let one), .nullable(let other)): return .nullable(mostGeneral(one, other))
    case (.nullable(let one), .null), (.null, .nullable(let one)): return .nullable(one)
    case (.nullable(let one), let other), (let other, .nullable(let one)): return .nullable(mostGeneral(one, other))
    case (.null, let other), (let other, .null): return other
    case (.number, _), (_, .number): return .number
    case (.list(let one), .list(let other)): return .list(mostGeneral(one, other))
    case (.map(let oneKey, let one), .map(let otherKey, let other)):
      return .map(mostGeneral(oneKey, otherKey), mostGeneral(one, other))
    case (.abstract(let name, let some), .abstract(_, let others)):
      return .abstract(name, zip(some, others).map { mostGeneral($0, $1) })
    case (.type(let one), .type(let other)): return .type(one == other ? one : .dyn)
    case (let one, _): return one
    }
  }
}
