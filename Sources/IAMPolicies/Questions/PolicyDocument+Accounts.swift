extension PolicyDocument {
  /// Whether this policy lets in principals of accounts other than the given ones; everybody counts, and so does an
  /// organization as a whole.
  ///
  /// AWS services do not count; see ``trustsServiceWithoutSource(services:)``. If no account is given the answer is
  /// certain only where it is the same for every account that the policy names.
  public func isCrossAccount(
    ownAccounts: Set<String>, actions: [String] = ["*"], resources: [String] = ["*"]
  ) -> Answer {
    let scope = AccountScope(document: self, actions: actions, resources: resources)
    if !ownAccounts.isEmpty { return scope.isCrossAccount(ownAccounts) }
    let allOwn = scope.isCrossAccount(Set(scope.namedAccounts), conditionsAreOwn: true)
    let noneOwn = scope.isCrossAccount([])
    if allOwn.truth == .yes || noneOwn.truth == .no { return allOwn.truth == .yes ? allOwn : noneOwn }
    let doubt = Truth.doubtful(Doubt(.unknownInput, "the account that the policy belongs to"))
    return Answer(noneOwn.truth.and(doubt), noneOwn.evidence)
  }
}

/// The principals outside one's accounts that a policy can let in.
struct AccountScope {
  let document: PolicyDocument
  let actions: [String]
  let resources: [String]
  var states: [String: KeyState] = [:]
  /// Whether members of an organization that the policy names are strangers.
  var organizationsAreStrange = true

  /// The accounts of the principals that the policy names.
  var namedAccounts: [String] {
    var accounts: [String] = []
    for identifier in document.principalEntries(.aws) + document.principalEntries(.federated) {
      if let account = NamedPrincipal(identifier).account { accounts.append(account) }
    }
    return accounts
  }

  func isCrossAccount(_ own: Set<String>, conditionsAreOwn: Bool = false) -> Answer {
    var outsider = Outsider(ownAccounts: conditionsAreOwn ? nil : own)
    outsider.knowsOrganizations = !organizationsAreStrange
    var answers = [grants(document, .anyone, outsider, states)]
    var member = Outsider(ownAccounts: own)
    member.only = ["aws:principalarn"]
    if !organizationsAreStrange { member.only?.formUnion(["aws:principalorgid", "aws:principalorgpaths"]) }
    for account in Set(namedAccounts).subtracting(own).sorted() {
      var given = states
      given["aws:principalaccount"] = .values([account])
      given["kms:calleraccount"] = .values([account])
      let named = document.naming { $0.kind == .aws && NamedPrincipal($0.identifier).account == account }
      answers.append(grants(named, .account(account), member, given))
    }
    for provider in document.principalEntries(.federated) {
      guard let account = ResourceName(provider)?.account, !own.contains(account) else { continue }
      answers.append(grants(naming(.federated, provider), .federated(provider), member, states))
    }
    for (kind, principal) in [
      (.aws, .aws(BroadResource.unlisted)), (.federated, .federated(BroadResource.unlisted)),
      (.canonicalUser, .canonicalUser(BroadResource.unlisted)),
    ] as [(PrincipalElement.Kind, RequestPrincipal)] {
      answers += document.grants(
        toUnknown: [kind], as: principal, member, actions: actions, resources: resources, states: states)
    }
    return .any(answers + opaque(member))
  }

  /// Principals by unique ids, which do not say their account.
  private func opaque(_ outsider: Outsider) -> [Answer] {
    var answers: [Answer] = []
    let doubt = Truth.doubtful(Doubt(.opaqueIdentifier, "the account of a principal named by a unique id"))
    for identifier in document.principalEntries(.aws) where identifier != "*" {
      guard NamedPrincipal(identifier).account == nil else { continue }
      let answer = grants(naming(.aws, identifier), .aws(identifier), outsider, states)
      answers.append(Answer(answer.truth.and(doubt), answer.evidence))
    }
    for identifier in document.principalEntries(.canonicalUser) {
      let answer = grants(naming(.canonicalUser, identifier), .canonicalUser(identifier), outsider, states)
      answers.append(Answer(answer.truth.and(doubt), answer.evidence))
    }
    return answers
  }

  private func naming(_ kind: PrincipalElement.Kind, _ identifier: String) -> PolicyDocument {
    document.naming { $0 == PrincipalElement.Entry(kind, identifier) }
  }

  private func grants(
    _ document: PolicyDocument, _ principal: RequestPrincipal, _ outsider: Outsider, _ states: [String: KeyState]
  ) -> Answer {
    document.grants(to: principal, outsider, actions: actions, resources: resources, states: states)
  }
}
