import Assessments
import Diagnostics
import Documents
import Rules

/// GitLab's report of static analysis (security-report-schemas, version 15.2.1): failed checks. Undecided ones are of
/// severity `Unknown`. The gate, what the change has to do with it and waivers are details; a waiver that says
/// the rule is wrong is also GitLab's flag for that.
public enum GitLabSASTReport: ReportFormat {
  public static let name = "gitlab-sast"
  private static let schemaVersion = "15.2.1"

  public static func evidence(verbose: Bool) -> EvidenceDemand { .findings(perRule: .max) }

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.member("version", schemaVersion)
      writer.member(
        "schema",
        "https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v\(schemaVersion)"
          + "/dist/sast-report-format.json")
      scan(assessment, options, &writer)
      writer.name("vulnerabilities")
      writer.array { writer in
        for finding in assessment.reportedFindings(options) { vulnerability(finding, assessment, options, &writer) }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  private static func scan(_ assessment: Assessment, _ options: ReportOptions, _ writer: inout JSONWriter) {
    // Without the final Z: the format has no time zones, all times are UTC.
    let time = String((options.created ?? Instant(seconds: 0)).text.dropLast())
    writer.name("scan")
    writer.object { writer in
      writer.member("type", "sast")
      writer.member("status", options.exitStatus == .notAssessed ? "failure" : "success")
      writer.member("start_time", time)
      writer.member("end_time", time)
      for role in ["analyzer", "scanner"] {
        writer.name(role)
        writer.object { writer in
          writer.member("id", "pcicheck")
          writer.member("name", "pcicheck")
          writer.member("version", options.toolVersion)
          writer.name("vendor")
          writer.object { $0.member("name", "pcicheck") }
        }
      }
      writer.name("messages")
      writer.array { writer in for problem in assessment.diagnostics { message(problem, &writer) } }
    }
  }

  private static func message(_ problem: Diagnostic, _ writer: inout JSONWriter) {
    writer.object { writer in
      let level =
        switch problem.severity {
        case .error: "fatal"
        case .warning: "warn"
        case .note: "info"
        }
      writer.member("level", level)
      writer.member("value", "\(problem.location.map { "\($0.description): " } ?? "")\(problem.message)")
    }
  }

  private static func vulnerability(
    _ finding: ReportedFinding, _ assessment: Assessment, _ options: ReportOptions, _ writer: inout JSONWriter
  ) {
    let observation = finding.observation
    writer.object { writer in
      writer.member("id", OSCALContext.fixedUUID("finding \(assessment.fingerprint(of: observation) ?? "")"))
      writer.member("name", safeText(observation.title, limit: 250))
      // GitLab reads the description as Markdown.
      writer.member(
        "description", "\(markdownCode(observation.address)): \(markdownText(finding.message, limit: 4_000))")
      writer.member("severity", severity(finding))
      let hint = assessment.fix(of: observation).map { "\n\n\(FixWords.text($0))" } ?? ""
      writer.member("solution", cut(observation.remediation + hint, to: 7_000))
      identifiers(observation, &writer)
      details(finding, options, &writer)
      if let waiver = observation.waiver, waiver.kind == .falsePositive { flag(waiver, &writer) }
      writer.name("location")
      writer.object { writer in
        writer.member("file", finding.place.file)
        writer.member("start_line", finding.place.line ?? 1)
        writer.member("end_line", finding.place.line ?? 1)
      }
    }
  }

  private static func cut(_ text: String, to limit: Int) -> String {
    guard text.unicodeScalars.count > limit else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit - 1))) + "…"
  }

  private static func severity(_ finding: ReportedFinding) -> String {
    if finding.isUndecided { return "Unknown" }
    return switch finding.observation.severity {
    case .critical: "Critical"
    case .high: "High"
    case .medium: "Medium"
    case .low: "Low"
    }
  }

  /// The first identifier and the place are what GitLab recognises a finding by; several resources can share a place, so
  /// the address is in the first one.
  private static func identifiers(_ observation: Observation, _ writer: inout JSONWriter) {
    writer.name("identifiers")
    writer.array { writer in
      identifier("pcicheck_finding", observation.rule, "\(observation.rule) \(observation.address)", &writer)
      identifier("pcicheck_rule", observation.rule, observation.rule, &writer)
      for link in observation.requirements {
        identifier("pci_dss", "PCI DSS \(link.version) \(link.id)", "\(link.version)/\(link.id)", &writer)
      }
    }
  }

  private static func identifier(_ type: String, _ name: String, _ value: String, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("type", type)
      writer.member("name", name)
      writer.member("value", value)
    }
  }

  private static func details(_ finding: ReportedFinding, _ options: ReportOptions, _ writer: inout JSONWriter) {
    let gate = finding.standing.reason(finding.observation, options) ?? "fails the run"
    writer.name("details")
    writer.object { writer in
      detail("resource", "Resource", finding.observation.address, &writer)
      detail("gate", "Gate", gate, &writer)
      if let change = finding.change { detail("change", "Change", change, &writer) }
    }
  }

  private static func detail(_ key: String, _ name: String, _ value: String, _ writer: inout JSONWriter) {
    writer.name(key)
    writer.object { writer in
      writer.member("name", name)
      writer.member("type", "text")
      writer.member("value", value)
    }
  }

  private static func flag(_ waiver: Waiver, _ writer: inout JSONWriter) {
    writer.name("flags")
    writer.array { writer in
      writer.object { writer in
        writer.member("type", "flagged-as-likely-false-positive")
        writer.member("origin", "pcicheck")
        writer.member("description", waiver.sentence)
      }
    }
  }
}
