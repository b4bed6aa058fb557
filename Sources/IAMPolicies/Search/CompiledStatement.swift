/// A statement, ready to be matched against requests.
struct CompiledStatement: Sendable {
  /// Its place in the document; nil for the statement that allows everything, which some questions start from.
  let index: Int?
  let sid: String?
  let effect: Known<PolicyStatement.Effect>
  /// Whether it covers the principal of the question.
  let principal: Truth
  private(set) var action: PatternMatcher
  private(set) var resource: PatternMatcher
  private(set) var condition: ConditionMatcher

  init(_ statement: PolicyStatement, index: Int, principal: RequestPrincipal, variables: VariableResolver) {
    self.index = index
    sid = statement.knownSid
    effect = statement.effect
    self.principal = PrincipalMatcher(element: statement.principal).covers(principal)
    action = PatternMatcher(statement.action, .action, variables)
    resource = statement.resource.map { PatternMatcher($0, .resource, variables) } ?? .everything
    condition = ConditionMatcher(statement.condition, variables)
  }

  private init() {
    index = nil
    sid = nil
    effect = .known(.allow)
    principal = .yes
    action = .everything
    resource = .everything
    condition = .none
  }

  /// A statement that allows everything to everybody.
  static let allowsEverything = CompiledStatement()

  /// Whether the statement has this effect.
  func has(_ effect: PolicyStatement.Effect) -> Truth {
    switch self.effect {
    case .known(let known): Truth(known == effect)
    case .unknown(let reason): .doubtful(Doubt(.unknownInput, reason))
    }
  }

  var variables: [String] { resource.variables + condition.clauses.flatMap(\.variables) }

  /// The statement with its policy variables free, if each can take any value without touching anything else: it stands
  /// once, in a positive test, and no condition looks at its key.
  func freed(from others: [CompiledStatement], _ assumptions: ContextAssumptions) -> CompiledStatement {
    let names = variables
    let isSimple = Set(names).count == names.count && !resource.isNegated
    let inNegated = condition.clauses.contains { $0.test.isNegated && !$0.variables.isEmpty }
    guard !names.isEmpty, isSimple, !inNegated else { return self }
    for name in names {
      if condition.keys.contains(name) || assumptions.states[name] != nil { return self }
      if others.contains(where: { $0.condition.keys.contains(name) || $0.variables.contains(name) }) { return self }
    }
    var copy = self
    copy.resource = resource.freed
    copy.condition = condition.freed
    return copy
  }

  func evidence(_ element: Evidence.Element, _ detail: String) -> Evidence {
    Evidence(statement: index, sid: sid, element: element, detail: detail)
  }
}
