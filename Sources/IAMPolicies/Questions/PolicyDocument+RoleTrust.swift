extension PolicyDocument {
  private static let assumeRole = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"]

  /// Whether this trust policy lets anyone assume the role; see ``isPublic(resources:actions:)``.
  public func trustsAnyone() -> Answer { isPublic(actions: Self.assumeRole) }

  /// Whether only AWS services may assume the role, and at least one may.
  public func trustsServicesOnly() -> Answer {
    var truth: Truth = .no
    var evidence: [Evidence] = []
    for (index, statement) in statements.enumerated() where statement.effect != .known(.deny) {
      let found = Self.namesServicesOnly(statement)
      let detail = found == .yes ? "names services only" : "does not name services only"
      evidence.append(Evidence(statement: index, sid: statement.knownSid, element: .principal, detail: detail))
      if found == .no, statement.effect == .known(.allow) { return Answer(.no, evidence.suffix(1)) }
      let first = evidence.count == 1
      let certain = Self.withEffect(statement, found)
      truth = first ? certain : truth.and(certain)
    }
    if evidence.isEmpty { evidence.append(Evidence(element: .document, detail: "no statement allows")) }
    return Answer(truth, evidence)
  }

  private static func withEffect(_ statement: PolicyStatement, _ truth: Truth) -> Truth {
    guard case .unknown(let reason) = statement.effect else { return truth }
    return .doubtful(Doubt(.unknownInput, reason))
  }

  private static func namesServicesOnly(_ statement: PolicyStatement) -> Truth {
    guard let element = statement.principal, !element.isNegated else { return .no }
    if element.entries.contains(where: { $0.kind != .service }) { return .no }
    if element.unknown.contains(where: { $0.kind != nil && $0.kind != .service }) { return .no }
    if let unknown = element.unknown.first(where: { $0.kind == nil }) {
      return .doubtful(Doubt(.unknownInput, unknown.reason))
    }
    return Truth(!element.entries.isEmpty || !element.unknown.isEmpty)
  }

  /// Whether this trust policy lets an OIDC provider's users assume the role without saying which: no condition fixes
  /// the subject of the token, or for GitHub Actions its repository (IAM User Guide, "Creating a role for web identity
  /// or OpenID Connect Federation").
  ///
  /// A subject with wildcards counts as fixed once its tenant is: `repo:organization/*`.
  public func federatesWithoutSubject() -> Answer {
    let actions = ["sts:AssumeRoleWithWebIdentity"]
    var answers: [Answer] = []
    for provider in principalEntries(.federated) where TokenKey.isOIDC(provider) {
      let isShared = ResourceName(provider) == nil
      let outsider = Outsider(tokens: isShared ? .subjectsAndAudiences : .subjects, only: [])
      let named = naming { $0 == PrincipalElement.Entry(.federated, provider) }
      answers.append(named.grants(to: .federated(provider), outsider, actions: actions, resources: ["*"]))
    }
    answers += grants(
      toUnknown: [.federated], as: .federated(BroadResource.unlisted), Outsider(tokens: .subjects, only: []),
      actions: actions, resources: ["*"])
    return answers.isEmpty
      ? Answer(.no, [Evidence(element: .principal, detail: "no OIDC provider is trusted")]) : .any(answers)
  }

  /// Whether this trust policy lets principals of other accounts assume the role without an external id, the safeguard
  /// against being served as somebody else's deputy (IAM User Guide, "The confused deputy problem").
  ///
  /// Accounts of an organization that a condition fixes are no third parties.
  public func trustsExternalAccountWithoutExternalID(ownAccounts: Set<String>) -> Answer {
    let scope = AccountScope(
      document: self, actions: ["sts:AssumeRole"], resources: ["*"], states: ["sts:externalid": .absent],
      organizationsAreStrange: false)
    let answer = scope.isCrossAccount(ownAccounts)
    if !ownAccounts.isEmpty || answer.truth == .no || trustsAnyone().truth == .yes { return answer }
    let doubt = Truth.doubtful(Doubt(.unknownInput, "the account that the role belongs to"))
    return Answer(answer.truth.and(doubt), answer.evidence)
  }

  /// Whether this policy lets an AWS service in on behalf of anyone: no condition fixes the resource, account or
  /// organization that it acts for (IAM User Guide, "The confused deputy problem": cross-service).
  ///
  /// Many services never act across accounts, those that one passes roles to among them (`ec2`, `lambda`): which ones to
  /// ask about is the rule's to say.
  ///
  /// - Parameter services: service principals (`cloudtrail.amazonaws.com`); nil for all that the policy names.
  public func trustsServiceWithoutSource(services: Set<String>? = nil) -> Answer {
    var outsider = Outsider()
    outsider.only = [
      "aws:sourcearn", "aws:sourceaccount", "aws:sourceowner", "aws:sourceorgid", "aws:sourceorgpaths",
    ]
    var answers: [Answer] = []
    for service in principalEntries(.service) where services?.contains(service) ?? true {
      let named = naming { $0 == PrincipalElement.Entry(.service, service) }
      answers.append(named.grants(to: .service(service), outsider, actions: ["*"], resources: ["*"]))
    }
    answers += grants(
      toUnknown: [.service], as: .service(BroadResource.unlisted), outsider, actions: ["*"], resources: ["*"])
    return answers.isEmpty
      ? Answer(.no, [Evidence(element: .principal, detail: "no service is named")]) : .any(answers)
  }
}
