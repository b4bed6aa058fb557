/// Why an answer is not certain.
public struct Doubt: Hashable, Sendable {
  /// The kinds of reason.
  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// A part of the policy is not known in the input; the detail is the reason that the input gave.
    case unknownInput = "unknown-input"
    /// A policy variable (`${aws:username}`) whose value the request decides.
    case policyVariable = "policy-variable"
    /// AWS does not document what happens.
    case undocumented
    /// The policy names something by an identifier that says too little (a unique id, a canonical user id).
    case opaqueIdentifier = "opaque-identifier"
    /// Deciding would take more work than a hostile policy is worth.
    case tooComplex = "too-complex"
  }

  public let cause: Cause
  /// What is in doubt, in terms of the policy or of the input that it came from.
  public let detail: String

  public init(_ cause: Cause, _ detail: String) {
    self.cause = cause
    self.detail = detail
  }
}
