import Assessments
import Diagnostics
import Documents
import Rules

/// GitLab's Code Quality report (docs.gitlab.com/ci/testing/code_quality, section on custom tools): every failed and
/// undecided check. GitLab compares it with that of the target branch, by fingerprint.
///
/// What does not fail the run, and is not merely older than the change, is `info`.
public enum CodeQualityReport: ReportFormat {
  public static let name = "code-quality"

  public static func evidence(verbose: Bool) -> EvidenceDemand { .findings(perRule: .max) }

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    var writer = JSONWriter(indents: true)
    writer.array { writer in
      for (index, problem) in assessment.diagnostics.filter({ $0.severity == .error }).enumerated() {
        self.problem(problem, index, options, &writer)
      }
      for finding in assessment.reportedFindings(options) { issue(finding, assessment, options, &writer) }
    }
    writer.endLine()
    return writer.bytes
  }

  /// What kept a rule from judging: without it the report would look clean.
  private static func problem(
    _ problem: Diagnostic, _ index: Int, _ options: ReportOptions, _ writer: inout JSONWriter
  ) {
    writer.object { writer in
      writer.member("description", "not assessed: \(problem.message)")
      writer.member("check_name", "pcicheck")
      writer.member("fingerprint", OSCALContext.fixedUUID("problem \(index) \(problem.message)"))
      writer.member("severity", "blocker")
      let place = problem.location
      location(
        FindingPlace(file: place?.file ?? "-", line: place?.line, column: place?.column, options.paths), &writer)
    }
  }

  private static func issue(
    _ finding: ReportedFinding, _ assessment: Assessment, _ options: ReportOptions, _ writer: inout JSONWriter
  ) {
    let observation = finding.observation
    writer.object { writer in
      let reason = finding.standing.reason(observation, options).map { " (\($0))" } ?? ""
      let requirements = finding.requirements.map { " [\($0)]" } ?? ""
      writer.member(
        "description",
        safeText("\(observation.address): \(finding.message)\(reason)\(requirements)", limit: 4_000))
      writer.member("check_name", observation.rule)
      writer.member("fingerprint", assessment.fingerprint(of: observation))
      writer.member("severity", severity(finding))
      location(finding.place, &writer)
    }
  }

  private static func location(_ place: FindingPlace, _ writer: inout JSONWriter) {
    writer.name("location")
    writer.object { writer in
      writer.member("path", place.file)
      writer.name("lines")
      writer.object { $0.member("begin", place.line ?? 1) }
    }
  }

  private static func severity(_ finding: ReportedFinding) -> String {
    switch finding.standing {
    case .waived, .inBaseline, .undecided: return "info"
    case .counts, .belowSeverity, .wasThere: break
    }
    switch finding.observation.severity {
    case .critical: return "blocker"
    case .high: return "critical"
    case .medium: return "major"
    case .low: return "minor"
    }
  }
}
