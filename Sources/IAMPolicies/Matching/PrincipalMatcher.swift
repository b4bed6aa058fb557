/// Whether `Principal` or `NotPrincipal` covers who makes a request (IAM User Guide, "AWS JSON policy elements").
struct PrincipalMatcher {
  let element: PrincipalElement?

  func covers(_ principal: RequestPrincipal) -> Truth {
    guard let element else { return Truth(principal == .attachedIdentity) }
    if principal == .attachedIdentity {
      // Policies of identities have no principals; where one is written the policy is another kind of policy.
      let unknown = element.unknown.first { $0.kind == nil && element.entries.isEmpty }
      return unknown.map { .doubtful(Doubt(.unknownInput, $0.reason)) } ?? .no
    }
    var named: Truth = .no
    for entry in element.entries {
      named = named.or(Self.names(entry, principal, isNegated: element.isNegated))
    }
    for entry in element.unknown where Self.couldName(entry.kind, principal) {
      named = named.or(.doubtful(Doubt(.unknownInput, entry.reason)))
    }
    return element.isNegated ? named.negated : named
  }

  /// Whether an entry whose identifier is not known could name the principal.
  private static func couldName(_ kind: PrincipalElement.Kind?, _ principal: RequestPrincipal) -> Bool {
    switch (kind, principal) {
    case (nil, _), (.aws, _): true
    case (.service, .service), (.federated, .federated), (.canonicalUser, .canonicalUser): true
    case (.canonicalUser, .aws), (.canonicalUser, .account): true
    default: false
    }
  }

  /// Whether an entry names the principal; with `isNegated` whether the entry excepts it.
  private static func names(
    _ entry: PrincipalElement.Entry, _ principal: RequestPrincipal, isNegated: Bool
  ) -> Truth {
    switch (entry.kind, principal) {
    case (.aws, _) where entry.identifier == "*": return .yes
    case (.aws, .anyone): return Truth(hasOpenAccount(entry.identifier))
    case (.aws, .account(let account)): return names(entry.identifier, account: account, isNegated: isNegated)
    case (.aws, .aws(let text)) where ResourceName.isAccount(text):
      return names(entry.identifier, account: text, isNegated: isNegated)
    case (.aws, .aws(let text)): return names(entry.identifier, arn: text, isNegated: isNegated)
    case (.service, .service(let name)), (.canonicalUser, .canonicalUser(let name)):
      return Truth(entry.identifier == name)
    case (.federated, .federated(let name)): return Truth(entry.identifier == name || entry.identifier == "*")
    case (.canonicalUser, .account), (.canonicalUser, .aws):
      return .doubtful(Doubt(.opaqueIdentifier, "a canonical user id"))
    default: return .no
    }
  }

  /// `arn:aws:iam::*:root`: AWS refuses wildcards in principals, but where one is written it means any account.
  private static func hasOpenAccount(_ identifier: String) -> Bool {
    ResourceName(identifier).map { $0.account.contains("*") || $0.account.contains("?") } ?? false
  }

  private static func names(_ identifier: String, account: String, isNegated: Bool) -> Truth {
    switch NamedPrincipal(identifier) {
    case .account(let named):
      if named != account { return .no }
      return isNegated ? .doubtful(wholeAccountExcepted) : .yes
    case .member(let arn):
      if Glob.wildcards(arn.account).matches(account) { return Truth(!isNegated) }
      return .no
    case .opaque: return .doubtful(Doubt(.opaqueIdentifier, "a unique id"))
    }
  }

  private static func names(_ identifier: String, arn text: String, isNegated: Bool) -> Truth {
    if identifier == text { return .yes }
    guard let arn = ResourceName(text) else { return .no }
    switch NamedPrincipal(identifier) {
    case .account(let named):
      if named != arn.account { return .no }
      return isNegated && arn.resource != "root" ? .doubtful(wholeAccountExcepted) : .yes
    case .member(let named):
      if Glob.wildcards(identifier).matches(text) { return .yes }
      return Truth(isSession(arn, of: named))
    case .opaque: return .doubtful(Doubt(.opaqueIdentifier, "a unique id"))
    }
  }

  /// AWS says that `NotPrincipal` needs the account besides the user, not what the account alone does.
  private static let wholeAccountExcepted = Doubt(
    .undocumented, "whether `NotPrincipal` with an account alone excepts the principals in it")

  private static func isSession(_ session: ResourceName, of role: ResourceName) -> Bool {
    let parts = session.resource.split(separator: "/")
    return session.account == role.account && parts.count == 3 && parts[0] == "assumed-role"
      && role.resource.hasPrefix("role/") && role.lastComponent == parts[1]
  }
}
