/// One value of a condition clause, ready to be compared with a value of the request.
enum ValueMatcher: Hashable, Sendable {
  case text(Pattern)
  case ordered(ConditionOperator.Comparison, Double, isDate: Bool)
  case bool(Bool)
  case addresses(IPRange)
  /// The value is not of the kind that the operator takes.
  case unreadable(Doubt)

  init(_ value: String, _ test: ConditionOperator.Test, _ variables: VariableResolver) {
    let readable: ValueMatcher?
    switch test {
    case .stringEquals, .binaryEquals: readable = .text(Pattern(value, .exact, variables))
    case .stringEqualsIgnoreCase: readable = .text(Pattern(value, .exactIgnoringCase, variables))
    case .stringLike: readable = .text(Pattern(value, .stringLike, variables))
    case .arnLike: readable = .text(Pattern(value, .arn, variables))
    case .numeric(let comparison):
      readable = DecimalText.parse(value).map { .ordered(comparison, $0, isDate: false) }
    case .date(let comparison): readable = DateText.parse(value).map { .ordered(comparison, $0, isDate: true) }
    case .bool, .null: readable = Self.bool(value).map { .bool($0) }
    case .ipAddress: readable = IPRange(value).map { .addresses($0) }
    }
    let cause: Doubt.Cause = value.contains("${") ? .policyVariable : .undocumented
    self = readable ?? .unreadable(Doubt(cause, "a condition value that its operator cannot compare"))
  }

  static func bool(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true": true
    case "false": false
    default: nil
    }
  }

  /// Whether a value of the request matches; one of the wrong kind does not.
  func matches(_ text: String) -> Truth {
    switch self {
    case .text(let pattern): return pattern.matches(text)
    case .ordered(let comparison, let bound, let isDate):
      guard let value = isDate ? DateText.parse(text) : DecimalText.parse(text) else { return .no }
      return Truth(Self.holds(value, comparison, bound))
    case .bool(let wanted): return Truth(Self.bool(text) == wanted)
    case .addresses(let range): return Truth(IPAddress(text).map { range.contains($0) } ?? false)
    case .unreadable(let doubt): return .doubtful(doubt)
    }
  }

  private static func holds(_ value: Double, _ comparison: ConditionOperator.Comparison, _ bound: Double) -> Bool {
    switch comparison {
    case .equal: value == bound
    case .less: value < bound
    case .lessOrEqual: value <= bound
    case .greater: value > bound
    case .greaterOrEqual: value >= bound
    }
  }
}
