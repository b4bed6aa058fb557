/// A pattern from a policy, with its policy variables dealt with.
struct Pattern: Hashable, Sendable {
  /// Where a pattern stands, which decides what its wildcards reach.
  enum Place: Hashable, Sendable {
    /// Actions: wildcards match anything, case does not matter.
    case action
    /// Resources: a `*` that is not the last character of one of the first five segments stays in the segment
    /// (IAM User Guide, "IAM JSON policy elements: Resource").
    case resource
    /// `StringLike`: wildcards match anything.
    case stringLike
    /// `ArnLike`: a `*` in one of the first five segments stays in it (IAM User Guide, "Condition operators").
    case arn
    /// `StringEquals`: no wildcards, though `${*}` stands for a star.
    case exact
    /// `StringEqualsIgnoreCase`.
    case exactIgnoringCase
  }

  /// What the pattern matches at most: an unresolved variable counts as `*`.
  let glob: Glob
  /// The unresolved variables, lower case: with any of them a match of ``glob`` is only a possible one.
  let variables: [String]

  init(glob: Glob, variables: [String] = []) {
    self.glob = glob
    self.variables = variables
  }

  init(_ text: String, _ place: Place, _ variables: VariableResolver) {
    var compiler = PatternCompiler(place: place, variables: variables)
    compiler.compile(text)
    glob = compiler.glob
    self.variables = compiler.unresolved
  }

  func matches(_ text: String) -> Truth {
    guard glob.matches(text) else { return .no }
    guard let variable = variables.first else { return .yes }
    return .doubtful(Doubt(.policyVariable, "${\(variable)}"))
  }

  /// This pattern with its variables free to take any value.
  var freed: Pattern { Pattern(glob: glob) }
}
