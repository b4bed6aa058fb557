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
      switch NamedPrincipal(identifier) {
      case .account(let account): accounts.append(account)
      case .member(let arn) where ResourceName.isAccount(arn.account): accounts.append(arn.account)
      default: break
      }
    }
    return accounts
  }

  func isCrossAccount(_ own: Set<String>, conditionsAreOwn: Bool = false) -> Answer {
    var outsider = Outsider(ownAccounts: conditionsAreOwn ? nil : own)
    outsider.knowsOrganizations = !organizationsAreStrange
    var answers = [grants(.anyone, outsider)]
    var member = Outsider(ownAccounts: own)
    member.only = ["aws:principalarn"]
    if !organizationsAreStrange { member.only.formUnion(["aws:principalorgid", "aws:principalorgpaths"]) }
    for account in Set(namedAccounts).subtracting(own).sorted() {
      var given = states
      given["aws:principalaccount"] = .values([account])
      given["kms:calleraccount"] = .values([account])
      answers.append(grants(.account(account), member, given))
    }
    for provider in document.principalEntries(.federated) {
      guard let account = ResourceName(provider)?.account, !own.contains(account) else { continue }
      answers.append(grants(.federated(provider), member))
    }
    return .any(answers + opaque(member))
  }

  /// Principals by unique ids, which do not say their account.
  private func opaque(_ outsider: Outsider) -> [Answer] {
    var answers: [Answer] = []
    let doubt = Truth.doubtful(Doubt(.opaqueIdentifier, "the account of a principal named by a unique id"))
    for identifier in document.principalEntries(.aws) where identifier != "*" && saysNoAccount(identifier) {
      let answer = grants(.aws(identifier), outsider)
      answers.append(Answer(answer.truth.and(doubt), answer.evidence))
    }
    let unknown = document.statements.contains { $0.principal?.unknown.contains { $0.kind == .canonicalUser } ?? false }
    for identifier in document.principalEntries(.canonicalUser) + (unknown ? [""] : []) {
      let answer = grants(.canonicalUser(identifier), outsider)
      answers.append(Answer(answer.truth.and(doubt), answer.evidence))
    }
    return answers
  }

  private func saysNoAccount(_ identifier: String) -> Bool {
    switch NamedPrincipal(identifier) {
    case .account: false
    case .member(let arn): !ResourceName.isAccount(arn.account)
    case .opaque: true
    }
  }

  private func grants(
    _ principal: RequestPrincipal, _ outsider: Outsider, _ given: [String: KeyState]? = nil
  ) -> Answer {
    document.grants(to: principal, outsider, actions: actions, resources: resources, states: given ?? states)
  }
}
