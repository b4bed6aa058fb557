/// Looks for a context in which one statement's conditions hold and no other statement blocks it.
struct ContextSearch {
  /// A statement that would deny, if its conditions held.
  struct Blocker: Hashable {
    /// Whether the statement denies at all and matches the request otherwise; never `no`.
    let applies: Truth
    let condition: ConditionMatcher
  }

  private let required: ConditionMatcher
  private let blockers: [Blocker]
  private let assumptions: ContextAssumptions
  /// How many more contexts may be looked at.
  private(set) var budget: Int

  init(_ required: ConditionMatcher, _ blockers: [Blocker], _ assumptions: ContextAssumptions, budget: Int) {
    self.required = required
    self.blockers = blockers
    self.assumptions = assumptions
    self.budget = budget
  }

  /// Whether there is such a context.
  mutating func exists() -> Truth {
    let sharedKeys = Set(blockers.flatMap { $0.condition.clauses.map(\.key) })
    var truth: Truth = required.doubts.isEmpty ? .yes : .unknown(required.doubts)
    let ownKeys = Set(required.clauses.map(\.key)).subtracting(sharedKeys)
    for key in ownKeys.sorted() {
      truth = truth.and(independent(key))
      if truth == .no { return .no }
    }
    return truth.and(shared(sharedKeys.sorted()))
  }

  /// A key that no blocker looks at can be chosen by itself.
  private func independent(_ key: String) -> Truth {
    let clauses = required.clauses.filter { $0.key == key }
    let candidates = KeyCandidates(key, clauses, assumptions)
    var truth: Truth = .no
    for state in candidates.states {
      truth = truth.or(clauses.reduce(.yes) { $0.and($1.holds(state)) })
      if truth == .yes { return .yes }
    }
    return candidates.isComplete ? truth : truth.or(Self.tooComplex)
  }

  private static let tooComplex = Truth.doubtful(Doubt(.tooComplex, "the conditions, taken together"))

  /// Keys that blockers look at are chosen together.
  private mutating func shared(_ keys: [String]) -> Truth {
    let clauses = required.clauses + blockers.flatMap(\.condition.clauses)
    var isComplete = true
    var choices: [(key: String, states: [KeyState])] = []
    for key in keys {
      let candidates = KeyCandidates(key, clauses.filter { $0.key == key }, assumptions)
      isComplete = isComplete && candidates.isComplete
      choices.append((key, candidates.states))
    }
    var chosen: [String: KeyState] = [:]
    let truth = choose(choices[...], &chosen)
    return isComplete && budget >= 0 ? truth : truth.or(Self.tooComplex)
  }

  private mutating func choose(
    _ choices: ArraySlice<(key: String, states: [KeyState])>, _ chosen: inout [String: KeyState]
  ) -> Truth {
    guard let choice = choices.first else {
      budget -= 1
      return holds(chosen)
    }
    var truth: Truth = .no
    for state in choice.states where budget >= 0 {
      chosen[choice.key] = state
      truth = truth.or(choose(choices.dropFirst(), &chosen))
      if truth == .yes { return .yes }
    }
    return truth
  }

  private func holds(_ chosen: [String: KeyState]) -> Truth {
    var truth: Truth = .yes
    for clause in required.clauses {
      guard let state = chosen[clause.key] else { continue }
      truth = truth.and(clause.holds(state))
      if truth == .no { return .no }
    }
    for blocker in blockers {
      truth = truth.and(blocker.applies.and(blocker.condition.holds(chosen)).negated)
      if truth == .no { return .no }
    }
    return truth
  }
}
