/// What the evidence says of one rule and one resource.
public enum Verdict: String, CaseIterable, Sendable {
  /// The condition holds whatever the unknown values turn out to be.
  case pass
  /// The condition is violated whatever the unknown values turn out to be.
  case fail
  /// It depends on what is not known; the reasons are named.
  case indeterminate
  /// The rule's `when` is false.
  case notApplicable = "not-applicable"
}
