@testable import IAMPolicies

/// A second evaluator, written for being obviously right: it looks at every request over small alphabets and knows
/// nothing of cells, candidates or unknown values. Actions are `s:a` to `s:cc`, resources `r`, `ra` ... and context keys
/// have the values `x`, `y`, `xy` or are missing.
struct BruteForce {
  struct Request {
    var action: String
    var resource: String
    /// Nil for a stranger.
    var account: String?
    var context: [String: String]
  }

  let document: PolicyDocument

  func allows(_ request: Request) -> Bool {
    var isAllowed = false
    for statement in document.statements where matches(statement, request) {
      if statement.effect == .known(.deny) { return false }
      isAllowed = true
    }
    return isAllowed
  }

  private func matches(_ statement: PolicyStatement, _ request: Request) -> Bool {
    if let principal = statement.principal {
      let isNamed = principal.entries.contains { $0.identifier == "*" || $0.identifier == request.account }
      if isNamed == principal.isNegated { return false }
    }
    if !matches(statement.action, request.action) { return false }
    if let resource = statement.resource, !matches(resource, request.resource) { return false }
    return statement.condition.clauses.allSatisfy { holds($0, request.context[$0.key]) }
  }

  private func matches(_ element: PatternElement, _ text: String) -> Bool {
    element.patterns.contains { Self.like(Array($0)[...], Array(text)[...]) } != element.isNegated
  }

  private func holds(_ clause: ConditionClause, _ value: String?) -> Bool {
    guard let value else {
      if clause.test.test == .null { return clause.values.contains("true") }
      return clause.test.ifExists || clause.test.isNegated
    }
    let matches: Bool
    switch clause.test.test {
    case .null: return clause.values.contains("false")
    case .stringLike: matches = clause.values.contains { Self.like(Array($0)[...], Array(value)[...]) }
    default: matches = clause.values.contains(value)
    }
    return matches != clause.test.isNegated
  }

  static func like(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == "*" {
      return like(pattern.dropFirst(), text) || (!text.isEmpty && like(pattern, text.dropFirst()))
    }
    guard let character = text.first, first == "?" || first == character else { return false }
    return like(pattern.dropFirst(), text.dropFirst())
  }

  static let actions = ["a", "b", "c", "aa", "ab", "ba", "cc", "abc"].map { "s:" + $0 }
  static let resources = ["r", "ra", "rb", "rab", "rc", "rca"]
  static let accounts: [String?] = ["111111111111", "222222222222", nil]
  static let values: [String?] = ["x", "y", "xy", "z", "xz", "zy", "xzy", "zz", "x*", "*y", "?", nil]

  /// Every context over the keys `k` and `l`.
  static var contexts: [[String: String]] {
    values.flatMap { first in
      values.map { second in
        var context: [String: String] = [:]
        context["k"] = first
        context["l"] = second
        return context
      }
    }
  }
}
