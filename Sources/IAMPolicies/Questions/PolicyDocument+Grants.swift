extension PolicyDocument {
  /// Whether this policy, in some context, allows everything that it does not list by name and the means to take the
  /// rest: `*` on `*` in any spelling and over any number of statements, `NotAction` included.
  ///
  /// What is denied by name does not matter as long as IAM itself is left open; a policy that excludes IAM (a "power
  /// user") is none of an administrator, nor is one with all of IAM alone, which
  /// ``grantsPrivilegeEscalation(paths:)`` finds.
  public func grantsAdministrator(principal: RequestPrincipal = .attachedIdentity) -> Answer {
    let everything = grantsBroadly(["\(BroadResource.unlisted):\(BroadResource.unlisted)"], nil, principal)
    let keys = [
      "iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:CreatePolicyVersion", "iam:PutRolePolicy",
      "iam:PutUserPolicy",
    ]
    if everything.truth == .no { return everything }
    return .all([everything, .any(keys.map { grantsBroadly([$0], "iam", principal) })])
  }

  /// Whether this policy, in some context, allows all actions of one of the services on all of its resources or on all
  /// of a kind.
  ///
  /// - Parameter services: prefixes of actions (`s3`, `kms`); nil for every service that the policy names and any that
  ///   it does not.
  public func grantsFullService(
    _ services: [String]? = nil, principal: RequestPrincipal = .attachedIdentity
  ) -> Answer {
    let asked: [String?] = services.map { $0.map { $0.lowercased() } } ?? (namedServices + [nil])
    return .any(asked.map { grantsBroadly(["\($0 ?? BroadResource.unlisted):*"], $0, principal) })
  }

  /// Whether this policy, in some context, allows one of the actions on all resources or on all of a kind.
  ///
  /// - Parameter actions: names of actions; a pattern (`kms:Re*`) asks for all actions that it matches.
  public func hasWildcardResource(
    onSensitive actions: [String], principal: RequestPrincipal = .attachedIdentity,
    context: RequestContext = RequestContext()
  ) -> Answer {
    let names = ActionNames(self)
    return .any(actions.filter(names.mayAllow).map { grantsBroadly([$0], Self.service(of: $0), principal, context) })
  }

  /// Whether all of the actions are allowed on a resource that is reached only through a wide wildcard.
  func grantsBroadly(
    _ actions: [String], _ service: String?, _ principal: RequestPrincipal,
    _ context: RequestContext = RequestContext()
  ) -> Answer {
    let variables = VariableResolver(version: version, values: context.values.compactMapValues(\.first))
    let candidates = BroadResource.candidates(self, service: service, variables: variables)
    var scope = RequestScope(
      principal: principal, actions: actions, assumptions: ContextAssumptions(states: context.states))
    scope.resources = candidates.map { Glob(literal: $0) }
    var search = GrantSearch(self, scope, freeingVariables: false)
    let answer = search.allowsEveryAction()
    guard answer.truth == .no, let reason = unknownResource else { return answer }
    // The unknown resource may be a wildcard that none of the candidates stands for; at most it is everything.
    let widest = withUnknownResourcesWide.grantsBroadly(actions, service, principal, context)
    return Answer(widest.truth.and(.doubtful(Doubt(.unknownInput, reason))), widest.evidence)
  }

  /// Why a resource of a statement that may allow is not known, nil if all are.
  private var unknownResource: String? {
    statements.lazy.filter { $0.effect != .known(.deny) }.compactMap { $0.resource?.unknown.first }.first
  }

  /// This policy with `*` for the resources that are not known, in statements that may allow, and without what denies on
  /// some resources only, which the unknown one may not be among.
  private var withUnknownResourcesWide: PolicyDocument {
    var wide = self
    for index in wide.statements.indices where wide.statements[index].effect != .known(.deny) {
      guard let resource = wide.statements[index].resource, !resource.unknown.isEmpty else { continue }
      wide.statements[index].resource =
        resource.isNegated ? PatternElement(["*"]) : PatternElement(resource.patterns + ["*"])
    }
    wide.statements.removeAll { statement in
      guard statement.effect == .known(.deny), let resource = statement.resource else { return false }
      return resource.isNegated || !resource.patterns.contains("*")
    }
    return wide
  }

  /// The services of the actions that statements name.
  private var namedServices: [String] {
    var services: [String] = []
    for pattern in statements.flatMap(\.action.patterns) {
      let named = Self.service(of: pattern).map { [$0] } ?? WellKnownService.matching(pattern)
      for service in named where !services.contains(service) { services.append(service) }
    }
    return services
  }

  /// The part of an action before the colon, small letters; nil if it has wildcards.
  static func service(of action: String) -> String? {
    guard let colon = action.firstIndex(of: ":") else { return nil }
    let service = action[..<colon].lowercased()
    return service.contains("*") || service.contains("?") ? nil : service
  }
}
