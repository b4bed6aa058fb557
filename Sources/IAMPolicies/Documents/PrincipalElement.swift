/// `Principal` or `NotPrincipal` (IAM User Guide, "AWS JSON policy elements: Principal" and "... NotPrincipal").
public struct PrincipalElement: Hashable, Sendable {
  /// The kinds of principal that a policy can name.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Accounts, users, roles and their sessions; `*` is everybody.
    case aws = "AWS"
    case service = "Service"
    case federated = "Federated"
    case canonicalUser = "CanonicalUser"
  }

  /// A principal that is named.
  public struct Entry: Hashable, Sendable {
    public let kind: Kind
    public let identifier: String

    public init(_ kind: Kind, _ identifier: String) {
      self.kind = kind
      self.identifier = identifier
    }
  }

  /// A principal whose name is not known.
  public struct UnknownEntry: Hashable, Sendable {
    /// Its kind, nil if that is not known either.
    public let kind: Kind?
    public let reason: String

    public init(_ kind: Kind?, _ reason: String) {
      self.kind = kind
      self.reason = reason
    }
  }

  /// Whether this is `NotPrincipal`.
  public var isNegated: Bool
  /// `"Principal": "*"` is the entry `*` of kind ``Kind/aws``: AWS documents the two as equal.
  public var entries: [Entry]
  public var unknown: [UnknownEntry]

  public init(isNegated: Bool = false, _ entries: [Entry] = [], unknown: [UnknownEntry] = []) {
    self.isNegated = isNegated
    self.entries = entries
    self.unknown = unknown
  }
}
