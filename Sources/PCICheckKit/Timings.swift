/// How long each phase of a run took, and the rules that took longest.
public struct Timings: Sendable, CustomStringConvertible {
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private var phases: [(name: String, duration: Duration)] = []
  /// Compiling and judging, by rule, all threads together.
  var rules: [String: Duration] = [:]
  private static let mostRules = 10

  init() { last = ContinuousClock().now }

  mutating func mark(_ name: String) {
    let now = clock.now
    phases.append((name, last.duration(to: now)))
    last = now
  }

  public var description: String {
    let total = rules.values.reduce(.zero, +)
    let slowest = rules.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.mostRules)
    var text = phases.map { "\($0.name): \(Self.milliseconds($0.duration)) ms\n" }.joined()
    if !slowest.isEmpty { text += "rules: \(rules.count), \(Self.milliseconds(total)) ms; the slowest:\n" }
    for (rule, duration) in slowest {
      let share = Int((duration / total * 1000).rounded())
      text += "  \(rule): \(Self.milliseconds(duration)) ms, \(share / 10).\(share % 10) %\n"
    }
    return text
  }

  private static func milliseconds(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    return "\(microseconds / 1000).\(String(1000 + microseconds % 1000).dropFirst())"
  }
}
