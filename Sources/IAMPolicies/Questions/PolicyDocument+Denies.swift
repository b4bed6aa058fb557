extension PolicyDocument {
  /// Whether this policy explicitly denies every request for one of the actions on one of the resources, whoever makes
  /// it, as long as the context is as given.
  ///
  /// Keys that are not given are free, and here for the one who asks in vain: yes means that no context with the given
  /// values escapes. A `no` names an action and a resource that escape, and what of each statement lets them.
  ///
  /// - Parameter principal: who asks; nil for everybody, those included that `NotPrincipal` excepts.
  public func denies(
    actions: [String], resources: [String], principal: RequestPrincipal? = nil,
    context: RequestContext = RequestContext()
  ) -> Answer {
    denies(actions: actions, resources: resources, principal: principal, states: context.states)
  }

  func denies(
    actions: [String], resources: [String], principal: RequestPrincipal?, states: [String: KeyState]
  ) -> Answer {
    var truth: Truth = .yes
    var evidence: [Evidence] = []
    for principal in principal.map({ [$0] }) ?? everybody {
      var given = states
      principal.addKeys(to: &given)
      let scope = RequestScope(
        principal: principal, actions: actions, resources: resources, assumptions: ContextAssumptions(states: given))
      var search = GrantSearch(self, scope, allowingEverything: true, freeingVariables: false)
      guard let escape = search.allowedRequest() else { continue }
      truth = truth.and(escape.truth.negated)
      let action = actions.first { $0.lowercased() == escape.action } ?? escape.action
      evidence = escapeEvidence(action, escape.resource, principal)
      if truth == .no { break }
    }
    return Answer(truth, truth == .yes ? denyEvidence(actions, resources) : evidence)
  }

  /// Stand-ins for all principals: a stranger, and everyone whom a `NotPrincipal` may except.
  private var everybody: [RequestPrincipal] {
    var principals: [RequestPrincipal] = [.anyone]
    for statement in statements where statement.effect != .known(.allow) {
      guard let element = statement.principal, element.isNegated else { continue }
      for entry in element.entries where entry.identifier != "*" {
        switch entry.kind {
        case .aws:
          if case .account(let account) = NamedPrincipal(entry.identifier) { principals.append(.account(account)) }
          principals.append(.aws(entry.identifier))
        case .service: principals.append(.service(entry.identifier))
        case .federated: principals.append(.federated(entry.identifier))
        case .canonicalUser: principals.append(.canonicalUser(entry.identifier))
        }
      }
    }
    return principals
  }

  private func denyEvidence(_ actions: [String], _ resources: [String]) -> [Evidence] {
    let variables = VariableResolver(version: version)
    let globs = actions.map { Glob.wildcards($0.lowercased()) }
    var evidence: [Evidence] = []
    for (index, statement) in statements.enumerated() where statement.effect == .known(.deny) {
      let compiled = CompiledStatement(statement, index: index, principal: .anyone, variables: variables)
      let cells = RequestCells(scope: globs, [compiled.action])
      guard compiled.principal != .no, cells.cells.contains(where: { $0.matches[0] != .no }) else { continue }
      evidence.append(compiled.evidence(.effect, "denies it"))
    }
    return evidence
  }

  /// For each statement that denies, the first element that lets the request escape.
  private func escapeEvidence(_ action: String, _ resource: String, _ principal: RequestPrincipal) -> [Evidence] {
    let variables = VariableResolver(version: version)
    var evidence = [Evidence(element: .document, detail: "`\(action)` on `\(resource)` is not always denied")]
    for (index, statement) in statements.enumerated() where statement.effect != .known(.allow) {
      let compiled = CompiledStatement(statement, index: index, principal: principal, variables: variables)
      if compiled.principal != .yes {
        evidence.append(compiled.evidence(.principal, "does not certainly cover everybody"))
      } else if compiled.action.contains(action.lowercased()) != .yes {
        evidence.append(compiled.evidence(.action, "does not certainly cover `\(action)`"))
      } else if compiled.resource.contains(resource) != .yes {
        evidence.append(compiled.evidence(.resource, "does not certainly cover `\(resource)`"))
      } else if !compiled.condition.clauses.isEmpty || !compiled.condition.doubts.isEmpty {
        let keys = compiled.condition.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
        evidence.append(compiled.evidence(.condition, "denies only under conditions on \(keys)"))
      }
    }
    return evidence
  }
}
