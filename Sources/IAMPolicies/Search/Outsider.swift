/// Who is not meant: restricts the contexts of a search to those of strangers, who cannot have the values that a policy
/// fixes for its own.
struct Outsider: Hashable, Sendable {
  /// The accounts that are one's own; nil if every account that a policy names counts as own.
  var ownAccounts: Set<String>?
  /// Whether a member of an organization that the policy names is no stranger.
  var knowsOrganizations = true
  /// Which keys of identity providers' tokens restrict.
  var tokens: TokenKey.Reach = .none
  /// The only other keys that restrict; nil for all of them.
  var only: Set<String>?

  func kind(of key: String) -> RestrictingKey? {
    if let kind = TokenKey.kind(of: key, tokens) { return kind }
    if let only, !only.contains(key) { return nil }
    let kind = RestrictingKey.kind(of: key)
    if !knowsOrganizations, kind == .organization || kind == .organizationPath { return nil }
    return kind
  }

  /// Whether a pattern of a restricting key names one's own, so that no stranger has a value that it matches.
  func isFixed(_ glob: Glob, _ kind: RestrictingKey) -> Bool {
    switch kind {
    case .account: glob.isLiteral && isOwn(glob.literalPrefix)
    case .arn: isFixedARN(glob)
    case .organization, .identifier, .address, .flag: glob.isLiteral
    case .organizationPath: glob.isLiteral || glob.literalPrefix.contains("/")
    case .userID: glob.isLiteral || isRoleID(glob.literalPrefix)
    case .subject: glob.isLiteral || isTenant(glob.literalPrefix)
    }
  }

  private func isOwn(_ account: String) -> Bool {
    account.hasPrefix(Self.ownPrefix) || ownAccounts?.contains(account) ?? true
  }

  /// What stands for a property of the resource itself; no account and no organization is called so.
  static let ownPrefix = "own "

  private func isFixedARN(_ glob: Glob) -> Bool {
    let segments = glob.segments
    guard segments.count >= 6 else { return glob.isLiteral && ownAccounts == nil }
    guard let account = segments[4] else { return false }
    if !account.isEmpty { return isOwn(account) }
    guard let bucket = glob.literalPrefix.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).last
    else { return false }
    return glob.isLiteral || bucket.contains("/")
  }

  private func isRoleID(_ prefix: String) -> Bool {
    prefix.utf8.count >= 17 && prefix.hasSuffix(":")
  }

  /// `repo:organization/`, `project_path:group/`, `system:serviceaccount:namespace:`.
  private func isTenant(_ prefix: String) -> Bool {
    guard let colon = prefix.firstIndex(of: ":") else { return false }
    let rest = prefix[prefix.index(after: colon)...]
    guard let separator = rest.firstIndex(where: { $0 == "/" || $0 == ":" }) else { return false }
    return separator > rest.startIndex
  }
}
