/// What came of trying a property many times.
public struct Findings: Sendable {
  /// How often it was tried.
  public private(set) var tried = 0
  /// Where it does not hold.
  public private(set) var problems: [String] = []

  public init() {}

  mutating func count() { tried += 1 }

  mutating func add(_ problem: String) { problems.append(problem) }

  public static func + (left: Findings, right: Findings) -> Findings {
    var sum = left
    sum.tried += right.tried
    sum.problems += right.problems
    return sum
  }
}
