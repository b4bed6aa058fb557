/// A condition block, ready to be evaluated.
struct ConditionMatcher: Hashable, Sendable {
  private(set) var clauses: [ClauseMatcher]
  /// Why clauses are not known.
  let doubts: [Doubt]

  init(_ block: ConditionBlock, _ variables: VariableResolver) {
    clauses = block.clauses.map { ClauseMatcher($0, variables) }
    doubts = block.unknown.prefix(Truth.mostDoubts).map { Doubt(.unknownInput, $0) }
  }

  /// No conditions.
  static let none = ConditionMatcher(ConditionBlock(), VariableResolver(version: .known(.v2008)))

  /// Variables taken as free to have any value.
  var freed: ConditionMatcher {
    var copy = self
    copy.clauses = clauses.map(\.freed)
    return copy
  }

  var keys: Set<String> { Set(clauses.map(\.key)) }

  /// Whether all clauses hold, given the state of every key.
  func holds(_ states: [String: KeyState]) -> Truth {
    var truth: Truth = .yes
    for clause in clauses {
      guard let state = states[clause.key] else { continue }
      truth = truth.and(clause.holds(state))
      if truth == .no { return .no }
    }
    return doubts.isEmpty ? truth : truth.and(.unknown(doubts))
  }
}
