/// How long each phase of a run took.
public struct Timings: Sendable, CustomStringConvertible {
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private var phases: [(name: String, duration: Duration)] = []

  init() { last = ContinuousClock().now }

  mutating func mark(_ name: String) {
    let now = clock.now
    phases.append((name, last.duration(to: now)))
    last = now
  }

  public var description: String {
    phases.map { phase in
      let (seconds, attoseconds) = phase.duration.components
      let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
      return "\(phase.name): \(microseconds / 1000).\(String(1000 + microseconds % 1000).dropFirst()) ms\n"
    }.joined()
  }
}
