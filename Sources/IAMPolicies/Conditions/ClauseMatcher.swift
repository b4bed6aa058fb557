/// A condition clause, ready to be evaluated.
struct ClauseMatcher: Hashable, Sendable {
  /// Lower case.
  let key: String
  let test: ConditionOperator
  private(set) var values: [ValueMatcher]
  private let doubts: [Doubt]

  init(_ clause: ConditionClause, _ variables: VariableResolver) {
    key = clause.key.lowercased()
    test = clause.test
    values = clause.values.map { ValueMatcher($0, clause.test.test, variables) }
    doubts = clause.unknown.map { Doubt(.unknownInput, $0) }
  }

  var variables: [String] {
    values.flatMap { if case .text(let pattern) = $0 { pattern.variables } else { [String]() } }
  }

  /// Variables taken as free to have any value.
  var freed: ClauseMatcher {
    var copy = self
    copy.values = values.map { if case .text(let pattern) = $0 { .text(pattern.freed) } else { $0 } }
    return copy
  }

  /// Whether the clause holds. A missing key fails a positive test and passes a negated one; `IfExists` passes; of a
  /// missing or empty set `ForAllValues` is true and `ForAnyValue` false (IAM User Guide, "Condition operators" and
  /// "Multivalued context keys").
  func holds(_ state: KeyState) -> Truth {
    switch state {
    case .undetermined(let doubt): return .doubtful(doubt)
    case .absent, .values([]): return holdsWithoutKey
    case .values(let texts):
      if test.test == .null { return matchesAny("false") }
      switch test.qualifier {
      case .forAllValues?: return texts.reduce(.yes) { $0.and(holds($1)) }
      case .forAnyValue?: return texts.reduce(.no) { $0.or(holds($1)) }
      case nil where texts.count == 1: return holds(texts[0])
      case nil: return .doubtful(Doubt(.undocumented, "`\(key)` has several values and the test has no set operator"))
      }
    }
  }

  private var holdsWithoutKey: Truth {
    if test.test == .null { return matchesAny("true") }
    if test.ifExists { return .yes }
    switch test.qualifier {
    case .forAllValues?: return .yes
    case .forAnyValue?: return .no
    case nil: return Truth(test.isNegated)
    }
  }

  private func holds(_ text: String) -> Truth {
    let matches = matchesAny(text)
    return test.isNegated ? matches.negated : matches
  }

  private func matchesAny(_ text: String) -> Truth {
    let unknown: Truth = doubts.isEmpty ? .no : .unknown(Array(doubts.prefix(Truth.mostDoubts)))
    return values.reduce(unknown) { $1.matches(text).or($0) }
  }
}
