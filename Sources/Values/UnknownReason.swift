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
  /// What is known of a text all the same.
  public let text: PartialText?

  public init(_ cause: Cause, _ detail: String, text: PartialText? = nil) {
    self.cause = cause
    self.detail = detail
    self.text = text
  }

  /// A text of which pieces are known: `arn:` and `:iam::aws:policy/ReadOnlyAccess` with something between.
  public struct PartialText: Hashable, Sendable {
    /// The known pieces in order: the text begins with the first and ends with the last, either of which may be empty.
    public let pieces: [String]
    /// The text with made-up names for what a service makes up, nil if anything may stand between the pieces: good for
    /// nothing but to look for what does not depend on these names.
    public let sketch: String?
    /// The value itself is the base64 of this text.
    public let isEncoded: Bool

    public init(pieces: [String], sketch: String? = nil, isEncoded: Bool = false) {
      self.pieces = pieces
      self.sketch = sketch
      self.isEncoded = isEncoded
    }
  }
}
