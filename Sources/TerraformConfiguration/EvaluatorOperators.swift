import HCL

/// Operators (HCL native syntax, "Operations").
extension Evaluator {
  func evaluateUnary(_ symbol: UnaryOperator, _ operand: PartialValue) -> PartialValue {
    if operand.isFailed { return .failed }
    let known = scalar(operand)
    switch symbol {
    case .not: return known?.truth.map { .bool(!$0) } ?? .computed([operand])
    case .negate: return known?.number.map { .number(-$0) } ?? .computed([operand])
    }
  }

  mutating func evaluateBinary(
    _ symbol: BinaryOperator, _ first: Expression, _ second: Expression, _ scope: Scope
  ) -> PartialValue {
    let left = evaluate(first, scope)
    let right = evaluate(second, scope)
    if left.isFailed || right.isFailed { return .failed }
    switch symbol {
    case .and, .or: return logical(symbol, left, right)
    case .equal, .notEqual:
      return equality(left, right).map { .bool($0 == (symbol == .equal)) } ?? .computed([left, right])
    default: return arithmetic(symbol, left, right)
    }
  }

  /// One operand can decide even if the other is not known.
  private func logical(_ symbol: BinaryOperator, _ left: PartialValue, _ right: PartialValue) -> PartialValue {
    let first = scalar(left)?.truth
    let second = scalar(right)?.truth
    let decisive = symbol == .or
    if first == decisive || second == decisive { return .bool(decisive) }
    if first != nil, second != nil { return .bool(!decisive) }
    return .computed([left, right])
  }

  /// Whether two values are equal, nil if that is not known.
  private func equality(_ left: PartialValue, _ right: PartialValue) -> Bool? {
    let first = scalar(left)
    let second = scalar(right)
    if let first, let second {
      // Terraform compares without conversion, but the constraints of variables convert before.
      return first == second || first != .null && second != .null && first.text == second.text
    }
    if first == .null, isNotNull(right) { return false }
    if second == .null, isNotNull(left) { return false }
    if first == .string(""), isIdentity(right) { return false }
    if second == .string(""), isIdentity(left) { return false }
    return nil
  }

  private func arithmetic(_ symbol: BinaryOperator, _ left: PartialValue, _ right: PartialValue) -> PartialValue {
    guard let first = scalar(left)?.number, let second = scalar(right)?.number else { return .computed([left, right]) }
    switch symbol {
    case .less: return .bool(first < second)
    case .lessOrEqual: return .bool(first <= second)
    case .greater: return .bool(first > second)
    case .greaterOrEqual: return .bool(first >= second)
    case .add: return .number(first + second)
    case .subtract: return .number(first - second)
    case .multiply: return .number(first * second)
    case .divide: return second == 0 ? .failed : .number(first / second)
    case .modulo: return second == 0 ? .failed : .number(first.truncatingRemainder(dividingBy: second))
    default: return .computed([left, right])
    }
  }

  /// Whether a value is certainly not null. Identities that providers compute never are.
  func isNotNull(_ value: PartialValue) -> Bool {
    guard !value.isDoubtful else { return false }
    switch value.content {
    case .bool, .number, .string, .list, .map, .bag, .module: return true
    case .attribute(let instance, let path):
      if path.isEmpty || isIdentity(path) { return true }
      switch facts.value(of: instance, path: path) {
      case nil, .null?, .unknown?: return false
      default: return true
      }
    case .choice(let alternatives): return alternatives.allSatisfy(isNotNull)
    default: return false
    }
  }

  /// Whether a value is certainly some resource's id or ARN, which is never empty.
  private func isIdentity(_ value: PartialValue) -> Bool {
    guard !value.isDoubtful else { return false }
    switch value.content {
    case .attribute(_, let path): return isIdentity(path)
    case .choice(let alternatives): return alternatives.allSatisfy { isIdentity($0) }
    default: return false
    }
  }

  /// Attributes that every resource sets to one string.
  func isIdentity(_ path: [PathStep]) -> Bool { path == [.name("id")] || path == [.name("arn")] }
}
