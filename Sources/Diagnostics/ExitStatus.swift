/// What the process says to its caller; the same in every output format.
public enum ExitStatus: Int32, Comparable, Sendable {
  /// No failing verdict at or above the threshold.
  case passed = 0
  /// At least one failing verdict at or above the threshold.
  case failed = 1
  /// No assessment was made, or not of everything: bad input, bad rule, incomplete plan, usage. Beats `failed`.
  case notAssessed = 2

  public static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }
}
