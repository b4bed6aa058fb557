/// One statement of a policy.
public struct PolicyStatement: Hashable, Sendable {
  /// What a statement does to the requests that it matches.
  public enum Effect: String, Hashable, Sendable, CaseIterable {
    case allow = "Allow"
    case deny = "Deny"
  }

  public var sid: Known<String>?
  public var effect: Known<Effect>
  /// `Principal` or `NotPrincipal`; nil in policies attached to identities, where the principal is implied.
  public var principal: PrincipalElement?
  /// `Action` or `NotAction`.
  public var action: PatternElement
  /// `Resource` or `NotResource`; nil in role trust policies, where the resource is the role itself.
  public var resource: PatternElement?
  public var condition: ConditionBlock

  public init(
    sid: Known<String>? = nil, effect: Known<Effect>, principal: PrincipalElement? = nil, action: PatternElement,
    resource: PatternElement? = nil, condition: ConditionBlock = ConditionBlock()
  ) {
    self.sid = sid
    self.effect = effect
    self.principal = principal
    self.action = action
    self.resource = resource
    self.condition = condition
  }

  /// A statement of which nothing is known.
  public static func unknown(_ reason: String) -> PolicyStatement {
    PolicyStatement(
      sid: .unknown(reason), effect: .unknown(reason), principal: PrincipalElement(unknown: [.init(nil, reason)]),
      action: PatternElement(unknown: [reason]), resource: PatternElement(unknown: [reason]),
      condition: ConditionBlock(unknown: [reason]))
  }

  /// The `Sid` if it is known and there is one.
  var knownSid: String? {
    if case .known(let sid)? = sid { sid } else { nil }
  }
}
