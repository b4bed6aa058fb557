/// `Action`, `NotAction`, `Resource` or `NotResource`, ready to match.
struct PatternMatcher: Hashable, Sendable {
  let isNegated: Bool
  private(set) var patterns: [Pattern]
  private let doubts: [Doubt]

  init(_ element: PatternElement, _ place: Pattern.Place, _ variables: VariableResolver) {
    isNegated = element.isNegated
    patterns = element.patterns.map { Pattern($0, place, variables) }
    doubts = element.unknown.map { Doubt(.unknownInput, $0) }
  }

  /// The element that matches everything: what a statement without `Resource` has.
  static let everything = PatternMatcher(
    PatternElement(["*"]), .action, VariableResolver(version: .known(.v2008)))

  var globs: [Glob] { patterns.map(\.glob) }
  var variables: [String] { patterns.flatMap(\.variables) }

  /// Variables taken as free to have any value.
  var freed: PatternMatcher {
    var copy = self
    copy.patterns = patterns.map(\.freed)
    return copy
  }

  func contains(_ text: String) -> Truth {
    var truth: Truth = doubts.isEmpty ? .no : .unknown(Array(doubts.prefix(Truth.mostDoubts)))
    for pattern in patterns { truth = pattern.matches(text).or(truth) }
    return isNegated ? truth.negated : truth
  }
}
