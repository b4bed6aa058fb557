/// Who makes a request.
public enum RequestPrincipal: Hashable, Sendable {
  /// Anyone at all: nobody in particular (an anonymous request) or a principal of an account that the policy does not
  /// name.
  case anyone
  /// The identity that the policy is attached to. Statements with a `Principal` are none of such a policy and do not
  /// match: ask trust, key and other resource policies about another principal.
  case attachedIdentity
  /// Some principal of the account with this number.
  case account(String)
  /// The user, role, role session or federated user with this ARN.
  case aws(String)
  /// An AWS service (`cloudtrail.amazonaws.com`).
  case service(String)
  /// Somebody whom this identity provider vouches for: its domain, or the ARN of a SAML or OIDC provider.
  case federated(String)
  /// An account by the canonical user id of Amazon S3.
  case canonicalUser(String)
}
