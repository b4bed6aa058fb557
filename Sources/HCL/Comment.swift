/// A comment of the source (HCL native syntax, "Comments"): `# …`, `// …` or `/* … */`.
public struct Comment: Hashable, Sendable {
  /// The comment with its markers, without the line's end.
  public let range: SourceRange
  /// Whether something else stands before it on its line.
  public let isTrailing: Bool

  /// A comment at a place.
  public init(range: SourceRange, isTrailing: Bool) {
    self.range = range
    self.isTrailing = isTrailing
  }
}
