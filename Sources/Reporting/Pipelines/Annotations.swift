import Assessments
import Diagnostics

/// What a CI system is told beside the lines of a change.
struct Annotation {
  enum Level: String {
    case error, warning
  }

  let level: Level
  let title: String
  let message: String
  let rule: String?
  let place: FindingPlace?
}

/// The annotations of a run: what fails it, and what could not be decided or is touched and not mended. What is older or
/// accepted is counted only, else nobody would read any.
struct Annotations {
  /// More of one level than this GitHub does not show of one step.
  static let mostOfALevel = 10

  let listed: [Annotation]
  /// What came out, and how much of it is not listed, for the end of the log.
  let conclusion: String

  init(_ assessment: Assessment, _ options: ReportOptions) {
    let findings = assessment.reportedFindings(options)
    var errors = assessment.diagnostics.filter { $0.severity == .error }.map { Self.problem($0, options) }
    var warnings: [Annotation] = []
    if assessment.observations.isEmpty {
      warnings.append(
        Annotation(
          level: .warning, title: "Nothing was assessed", message: "No resource in the input that a rule looks at.",
          rule: nil, place: nil))
    }
    for finding in findings {
      switch finding.standing {
      case .counts: errors.append(Self.annotation(finding, .error, options))
      case .undecided: warnings.append(Self.annotation(finding, .warning, options))
      case .wasThere where finding.observation.change?.status == .touched:
        warnings.append(Self.annotation(finding, .warning, options))
      case .waived, .inBaseline, .belowSeverity, .wasThere: continue
      }
    }
    listed = Array(errors.prefix(Self.mostOfALevel)) + Array(warnings.prefix(Self.mostOfALevel))
    let more = errors.count + warnings.count - listed.count
    let rest = more == 0 ? "" : "; \(more) more \(more == 1 ? "is" : "are") not annotated"
    conclusion = "pcicheck: \(assessment.outcome(findings))\(rest)."
  }

  /// The lines of a log in which a CI system finds them.
  func log(_ command: (Annotation) -> String) -> [UInt8] {
    Array(((listed.map(command) + [conclusion]).joined(separator: "\n") + "\n").utf8)
  }

  private static func annotation(_ finding: ReportedFinding, _ level: Annotation.Level, _ options: ReportOptions)
    -> Annotation
  {
    let observation = finding.observation
    var lines = ["\(safeText(observation.address, limit: 400)): \(safeText(finding.message, limit: 1_000))"]
    if let change = finding.change { lines.append(change) }
    lines.append("\(finding.requirements.map { "\($0) · " } ?? "")\(observation.rule)")
    if level == .error { lines.append(safeText(observation.remediation)) }
    return Annotation(
      level: level, title: LogCommands.defused(safeText(observation.title, limit: 200)),
      message: LogCommands.defused(lines.joined(separator: "\n")),
      rule: observation.rule, place: finding.place.isFile ? finding.place : nil)
  }

  private static func problem(_ problem: Diagnostic, _ options: ReportOptions) -> Annotation {
    let place = problem.location.map {
      FindingPlace(file: $0.file, line: $0.line, column: $0.column, options.paths)
    }
    return Annotation(
      level: .error, title: "Not assessed", message: LogCommands.defused(safeText(problem.message)), rule: nil,
      place: place?.isFile == true ? place : nil)
  }
}
