import HCL

/// Evaluates expressions as far as configuration and plan allow.
///
/// It never guesses: a condition that is not known gives a choice of both results. Work is bounded by a budget for each
/// question, and what depends on itself is not known.
struct Evaluator {
  let configuration: Configuration
  var facts: any PlanFacts
  /// Values of locals, inputs, outputs and iterated collections, which many expressions share.
  var memo: [MemoKey: PartialValue] = [:]
  /// What is being evaluated, to notice what depends on itself.
  var pending: Set<MemoKey> = []
  /// Expressions that may still be evaluated for the current question.
  var budget = Evaluator.budgetPerQuestion
  var depth = 0
  /// Whether a limit was met since the question was asked: values found since then may say less than is known.
  private(set) var wasCut = false

  /// Real modules need some thousands at most.
  static let budgetPerQuestion = 200_000
  /// Expressions around each other, across locals and modules; keeps the stack small.
  static let depthLimit = 300
  /// More elements than this are not made one by one.
  static let elementLimit = 4096

  struct MemoKey: Hashable {
    let module: ModuleInstance
    let kind: Kind
    let name: String

    enum Kind: Hashable { case local, variable, output, forEach }
  }

  init(configuration: Configuration, facts: any PlanFacts) {
    self.configuration = configuration
    self.facts = facts
  }

  /// The value of an expression.
  mutating func evaluate(_ expression: Expression, _ scope: Scope) -> PartialValue {
    budget -= 1
    depth += 1
    defer { depth -= 1 }
    guard budget > 0, depth < Self.depthLimit else {
      wasCut = true
      return .unknown("too much to evaluate")
    }
    switch expression.kind {
    case .literal(let literal): return value(literal)
    case .template(let parts): return evaluateTemplate(parts, scope)
    case .wrapped(let inner), .parentheses(let inner): return evaluate(inner, scope)
    case .tuple(let elements): return evaluateTuple(elements, scope)
    case .object(let items): return evaluateObject(items, scope)
    case .loop(let loop): return evaluateFor(loop, scope)
    case .traversal(let traversal): return evaluateTraversal(traversal, scope)
    case .steps(let base, let steps): return walk(evaluate(base, scope), steps)
    case .index(let base, let key): return index(evaluate(base, scope), evaluate(key, scope))
    case .splat(let source, let each): return evaluateSplat(evaluate(source, scope), each, scope)
    case .splatElement: return scope.splatElement ?? .failed
    case .call(let call): return evaluateCall(call, scope)
    case .unary(let symbol, let operand): return evaluateUnary(symbol, evaluate(operand, scope))
    case .binary(let symbol, let left, let right): return evaluateBinary(symbol, left, right, scope)
    case .conditional(let condition, let then, let otherwise):
      return evaluateConditional(condition, then, otherwise, scope)
    }
  }

  private func value(_ literal: Literal) -> PartialValue {
    switch literal {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let text): Double(text).map(PartialValue.number) ?? .unknown("a number")
    case .string(let text): .string(text)
    }
  }

  private mutating func evaluateTuple(_ elements: [Expression], _ scope: Scope) -> PartialValue {
    var values: [PartialValue] = []
    for element in elements {
      let value = evaluate(element, scope)
      if value.isFailed { return .failed }
      values.append(value)
    }
    return .list(values)
  }

  private mutating func evaluateObject(_ items: [ObjectItem], _ scope: Scope) -> PartialValue {
    var members: [String: PartialValue] = [:]
    var loose: [PartialValue] = []
    for item in items {
      let value = evaluate(item.value, scope)
      if value.isFailed { return .failed }
      if let key = scalar(evaluate(item.key, scope))?.text { members[key] = value } else { loose.append(value) }
    }
    // With a key that is not known, any member may be under it.
    return loose.isEmpty ? PartialValue(.map(members)) : PartialValue(.bag(sortedValues(members) + loose))
  }

  private mutating func evaluateConditional(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression, _ scope: Scope
  ) -> PartialValue {
    let decision = evaluate(condition, scope)
    if decision.isFailed { return .failed }
    if let truth = scalar(decision)?.truth { return evaluate(truth ? then : otherwise, scope) }
    return .choice([evaluate(then, scope), evaluate(otherwise, scope)])
  }

  /// Evaluates once what has a name; what asks for itself meanwhile gets "not known".
  mutating func memoized(_ key: MemoKey, _ evaluate: (inout Evaluator) -> PartialValue) -> PartialValue {
    if let known = memo[key] { return known }
    guard pending.insert(key).inserted else { return .unknown("\(key.name), which depends on itself") }
    let value = evaluate(&self)
    pending.remove(key)
    // What met a limit may do better when asked for by itself.
    if !wasCut { memo[key] = value }
    return value
  }

  /// Makes ready for the next question.
  mutating func restart() {
    budget = Self.budgetPerQuestion
    wasCut = false
  }
}

/// Values in the order of their keys, as Terraform iterates.
func sortedValues(_ members: [String: PartialValue]) -> [PartialValue] { sortedMembers(members).map(\.value) }

/// Members in the order of their keys' bytes, as Terraform iterates.
func sortedMembers(_ members: [String: PartialValue]) -> [(key: String, value: PartialValue)] {
  members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
}
