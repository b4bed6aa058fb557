extension PolicyDocument {
  /// Whether this policy allows a request: a statement allows it and no statement denies it.
  ///
  /// Keys of the context that are not given are free: yes means that there is a context, with the given values, in
  /// which the request is allowed; no that there is none. Other policies that bear on a real request (of the identity,
  /// the resource, the organization, boundaries) are not looked at (IAM User Guide, "Policy evaluation logic").
  public func allows(
    action: String, resource: String, principal: RequestPrincipal = .attachedIdentity,
    context: RequestContext = RequestContext()
  ) -> Answer {
    var scope = RequestScope(principal: principal, assumptions: ContextAssumptions(states: context.states))
    scope.actions = [Glob(literal: action.lowercased())]
    scope.resources = [Glob(literal: resource)]
    principal.addKeys(to: &scope.assumptions.states)
    var search = GrantSearch(self, scope)
    return search.allowsSome()
  }

  /// Whether this policy allows at least one of the actions, given as names or patterns, on some resource.
  public func grantsAnyOf(
    _ actions: [String], resources: [String] = ["*"], principal: RequestPrincipal = .attachedIdentity,
    context: RequestContext = RequestContext()
  ) -> Answer {
    var scope = RequestScope(
      principal: principal, actions: actions, resources: resources,
      assumptions: ContextAssumptions(states: context.states))
    principal.addKeys(to: &scope.assumptions.states)
    var search = GrantSearch(self, scope)
    return search.allowsSome()
  }
}

extension RequestPrincipal {
  /// Adds what the principal says about the context, unless it is given.
  func addKeys(to states: inout [String: KeyState]) {
    switch self {
    case .account(let account):
      states["aws:principalaccount"] = states["aws:principalaccount"] ?? .values([account])
    case .aws(let text):
      guard let arn = ResourceName(text), ResourceName.isAccount(arn.account) else { return }
      states["aws:principalaccount"] = states["aws:principalaccount"] ?? .values([arn.account])
      if arn.service == "iam" {
        states["aws:principalarn"] = states["aws:principalarn"] ?? .values([text])
      }
    case .anyone, .attachedIdentity, .service, .federated, .canonicalUser: break
    }
  }
}
