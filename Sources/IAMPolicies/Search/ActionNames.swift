/// The names of actions that statements which may allow speak of: what none of them names need not be searched for.
struct ActionNames {
  private var globs: [Glob] = []
  private var isOpen = false

  init(_ policy: PolicyDocument) {
    let variables = VariableResolver(version: policy.version)
    for statement in policy.statements where statement.effect != .known(.deny) {
      if statement.action.isNegated || !statement.action.unknown.isEmpty { isOpen = true }
      globs += statement.action.patterns.map { Pattern($0, .action, variables).glob }
    }
  }

  /// Whether a statement may allow the action, as far as its name goes. A pattern of actions may always be allowed.
  func mayAllow(_ action: String) -> Bool {
    if isOpen || action.contains("*") || action.contains("?") { return true }
    // Patterns of actions are made of small letters.
    let small = action.lowercased()
    return globs.contains { $0.matches(small) }
  }
}
