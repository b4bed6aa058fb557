/// The context keys of identity providers' tokens that say for whom a token was issued (IAM User Guide, "Available keys
/// for AWS OIDC federation"): the provider's host, a colon and the name of a claim.
///
/// The host is not compared with the provider: a token has no claims of another provider, so a condition on one lets
/// nobody in.
enum TokenKey {
  /// Which of the keys matter to a question.
  enum Reach: Hashable, Sendable {
    case none
    /// Those that name who is meant.
    case subjects
    /// Those and the application that the token is for, where providers are shared by everybody's applications.
    case subjectsAndAudiences
  }

  private static let subjects: [String: RestrictingKey] = [
    "sub": .subject, "repository": .identifier, "repository_id": .identifier, "repository_owner": .identifier,
    "repository_owner_id": .identifier, "job_workflow_ref": .identifier,
  ]
  private static let audiences: [String: RestrictingKey] = [
    "aud": .identifier, "oaud": .identifier, "app_id": .identifier, "user_id": .identifier,
  ]

  static func kind(of key: String, _ reach: Reach) -> RestrictingKey? {
    guard reach != .none, let colon = key.lastIndex(of: ":") else { return nil }
    let name = String(key[key.index(after: colon)...])
    return subjects[name] ?? (reach == .subjectsAndAudiences ? audiences[name] : nil)
  }

  /// Whether a provider is one of OIDC, by its domain or by the ARN in an account; others issue SAML assertions.
  static func isOIDC(_ provider: String) -> Bool {
    ResourceName(provider).map { $0.resource.hasPrefix("oidc-provider/") } ?? true
  }
}
