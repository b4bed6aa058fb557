/// A variable and the steps walked from it: `aws_vpc.this[0].id` (HCL native syntax, "Variables and Variable Expressions").
public struct Traversal: Hashable, Sendable {
  /// One step of a traversal.
  public struct Step: Hashable, Sendable {
    /// The ways to step into a value.
    public enum Kind: Hashable, Sendable {
      /// `.name`
      case attribute(String)
      /// `["key"]`
      case key(String)
      /// `[0]` or the legacy `.0`, the number as written.
      case index(String)
    }

    /// What is stepped into.
    public let kind: Kind
    /// Where the step stands, its dot or brackets included.
    public let range: SourceRange

    /// A step at a place.
    public init(_ kind: Kind, _ range: SourceRange) {
      self.kind = kind
      self.range = range
    }
  }

  /// The variable's name.
  public let root: String
  /// The steps behind it.
  public let steps: [Step]
  /// From the name to the last step.
  public let range: SourceRange

  /// A traversal of given parts.
  public init(root: String, steps: [Step], range: SourceRange) {
    self.root = root
    self.steps = steps
    self.range = range
  }

  /// The attribute name of the step at a place, nil if it is something else.
  public func name(_ index: Int) -> String? {
    guard steps.indices.contains(index), case .attribute(let name) = steps[index].kind else { return nil }
    return name
  }
}
