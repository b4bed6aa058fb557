/// Why a value is not known.
public struct UnknownReason: Hashable, Sendable {
  /// The place of a reason in its ``ValueArena``.
  @frozen
  public struct ID: Hashable, Sendable {
    public let index: UInt32

    @inlinable
    public init(_ index: UInt32) { self.index = index }
  }

  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// Nobody set the argument: the provider or the cloud decides.
    case notConfigured = "not-configured"
    /// Set from something that is itself not known yet; the detail names the reference.
    case derived
    /// The input does not show it: write-only, a dynamic block, data read at apply.
    case notVisible = "not-visible"
    /// A reference that cannot be resolved to one object.
    case unresolvedReference = "unresolved-reference"
    /// The input is incomplete, so what it does not list may still exist.
    case incompleteInput = "incomplete-input"
    /// The value is there but not of the shape that the schema declares.
    case notUnderstood = "not-understood"
  }

  public let cause: Cause
  /// What is not known, in the input's own terms (`aws_vpc.main.id`, `local.vpc_id`); never a value.
  public let detail: String

  public init(_ cause: Cause, _ detail: String) {
    self.cause = cause
    self.detail = detail
  }
}
