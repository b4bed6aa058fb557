import Foundation
import TestSupport
import Testing

/// The configuration file and the options over it, as a person uses them.
@Suite struct ConfigurationTests {
  private static let web = Project.fixture("terraform/minimal-web/plan.json")
  private static let changed = Project.fixture("terraform/update-replace-delete/plan.json")

  private func folder(_ configuration: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("pcicheck.yaml", "version: 1\n\(configuration)")
    return folder
  }

  private func run(_ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]) throws
    -> Command.Result
  {
    try Command.run(arguments, environment: environment, in: folder.path)
  }

  @Test func theCommandLineBeatsTheFileAndTheFileBeatsWhatHoldsByDefault() throws {
    let here = try folder("rules: { only: aws-vpc-flow-logs }\ngate: { fail-on: high }")
    #expect(try run([Self.web], in: here).status == 0)
    #expect(try run([Self.web, "--fail-on", "medium"], in: here).status == 1)
    #expect(try run([Self.web, "--no-config"], in: here).status == 1)
    let other = try here.write("other.yaml", "version: 1\nrules: { only: aws-vpc-flow-logs }\n")
    #expect(try run([Self.web, "--config", other], in: here).status == 1)
    #expect(try run([Self.web, "--config", other, "--no-config"], in: here).status == 2)
    #expect(try run([Self.web, "--config", "nowhere.yaml"], in: here).status == 2)
  }

  @Test func theFileIsFoundFromFoldersBelow() throws {
    let here = try folder("profile: nothing")
    try here.write("a/b/x", "")
    let result = try Command.run([Self.web], in: "\(here.path)/a/b")
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errorText.hasPrefix("../../pcicheck.yaml:2:10: error: unknown profile `nothing`"))
  }

  @Test(arguments: [
    ("gaet: {}", "2:1", "did you mean `gate`?"),
    ("rules: { only: aws-vpc-flow-log }", "2:16", "did you mean `aws-vpc-flow-logs`?"),
    ("rules: { also: nothing-like-it }", "2:16", "no rule"),
    ("rules: { disabled: [{ rule: nothing-like-it, reason: r }] }", "2:29", "no rule"),
    ("rules: { severity: { nothing-like-it: low } }", "2:22", "no rule"),
    ("parameters: { aws-rds-backup.dais: 3 }", "2:15", "did you mean `days`?"),
    ("parameters: { aws-rds-backup.days: often }", "2:15", "must be a whole number"),
    ("parameters: { aws-rds-backup: { days: [1] } }", "2:33", "must be a whole number"),
    ("standard: '9'", "2:11", "unknown version"), ("waivers: { files: nowhere.yaml }", nil, "nowhere.yaml"),
    ("gate: { baseline: nowhere.json }", nil, "baseline write"), ("policies: [nowhere]", nil, "nowhere"),
  ])
  func mistakesStopTheRunAndSayWhere(_ configuration: String, _ place: String?, _ text: String) throws {
    let result = try run([Self.web], in: try folder(configuration))
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    if let place { #expect(result.errorText.hasPrefix("pcicheck.yaml:\(place): error: "), "\(result.errorText)") }
    #expect(result.errorText.contains(text), "\(result.errorText)")
  }

  @Test func whatTheProjectChangesAboutRulesHoldsAndIsReported() throws {
    let here = try folder(
      """
      rules:
        disabled: [{ rule: aws-vpc-flow-logs, reason: the landing zone has them }]
        severity: { aws-s3-bucket-versioning: critical }
      parameters: { aws-rds-backup.days: 3 }
      """)
    let report = try JSONTree(try run([Self.web, "--format", "json"], in: here).output)
    let files = report["tool"]?["files"]?.elements ?? []
    #expect(files.compactMap { $0["name"]?.string } == ["pcicheck.yaml"])
    let adjustments = report["tool"]?["ruleSet"]?["adjustments"]
    #expect(adjustments?["disabled"]?.elements.first?["reason"]?.string == "the landing zone has them")
    #expect(adjustments?["parameters"]?["aws-rds-backup.days"] == .number(3))
    let observations = report["observations"]?.elements ?? []
    #expect(!observations.contains { $0["rule"]?.string == "aws-vpc-flow-logs" })
    let severities = Set(
      observations.filter { $0["rule"]?.string == "aws-s3-bucket-versioning" }.compactMap { $0["severity"]?.string })
    #expect(severities == ["critical"])
    let schema = JSONSchema(try JSONTree(try Project.bytes(Project.path("policies/schema/report.schema.json"))))
    #expect(schema.problems(report) == [])
    // Who names a disabled rule on the command line wants to see it.
    let named = try run([Self.web, "--rules", "aws-vpc-flow-logs"], in: here)
    #expect(named.status == 1)
    #expect(try run([Self.web, "--rules", "aws-vpc-flow-*"], in: here).outputText.contains("Not used") == true)
    #expect(!(try run(["rules"], in: here).outputText.contains("aws-vpc-flow-logs ")))
  }

  @Test func theEffectiveConfigurationIsShownWithItsOriginsAndIsOneItself() throws {
    let here = try folder(
      """
      profile: complete
      rules: { disabled: [{ rule: aws-vpc-flow-logs, reason: "a \\"b\\"" }], severity: { "aws-s3-*": low } }
      parameters: { aws-rds-backup.days: 3 }
      outputs: [json=out.json]
      """)
    let shown = try run(["config", "show", "--fail-on", "high", "--gate", "introduced"], in: here)
    #expect(shown.status == 0)
    for (line, origin) in [
      ("profile: complete", "pcicheck.yaml:2:10"), ("fail-on: high", "--fail-on"), ("findings: introduced", "--gate"),
      ("standard: \"4.0.1\"", "default"),
    ] {
      let found = shown.outputText.split(separator: "\n").contains { $0.contains(line) && $0.hasSuffix("# \(origin)") }
      #expect(found, "\(line)")
    }
    let other = try folder("")
    try other.write("pcicheck.yaml", shown.output)
    let again = try run(["config", "show"], in: other)
    func values(_ text: String) -> [String] {
      text.split(separator: "\n").dropFirst().map { line in
        String(line.split(separator: "#").first ?? "").trimmingCharacters(in: .whitespaces)
      }
    }
    #expect(again.status == 0, "\(again.errorText)")
    #expect(values(again.outputText) == values(shown.outputText))
  }

  @Test func initWritesAConfigurationForThePlanAndReplacesNone() throws {
    let empty = try TemporaryFolder()
    let written = try run(["init", Self.changed], in: empty)
    #expect(written.status == 0)
    let text = try Project.text("\(empty.path)/pcicheck.yaml")
    #expect(text.contains("findings: introduced"))
    #expect(text.contains("aws_vpc.legacy"))
    #expect(try run(["config", "show"], in: empty).status == 0)
    #expect(try run([Self.changed], in: empty).status == 1)
    let again = try run(["init"], in: empty)
    #expect(again.status == 2)
    #expect(again.errorText.contains("is not overwritten"))
    #expect(try Project.text("\(empty.path)/pcicheck.yaml") == text)
    #expect(Project.files(in: empty.path).count == 1)
    let fresh = try run(["init", Self.web, "--output", "-"], in: empty)
    #expect(fresh.outputText.contains("findings: all"))
  }

  /// Everything that is commented out in what `init` writes is right once the marks are gone and ids are filled in.
  @Test func theCommentedPartsOfANewConfigurationAreRight() throws {
    let here = try TemporaryFolder()
    let text = try run(["init", Self.web, "--output", "-"], in: here).outputText
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let body = line.drop { $0 == " " }
      let content = body.dropFirst().drop { $0 == " " }
      let begins = content.first.map { $0.isLowercase || $0 == "-" } ?? false
      let isSetting =
        body.hasPrefix("#") && (begins || content.hasPrefix("RULE-ID")) && content.contains(":")
        && !content.contains("$schema") && !content.contains("`")
      let indent = line.prefix { $0 == " " }
      lines.append(isSetting ? String(indent + body.dropFirst(2)) : String(line))
    }
    var configuration = lines.joined(separator: "\n")
    configuration = configuration.replacingOccurrences(of: "RULE-ID", with: "aws-vpc-flow-logs")
      .replacingOccurrences(of: "YYYY-MM-DD", with: "2026-12-31")
      .replacingOccurrences(of: "policies: [policies]", with: "policies: []")
      .replacingOccurrences(of: "files: [waivers.yaml]", with: "files: []")
      .replacingOccurrences(of: ": …", with: ": []")
    #expect(configuration.contains("\nwaivers:"))
    try here.write("pcicheck.yaml", configuration)
    let shown = try run(["config", "show"], in: here)
    #expect(shown.status == 0, "\(shown.errorText)\n\(configuration)")
  }

  @Test func waiversHoldOnTheDayThatIsGiven() throws {
    let here = try folder(
      """
      rules: { only: aws-vpc-flow-logs }
      waivers: [{ rule: aws-vpc-flow-logs, resource: aws_vpc.shop, kind: risk-accepted, reason: r, owner: o,
                  approved-by: a, expires: 2026-12-31 }]
      """)
    let day = ["--today", "2026-12-31"]
    let held = try run([Self.web] + day, in: here)
    #expect(held.status == 0)
    #expect(held.outputText.contains("waived until 2026-12-31"))
    #expect(held.outputText.contains("1 failed (1 waived)"))
    let expired = try run([Self.web, "--today", "2027-01-01"], in: here)
    #expect(expired.status == 1)
    #expect(expired.errorText.contains("expired on 2026-12-31"))
    #expect(try run([Self.web, "--today", "soon"], in: here).status == 2)
    #expect(try run([Self.web], in: here, environment: ["SOURCE_DATE_EPOCH": "1798675200"]).status == 0)
    #expect(try run([Self.web], in: here, environment: ["SOURCE_DATE_EPOCH": "1798761600"]).status == 1)
    #expect(try run([Self.web], in: here, environment: ["SOURCE_DATE_EPOCH": "x"]).status == 2)
    let file = try here.write(
      "more.yaml",
      "version: 1\nwaivers: [{ rule: aws-vpc-flow-logs, resource: aws_vpc.shop, kind: risk-accepted, reason: r, owner: o, approved-by: a, expires: 2026-12-31 }]\n"
    )
    let byOption = try run(
      ["--no-config", Self.web, "--rules", "aws-vpc-flow-logs", "--waivers", file] + day, in: here)
    #expect(byOption.status == 0)
  }

  @Test func aBaselineIsWrittenAndUsed() throws {
    let here = try TemporaryFolder()
    let written = try run(["baseline", "write", Self.web], in: here)
    #expect(written.status == 0)
    let path = "\(here.path)/pcicheck-baseline.json"
    let schema = JSONSchema(try JSONTree(try Project.bytes(Project.path("policies/schema/baseline.schema.json"))))
    #expect(schema.problems(try JSONTree(try Project.bytes(path))) == [])
    let known = try run([Self.web, "--baseline", path], in: here)
    #expect(known.status == 0)
    #expect(known.outputText.contains("No failure that counts"))
    #expect(try run([Self.changed, "--baseline", path], in: here).status == 1)
    let report = try run([Self.web, "--baseline", path, "--format", "json"], in: here)
    let reports = JSONSchema(try JSONTree(try Project.bytes(Project.path("policies/schema/report.schema.json"))))
    #expect(reports.problems(try JSONTree(report.output)) == [])
    #expect(try run(["baseline", "write", "nowhere.json", "--output", "b.json"], in: here).status == 2)
    #expect(!Project.exists("\(here.path)/b.json"))
  }

  @Test(arguments: ["config", "waivers", "baseline", "rule", "report"])
  func schemasArePrintedAsTheyAre(_ name: String) throws {
    let printed = try Command.run(["config", "schema", name])
    #expect(
      printed.output.dropLast(0).elementsEqual(try Project.bytes(Project.path("policies/schema/\(name).schema.json"))))
  }
}
