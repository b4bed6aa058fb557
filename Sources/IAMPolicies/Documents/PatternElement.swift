/// `Action`, `NotAction`, `Resource` or `NotResource`: a list of texts with the wildcards `*` and `?`.
public struct PatternElement: Hashable, Sendable {
  /// Whether this is the `Not...` form, which matches everything but the list.
  public var isNegated: Bool
  public var patterns: [String]
  /// One reason for each element that is not known.
  public var unknown: [String]

  public init(isNegated: Bool = false, _ patterns: [String] = [], unknown: [String] = []) {
    self.isNegated = isNegated
    self.patterns = patterns
    self.unknown = unknown
  }
}
