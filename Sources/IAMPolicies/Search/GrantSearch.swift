/// Decides whether a policy allows a request of a scope, or every request of it.
///
/// The logic is AWS' own for one policy: a request is allowed if a statement allows it and none denies it (IAM User
/// Guide, "Policy evaluation logic"). Contexts are always sought: a request is allowed if there is a context in which
/// it is.
struct GrantSearch {
  private let scope: RequestScope
  /// All statements that can match the principal; the first may be ``CompiledStatement/allowsEverything``.
  private let statements: [CompiledStatement]
  private let actions: RequestCells
  private let resources: RequestCells
  /// The statements that do not name the principal.
  private let others: [CompiledStatement]

  private struct ContextKey: Hashable {
    let statement: Int
    let blockers: [Truth]
  }
  private var contexts: [ContextKey: Truth] = [:]
  /// How many contexts may be looked at for the whole question, so that its cost is bounded whatever the policy.
  private var budget = 50_000

  /// - Parameters:
  ///   - allowingEverything: ask which requests the policy does not deny.
  ///   - freeingVariables: let policy variables take whatever value makes the policy allow; right for "is there a
  ///     request", wrong for "every request".
  init(
    _ document: PolicyDocument, _ scope: RequestScope, allowingEverything: Bool = false, freeingVariables: Bool = true
  ) {
    let variables = VariableResolver(version: document.version, values: Self.variableValues(scope.assumptions))
    var compiled = document.statements.enumerated().map { index, statement in
      CompiledStatement(statement, index: index, principal: scope.principal, variables: variables)
    }
    others = compiled.filter { $0.principal == .no }
    compiled.removeAll { $0.principal == .no }
    let denying = compiled.filter { $0.has(.deny) != .no }
    if freeingVariables {
      compiled = compiled.map { $0.has(.allow) == .yes ? $0.freed(from: denying, scope.assumptions) : $0 }
    }
    if allowingEverything { compiled = [.allowsEverything] + denying }
    self.scope = scope
    statements = compiled
    actions = RequestCells(scope: scope.actions, compiled.map(\.action))
    resources = RequestCells(scope: scope.resources, compiled.map(\.resource))
  }

  /// The variables whose values the scope gives. To a stranger the account and organization of the resource are fixed
  /// and not their own (IAM User Guide, "AWS global condition context keys": properties of the resource).
  private static func variableValues(_ assumptions: ContextAssumptions) -> [String: String] {
    var values: [String: String] = [:]
    for (key, state) in assumptions.states {
      if case .values(let texts) = state, texts.count == 1 { values[key] = texts[0] }
    }
    if assumptions.outsider != nil {
      for key in ["aws:resourceaccount", "aws:resourceorgid"] where values[key] == nil {
        values[key] = Outsider.ownPrefix + key
      }
    }
    return values
  }

  // MARK: Questions

  /// Whether some request of the scope is allowed, and by which statement.
  mutating func allowsSome() -> Answer {
    var truth: Truth = .no
    var evidence: [Evidence] = []
    for index in statements.indices where statements[index].has(.allow) != .no {
      let found = allowedSomewhere(index)
      if found == .yes { return Answer(.yes, [grantEvidence(index)]) }
      truth = truth.or(found)
      evidence.append(found == .no ? refusalEvidence(index) : grantEvidence(index))
    }
    if !isComplete { truth = truth.or(Self.tooComplex) }
    for other in others where other.has(.allow) != .no {
      evidence.append(other.evidence(.principal, "does not name the principal"))
    }
    if evidence.isEmpty { evidence.append(Evidence(element: .document, detail: "no statement allows")) }
    return Answer(truth, evidence)
  }

  /// Whether there is a resource of the scope on which every action of the scope is allowed, each in some context.
  mutating func allowsEveryAction() -> Answer {
    var truth: Truth = .no
    var granting: Set<Int> = []
    for resource in resources.cells {
      let (allowed, statements) = allowsEveryAction(on: resource)
      if allowed == .yes { return Answer(isComplete ? .yes : Self.tooComplex, statements.sorted().map(grantEvidence)) }
      if allowed != .no { granting.formUnion(statements) }
      truth = truth.or(allowed)
    }
    if truth == .no, isComplete {
      return Answer(.no, [Evidence(element: .document, detail: "not every such action and resource is allowed")])
    }
    return Answer(isComplete ? truth : Self.tooComplex, granting.sorted().map(grantEvidence))
  }

