import Diagnostics
import Documents
import ResourceGraph
import Rules
import Values

extension AssessmentRecord {
  /// Reads a record back.
  ///
  /// - Throws: a diagnostic for a text that is no record, or one of another version of the format.
  public static func decode(_ bytes: [UInt8], name: String) throws(Diagnostics.Diagnostic) -> Assessment {
    var builder = ValueArenaBuilder()
    let root = try JSONReader.read(InputDocument(name: name, bytes: bytes), into: &builder)
    let record = try RecordReader(builder.build(), root, file: name, what: "assessment")
    guard try record.optionalText("kind") == kind else {
      throw record.problem("is no record of an assessment, expected `kind` to be `\(kind)`", at: root)
    }
    let version = try record.text("schemaVersion")
    guard version.prefix(while: { $0 != "." }) == schemaVersion.prefix(while: { $0 != "." }) else {
      throw record.problem(
        "is in version `\(safeText(version, limit: 20))` of the format, expected \(schemaVersion)", at: root,
        help: "use a version of pcicheck that reads it")
    }
    return try assessment(record)
  }

  private static func assessment(_ record: RecordReader) throws(Diagnostics.Diagnostic) -> Assessment {
    let ruleSet = try ruleSet(try record.record(try record.required("ruleSet"), "rule set"))
    var rules: [RuleSummary] = []
    for entry in try record.records("rules", "rule") { rules.append(try rule(entry)) }
    var inputs: [DocumentSummary] = []
    for entry in try record.records("inputs", "input") { inputs.append(try input(entry)) }
    let subjects = Dictionary(
      rules.map { ($0.id, RuleSubject($0, standardVersion: ruleSet.standardVersion)) },
      uniquingKeysWith: { first, _ in first })
    var waivers: [Waiver] = []
    for entry in try record.records("waivers", "waiver") { waivers.append(try WaiverRecord.decode(entry)) }
    let observations = try ObservationReader(
      record, subjects: subjects, inputs: inputs.count, waivers: waivers
    ).observations()
    var standards: [StandardEvidence] = []
    for entry in try record.records("standards", "standard") { standards.append(try RollUpRecord.decode(entry)) }
    var diagnostics: [Diagnostics.Diagnostic] = []
    for entry in try record.records("diagnostics", "diagnostic") { diagnostics.append(try diagnostic(entry)) }
    var types: [(type: String, count: Int)] = []
    for entry in try record.records("notAssessed", "type") {
      types.append((try entry.text("type"), try number(entry, "resources")))
    }
    let summary = try record.record(try record.required("summary"), "summary")
    let assessed = standards.first { $0.version == ruleSet.standardVersion }
    let titles = (assessed?.requirements ?? []).filter { $0.level == .principal }.map { ($0.id, $0.title) }
    return Assessment(
      inputs: inputs, observations: observations, ruleSet: ruleSet,
      requirements: requirements(observations, assessed), principalTitles: Dictionary(titles) { first, _ in first },
      coverage: CoverageSummary(
        assessedResources: try number(summary, "assessedResources"), resources: try number(summary, "resources"),
        unassessedTypes: types), diagnostics: diagnostics, rules: rules, standards: standards)
  }

  private static func requirements(_ observations: [Observation], _ standard: StandardEvidence?) -> [RequirementSummary]
  {
    (standard?.requirements ?? []).filter { $0.level == .requirement && !$0.rules.isEmpty }.map { entry in
      RequirementSummary(
        id: entry.id, title: entry.title, pass: entry.checks.passed, fail: entry.checks.failed + entry.checks.waived,
        indeterminate: entry.checks.indeterminate, waived: entry.checks.waived)
    }
  }

  private static func number(_ record: RecordReader, _ name: String) throws(Diagnostics.Diagnostic) -> Int {
    let member = try record.required(name)
    guard let value = record.arena.int(member), value >= 0 else {
      throw record.problem("`\(name)` must be a number of things", at: member)
    }
    return Int(value)
  }

  private static func ruleSet(_ record: RecordReader) throws(Diagnostics.Diagnostic) -> RuleSetSummary {
    RuleSetSummary(
      profile: try record.text("profile"), standard: try record.text("standard"),
      standardVersion: try record.text("standardVersion"), rules: try number(record, "rules"),
      digest: try record.text("sha256"),
      adjustments: try record.member("adjustments").map { member throws(Diagnostics.Diagnostic) in
        try AdjustmentsRecord.decode(try record.record(member, "adjustments"))
      } ?? RuleSetSummary.Adjustments())
  }

  private static func rule(_ record: RecordReader) throws(Diagnostics.Diagnostic) -> RuleSummary {
    var links: [RequirementLink] = []
    for link in try record.records("requirements", "requirement") {
      links.append(
        RequirementLink(
          standard: try link.text("standard"), version: try link.text("version"), id: try link.text("id"),
          coverage: try link.choice("coverage", RequirementLink.Coverage.self),
          because: try link.optionalText("because")))
    }
    return RuleSummary(
      id: try record.text("id"), title: try record.text("title"),
      severity: try record.choice("severity", Severity.self), rationale: try record.text("rationale"),
      remediation: try record.text("remediation"), references: try record.texts("references"),
      condition: try record.text("condition"), requirements: links,
      isWeaklyLinked: try record.optionalBool("weak") ?? false)
  }

  private static func input(_ record: RecordReader) throws(Diagnostics.Diagnostic) -> DocumentSummary {
    let isComplete = try record.optionalBool("complete") ?? true
    return DocumentSummary(
      name: try record.text("name"), sha256: try record.text("sha256"),
      kind: try record.choice("kind", DocumentSummary.Kind.self),
      formatVersion: try record.optionalText("formatVersion"), toolVersion: try record.optionalText("toolVersion"),
      timestamp: try record.optionalText("timestamp"),
      completeness: isComplete ? .complete : .incomplete(try record.texts("incompleteBecause")),
      notes: try record.texts("notes"))
  }

  private static func diagnostic(_ record: RecordReader) throws(Diagnostics.Diagnostic) -> Diagnostics.Diagnostic {
    func number(_ name: String) -> Int? { record.member(name).flatMap { record.arena.int($0) }.map { Int($0) } }
    let location = try record.optionalText("file").map {
      Diagnostics.SourceLocation(file: $0, line: number("line"), column: number("column"))
    }
    return Diagnostics.Diagnostic(
      try record.choice("severity", Diagnostics.Diagnostic.Severity.self), try record.text("message"), at: location,
      help: try record.optionalText("help"))
  }
}
