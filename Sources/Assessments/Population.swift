/// The resources that the rules of a requirement looked at, by what came of it. Each resource counts once, by the gravest
/// of its verdicts.
public struct Population: Sendable, Equatable {
  public var passed = 0
  public var failed = 0
  /// Fails that somebody accepted for a time, with a reason. They stay fails.
  public var waived = 0
  public var indeterminate = 0
  public var notApplicable = 0

  public init() {}

  /// All of them; the list is complete, not a sample.
  public var resources: Int { passed + failed + waived + indeterminate + notApplicable }

  mutating func add(_ outcome: Outcome) {
    switch outcome {
    case .notApplicable: notApplicable += 1
    case .passed: passed += 1
    case .indeterminate: indeterminate += 1
    case .waived: waived += 1
    case .failed: failed += 1
    }
  }

  /// What came of one resource, the gravest last.
  enum Outcome: UInt8, Comparable {
    case notApplicable = 1
    case passed, indeterminate, waived, failed

    init(_ observation: Observation) {
      switch observation.verdict {
      case .pass: self = .passed
      case .fail: self = observation.isWaived ? .waived : .failed
      case .indeterminate: self = .indeterminate
      case .notApplicable: self = .notApplicable
      }
    }

    static func < (left: Outcome, right: Outcome) -> Bool { left.rawValue < right.rawValue }
  }
}
