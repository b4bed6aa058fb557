extension PolicyDocument {
  /// A principal that a policy names, and whether it may do what was asked.
  public struct Grantee: Hashable, Sendable {
    public let principal: PrincipalElement.Entry
    public let answer: Answer
  }

  /// The principals that the policy names and that may do at least one of the actions, or for which that is unknown.
  ///
  /// Each counts for what is said of itself and of everybody: that a statement for its account lets it do more, if its
  /// identity policies do, is left out.
  public func grantees(ofAny actions: [String], resources: [String] = ["*"]) -> [Grantee] {
    var grantees: [Grantee] = []
    for kind in PrincipalElement.Kind.allCases {
      for identifier in principalEntries(kind) {
        let entry = PrincipalElement.Entry(kind, identifier)
        let answer = grants(toNamed: entry, actions: actions, resources: resources)
        if answer.truth != .no { grantees.append(Grantee(principal: entry, answer: answer)) }
      }
    }
    return grantees
  }

  /// Whether this key policy delegates to the account as a whole, so that identity policies decide: `kms:*` for the
  /// account's root, which is how AWS creates keys and no finding (AWS KMS Developer Guide, "Default key policy").
  public func delegatesToAccount(_ account: String) -> Answer {
    var scope = RequestScope(principal: .aws("arn:aws:iam::\(account):root"), actions: ["kms:*"])
    scope.principal.addKeys(to: &scope.assumptions.states)
    scope.resources = [Glob(literal: "arn:aws:kms:\(BroadResource.unlisted):\(account):key/\(BroadResource.unlisted)")]
    var search = GrantSearch(self, scope, freeingVariables: false)
    return search.allowsEveryAction()
  }

  /// Whether one principal that the policy names may do something of both lists: administer a key and use it, say. An
  /// account as a whole does not count; it stands for whatever its identity policies say.
  public func combinesDuties(_ first: [String], _ second: [String]) -> Answer {
    var answers: [Answer] = []
    let everybody = PrincipalElement.Entry(.aws, "*")
    let others = Grantee(principal: everybody, answer: grants(toNamed: everybody, actions: first, resources: ["*"]))
    for grantee in grantees(ofAny: first) + [others] {
      if grantee.principal.kind == .aws, case .account = NamedPrincipal(grantee.principal.identifier) { continue }
      let other = grants(toNamed: grantee.principal, actions: second, resources: ["*"])
      answers.append(.all([grantee.answer, other]))
    }
    for statement in statements where statement.effect != .known(.deny) {
      guard let unknown = statement.principal?.unknown.first else { continue }
      answers.append(Answer(.doubtful(Doubt(.unknownInput, unknown.reason))))
    }
    return .any(answers)
  }

  private func grants(
    toNamed entry: PrincipalElement.Entry, actions: [String], resources: [String]
  ) -> Answer {
    var document = naming { $0 == entry || $0.identifier == "*" }
    for (index, statement) in statements.enumerated() where statement.principal?.isNegated == true {
      document.statements[index].principal = statement.principal
    }
    return document.grants(to: Self.request(by: entry), nil, actions: actions, resources: resources)
  }

  private static func request(by entry: PrincipalElement.Entry) -> RequestPrincipal {
    switch entry.kind {
    case .aws where entry.identifier == "*": .anyone
    case .aws: .aws(entry.identifier)
    case .service: .service(entry.identifier)
    case .federated: .federated(entry.identifier)
    case .canonicalUser: .canonicalUser(entry.identifier)
    }
  }
}
