import Assessments
import Diagnostics

/// What a failed or undecided check means for the run.
enum FindingStanding {
  /// It fails the run.
  case counts
  case waived(Waiver)
  case inBaseline
  case undecided
  case belowSeverity
  /// It was there before the change, and the gate leaves such failures out.
  case wasThere

  init(_ finding: Observation, _ options: ReportOptions) {
    if options.counts(finding) {
      self = .counts
    } else if let waiver = finding.waiver {
      self = .waived(waiver)
    } else if finding.isInBaseline {
      self = .inBaseline
    } else if finding.verdict == .indeterminate {
      self = .undecided
    } else if finding.severity < options.failOn {
      self = .belowSeverity
    } else {
      self = .wasThere
    }
  }

  var counts: Bool { if case .counts = self { true } else { false } }

  /// Why the finding does not fail the run, in one sentence without a final period; nil if it does.
  func reason(_ finding: Observation, _ options: ReportOptions) -> String? {
    switch self {
    case .counts: nil
    case .waived(let waiver): waiver.sentence
    case .inBaseline: "is in the baseline"
    case .undecided: "could not be decided"
    case .belowSeverity: "is below the severity that fails the run, \(options.failOn.rawValue)"
    case .wasThere: finding.change?.sentence ?? "does not count"
    }
  }
}

extension Waiver {
  /// Until when and why, in one sentence.
  var sentence: String {
    let by = approvedBy.map { ", approved by \(safeText($0, limit: 100))" } ?? ""
    return "waived until \(expires.text) (\(kind.rawValue)\(by)): \(safeText(reason, limit: 400))"
  }
}
