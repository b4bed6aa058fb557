extension PolicyDocument {
  /// Whether this policy lets anyone in: an anonymous or unrelated principal, or any user of a public identity provider
  /// (Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage": the meaning of "public").
  ///
  /// A statement for everybody is not public if its conditions, or those of statements that deny, demand values that
  /// are fixed for a network, an account, an organization, a resource or a principal. Beyond that guide, an ARN counts
  /// as fixed once its account is, whatever else in it is a wildcard.
  ///
  /// - Parameters:
  ///   - resources: the resource that the policy belongs to, as patterns (`arn:aws:s3:::b`, `arn:aws:s3:::b/*`); with
  ///     them a statement that denies on all of them counts even if the one that allows says `*`.
  ///   - actions: only these actions, names or patterns.
  public func isPublic(resources: [String] = ["*"], actions: [String] = ["*"]) -> Answer {
    let user = Outsider(tokens: .subjectsAndAudiences)
    var answers = [grants(to: .anyone, Outsider(), actions: actions, resources: resources)]
    for provider in publicProviders {
      answers.append(grants(to: .federated(provider), user, actions: actions, resources: resources))
    }
    answers += grants(
      toUnknown: [.federated], as: .federated(BroadResource.unlisted), user, actions: actions, resources: resources)
    return .any(answers)
  }

  /// Whether some request that this principal can make as a stranger is allowed.
  func grants(
    to principal: RequestPrincipal, _ outsider: Outsider?, actions: [String], resources: [String],
    states: [String: KeyState] = [:]
  ) -> Answer {
    var assumptions = ContextAssumptions(states: states, outsider: outsider)
    principal.addKeys(to: &assumptions.states)
    var search = GrantSearch(
      self, RequestScope(principal: principal, actions: actions, resources: resources, assumptions: assumptions))
    return search.allowsSome()
  }

  /// Identity providers that are open to everybody: those that are named by their domain instead of by the ARN of a
  /// provider in one's account (IAM User Guide, "AWS JSON policy elements: Principal").
  private var publicProviders: [String] {
    principalEntries(.federated).filter { ResourceName($0) == nil }
  }

  /// All principals of a kind that statements name which may allow, each once.
  func principalEntries(_ kind: PrincipalElement.Kind) -> [String] {
    var names: [String] = []
    for statement in statements where statement.effect != .known(.deny) {
      for entry in statement.principal?.entries ?? [] where entry.kind == kind && !names.contains(entry.identifier) {
        names.append(entry.identifier)
      }
    }
    return names
  }
}
