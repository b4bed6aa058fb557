import Assessments
import Diagnostics
import Documents
import ResourceGraph
import Rules

/// The report that all others are projections of (policies/schema/report.schema.json).
public enum JSONReport: ReportFormat {
  public static let name = "json"
  /// Changes when a member is removed or changes its meaning; new members do not change it.
  static let schemaVersion = "1.1"

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    var writer = JSONWriter(indents: true)
    write(assessment, options, to: &writer)
    writer.endLine()
    return writer.bytes
  }

  /// Writes the report as one value of a larger text.
  public static func write(_ assessment: Assessment, _ options: ReportOptions, to writer: inout JSONWriter) {
    writer.object { writer in
      head(assessment, options, &writer)
      WaiverJSON.write(assessment.waivers, &writer)
      if let baseline = assessment.baseline { ChangeJSON.baseline(baseline, &writer) }
      if assessment.comparesStates { ChangeJSON.fixed(assessment, &writer) }
      writer.name("diagnostics")
      writer.array { writer in
        for entry in assessment.diagnostics { writer.object { members(of: entry, &$0) } }
      }
      writer.name("observations")
      writer.array { writer in
        for entry in assessment.observations { writer.object { members(of: entry, assessment, &$0) } }
      }
    }
  }

  /// What the run as a whole is, and what came of it.
  static func head(_ assessment: Assessment, _ options: ReportOptions, _ writer: inout JSONWriter) {
    writer.member("schemaVersion", schemaVersion)
    writer.name("tool")
    writer.object { writer in
      writer.member("name", "pcicheck")
      writer.member("version", options.toolVersion)
      ruleSet(assessment.ruleSet, &writer)
      if !assessment.files.isEmpty { files(assessment.files, &writer) }
    }
    writer.name("inputs")
    writer.array { writer in for input in assessment.inputs { self.input(input, &writer) } }
    summary(assessment, options, &writer)
    writer.name("requirements")
    writer.array { writer in for entry in assessment.requirements { requirement(entry, &writer) } }
    coverage(assessment.coverage, &writer)
  }

  private static func files(_ files: [ConsultedFile], _ writer: inout JSONWriter) {
    writer.name("files")
    writer.array { writer in
      for file in files {
        writer.object { writer in
          writer.member("kind", file.kind.rawValue)
          writer.member("name", file.name)
          writer.member("sha256", file.sha256)
        }
      }
    }
  }

  private static func ruleSet(_ ruleSet: RuleSetSummary, _ writer: inout JSONWriter) {
    writer.name("ruleSet")
    writer.object { writer in
      writer.member("profile", ruleSet.profile)
      writer.member("standard", ruleSet.standard)
      writer.member("standardVersion", ruleSet.standardVersion)
      writer.member("rules", ruleSet.rules)
      writer.member("sha256", ruleSet.digest)
      if !ruleSet.adjustments.isEmpty { AdjustmentsJSON.write(ruleSet.adjustments, &writer) }
    }
  }

  private static func input(_ input: DocumentSummary, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", input.name)
      writer.member("kind", input.kind.rawValue)
      writer.member("sha256", input.sha256)
      writer.member("formatVersion", input.formatVersion)
      writer.member("toolVersion", input.toolVersion)
      writer.member("complete", input.completeness.isComplete)
      writer.member("incompleteBecause", input.completeness.reasons)
      writer.member("notes", input.notes)
    }
  }

  private static func summary(_ assessment: Assessment, _ options: ReportOptions, _ writer: inout JSONWriter) {
    writer.name("summary")
    writer.object { writer in
      for verdict in Verdict.allCases { writer.member(verdict.rawValue, assessment.count(verdict)) }
      writer.member("waived", assessment.waivedFailures)
      if assessment.comparesStates || assessment.baseline != nil { ChangeJSON.counts(assessment, &writer) }
      writer.member("waiversAsOf", assessment.waiversAsOf?.text)
      writer.member("resources", assessment.coverage.resources)
      writer.member("assessedResources", assessment.coverage.assessedResources)
      writer.member("gate", options.gate)
      writer.member("failOn", options.failOn.rawValue)
      writer.member("exitStatus", Int(options.exitStatus.rawValue))
    }
  }

  private static func requirement(_ entry: RequirementSummary, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", entry.id)
      writer.member("title", entry.title)
      writer.member("pass", entry.pass)
      writer.member("fail", entry.fail)
      writer.member("indeterminate", entry.indeterminate)
      writer.member("waived", entry.waived)
    }
  }

  private static func coverage(_ coverage: CoverageSummary, _ writer: inout JSONWriter) {
    writer.name("notAssessed")
    writer.array { writer in
      for entry in coverage.unassessedTypes {
        writer.object { writer in
          writer.member("type", entry.type)
          writer.member("resources", entry.count)
        }
      }
    }
  }

  static func members(of entry: Diagnostic, _ writer: inout JSONWriter) {
    writer.member("severity", entry.severity.rawValue)
    writer.member("location", entry.location?.description)
    writer.member("message", entry.message)
    writer.member("help", entry.help)
  }

  static func members(of entry: Observation, _ assessment: Assessment, _ writer: inout JSONWriter) {
    writer.member("rule", entry.rule)
    writer.member("title", entry.title)
    writer.member("address", entry.address)
    writer.member("type", entry.type)
    writer.member("input", entry.input.map { assessment.inputs[$0].name })
    if let source = entry.source { SourceTrailJSON.write(source, &writer) }
    writer.member("verdict", entry.verdict.rawValue)
    writer.member("severity", entry.severity.rawValue)
    writer.name("requirements")
    writer.array { writer in for link in entry.requirements { writer.value(link) } }
    writer.member("message", entry.message)
    if entry.verdict == .fail { writer.member("remediation", entry.remediation) }
    if let fix = assessment.fix(of: entry) { writer.member(fix) }
    writer.member("fingerprint", assessment.fingerprint(of: entry))
    if let change = entry.change {
      writer.name("change")
      ChangeJSON.write(change, &writer)
    }
    if entry.isInBaseline { writer.member("inBaseline", true) }
    if let waiver = entry.waiver {
      writer.name("waiver")
      WaiverJSON.write(waiver, &writer)
    }
    writer.name("evidence")
    evidence(entry.evidence, &writer)
  }

  private static func evidence(_ evidence: Evidence, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.name("attributes")
      writer.array { writer in for read in evidence.reads { attribute(read, &writer) } }
      writer.name("relations")
      writer.array { writer in for read in evidence.relations { relation(read, &writer) } }
      writer.member("unknowns", evidence.unknowns)
      guard !evidence.path.isEmpty else { return }
      writer.name("path")
      writer.array { writer in for step in evidence.path { writer.value(step) } }
    }
  }

  private static func attribute(_ read: AttributeRead, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("address", read.address)
      writer.member("path", read.path)
      switch read.value {
      case .json(let text):
        writer.member("state", "known")
        writer.name("value")
        writer.json(text)
      case .absent: writer.member("state", "absent")
      case .redacted: writer.member("state", "redacted")
      case .unknown(let cause, let detail):
        writer.member("state", "unknown")
        writer.member("cause", cause)
        writer.member("detail", detail)
      }
      writer.member("pointer", read.pointer)
      if let position = read.position {
        writer.member("line", Int(position.line))
        writer.member("column", Int(position.column))
      }
      if let source = read.source { SourceTrailJSON.write(source, &writer) }
      if let assumed = read.assumed { writer.member(assumed) }
    }
  }

  private static func relation(_ read: RelationRead, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", read.name)
      writer.member("from", read.from)
      writer.member("to", read.to)
      if !read.via.isEmpty { writer.member("via", read.via) }
      writer.member("resolution", read.resolution?.rawValue)
      if !read.through.isEmpty { writer.member("through", read.through) }
      writer.member("doubt", read.doubt)
    }
  }
}