  private mutating func allowsEveryAction(on resource: RequestCells.Cell) -> (truth: Truth, statements: Set<Int>) {
    var truth: Truth = .yes
    var granting: Set<Int> = []
    for action in actions.cells {
      let (allowed, statement) = allowed(action, resource)
      truth = truth.and(allowed)
      if truth == .no { return (.no, []) }
      if let statement { granting.insert(statement) }
    }
    return (truth, granting)
  }

  /// A request of the scope that is allowed, as certainly as there is one.
  mutating func allowedRequest() -> (action: String, resource: String, truth: Truth)? {
    var best: (action: String, resource: String, truth: Truth)?
    for action in actions.cells {
      for resource in resources.cells {
        let (allowed, _) = allowed(action, resource)
        if allowed == .yes { return (action.text, resource.text, .yes) }
        if allowed != .no, best == nil { best = (action.text, resource.text, allowed) }
      }
    }
    return best
  }

  /// Whether every cell was found, so that a `no` is certain.
  private var isComplete: Bool { actions.isComplete && resources.isComplete }

  private static let tooComplex = Truth.doubtful(Doubt(.tooComplex, "the patterns, taken together"))

  // MARK: Cells

  private mutating func allowedSomewhere(_ index: Int) -> Truth {
    var truth: Truth = .no
    for action in actions.cells where action.matches[index] != .no {
      for resource in resources.cells where resource.matches[index] != .no {
        truth = truth.or(allowed(action, resource, by: index))
        if truth == .yes { return .yes }
      }
    }
    return truth
  }

  private mutating func allowed(
    _ action: RequestCells.Cell, _ resource: RequestCells.Cell
  ) -> (truth: Truth, statement: Int?) {
    var truth: Truth = .no
    var granting: Int?
    for index in statements.indices where statements[index].has(.allow) != .no {
      let found = allowed(action, resource, by: index)
      if found == .yes { return (.yes, index) }
      if found != .no, granting == nil { granting = index }
      truth = truth.or(found)
    }
    return (truth, granting)
  }

  private mutating func allowed(
    _ action: RequestCells.Cell, _ resource: RequestCells.Cell, by index: Int
  ) -> Truth {
    let statement = statements[index]
    let matches = statement.has(.allow).and(statement.principal)
      .and(action.matches[index]).and(resource.matches[index])
    if matches == .no { return .no }
    let blocking = statements.indices.map { other -> Truth in
      other == index ? .no : self.blocks(other, action, resource)
    }
    return matches.and(context(index, blocking))
  }

  private func blocks(_ index: Int, _ action: RequestCells.Cell, _ resource: RequestCells.Cell) -> Truth {
    statements[index].has(.deny).and(statements[index].principal)
      .and(action.matches[index]).and(resource.matches[index])
  }

  private mutating func context(_ index: Int, _ blocking: [Truth]) -> Truth {
    let key = ContextKey(statement: index, blockers: blocking)
    if let known = contexts[key] { return known }
    var blockers: [ContextSearch.Blocker] = []
    for (other, applies) in blocking.enumerated() where applies != .no {
      blockers.append(ContextSearch.Blocker(applies: applies, condition: statements[other].condition))
    }
    var search = ContextSearch(
      statements[index].condition, blockers, scope.assumptions, budget: min(budget, 10_000))
    let before = search.budget
    let truth = search.exists()
    budget -= before - max(search.budget, 0)
    contexts[key] = truth
    return truth
  }

  // MARK: Evidence

  private func grantEvidence(_ index: Int) -> Evidence {
    let statement = statements[index]
    if statement.condition.clauses.isEmpty { return statement.evidence(.effect, "allows it") }
    let keys = statement.condition.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
    return statement.evidence(.effect, "allows it under conditions on \(keys)")
  }

  /// Why a statement that can allow does not.
  private func refusalEvidence(_ index: Int) -> Evidence {
    let statement = statements[index]
    guard actions.cells.contains(where: { $0.matches[index] != .no }) else {
      return statement.evidence(.action, "does not match the action")
    }
    guard resources.cells.contains(where: { $0.matches[index] != .no }) else {
      return statement.evidence(.resource, "does not match the resource")
    }
    var alone = ContextSearch(statement.condition, [], scope.assumptions, budget: 1)
    if alone.exists() == .no {
      let keys = statement.condition.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
      return statement.evidence(.condition, "its conditions on \(keys) do not hold")
    }
    return statement.evidence(.effect, "what it allows is denied by another statement")
  }
}
