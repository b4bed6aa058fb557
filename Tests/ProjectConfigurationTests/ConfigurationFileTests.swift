import Assessments
import Diagnostics
import Documents
import ProjectConfiguration
import Rules
import TestSupport
import Testing
import Values

/// `pcicheck.yaml`: what it says, and what is said of mistakes in it.
@Suite struct ConfigurationFileTests {
  static let whole = """
    version: 1
    standard: 4.0.1
    profile: complete
    policies:
      folders: [policies]
      built-in: true
    rules:
      only: [aws-s3-*]
      also: RDS.3
      disabled:
        - { rule: aws-a, reason: not ours }
      severity:
        aws-s3-bucket-versioning: high
    parameters:
      aws-log-retention.days: 400
      aws-b:
        ports: [22, 3389]
    scope:
      zones: { cde: { address: [aws_vpc.cde] } }
    waivers:
      max-days: 90
      files: waivers.yaml
      entries:
        - rule: aws-s3-bucket-versioning
          resource: aws_s3_bucket.logs
          kind: risk-accepted
          reason: copies are elsewhere
          owner: platform
          ticket: 4711
          approved-by: ciso
          created: 2026-11-01
          expires: 2027-01-15
    gate:
      findings: introduced
      fail-on: medium
      fail-on-indeterminate: true
      baseline: baseline.json
    outputs:
      - sarif=out/pci.sarif
      - { format: junit, file: out/pci.xml }
      - github
    """

  static func decode(_ text: String) throws(Diagnostic) -> ConfigurationFile {
    try ConfigurationFile.decode(InputDocument(name: "etc/pcicheck.yaml", bytes: Array(text.utf8)))
  }

  private func problem(_ text: String) -> Diagnostic? {
    do throws(Diagnostic) {
      _ = try Self.decode(text)
      return nil
    } catch {
      return error
    }
  }

  @Test func everySectionIsRead() throws {
    let file = try Self.decode(Self.whole)
    #expect(file.standard?.value == "4.0.1")
    #expect(file.profile?.location == SourceLocation(file: "etc/pcicheck.yaml", line: 3, column: 10))
    #expect(file.policies.folders.map(\.value) == ["policies"])
    #expect(file.policies.builtIn?.value == true)
    #expect(file.rules.only.map(\.value) == ["aws-s3-*"])
    #expect(file.rules.also.map(\.value) == ["RDS.3"])
    #expect(file.rules.disabled.map(\.reason) == ["not ours"])
    #expect(file.rules.severities.map(\.severity) == [.high])
    #expect(file.parameters.map { "\($0.rule)|\($0.name)" } == ["aws-log-retention|days", "aws-b|ports"])
    #expect(file.parameters.last?.value == .list([.int(22), .int(3389)]))
    #expect(try file.scope?.record().member("zones") != nil)
    #expect(file.waivers.horizon?.value == 90)
    #expect(file.waivers.files.map(\.value) == ["waivers.yaml"])
    guard case .waiver(let waiver) = try #require(file.waivers.entries.first) else {
      Issue.record("the waiver is malformed")
      return
    }
    #expect(waiver.ticket == "4711")
    #expect(waiver.expires.text == "2027-01-15")
    #expect(file.gate.findings?.value == .introduced)
    #expect(file.gate.failOn?.value == .medium)
    #expect(file.gate.failOnIndeterminate?.value == true)
    #expect(file.gate.baseline?.value == "baseline.json")
    #expect(file.outputs.map(\.format.value) == ["sarif", "junit", "github"])
    #expect(file.outputs.map(\.path?.value) == ["out/pci.sarif", "out/pci.xml", nil])
    #expect(file.resolve("a/b") == "etc/a/b")
  }

  @Test func sectionsWithEverythingCommentedOutAreEmpty() throws {
    let file = try Self.decode(
      "version: 1\npolicies:\nrules:\n  only:\n  disabled:\nparameters:\nscope:\nwaivers:\ngate:\noutputs:\n")
    #expect(file.standard == nil)
    #expect(file.scope == nil)
    #expect(file.outputs.isEmpty)
  }

  @Test(arguments: [
    ("versoin: 1", "1:1", "did you mean `version`?"),
    ("version: 1\ngaet:\n  fail-on: low", "2:1", "did you mean `gate`?"),
    ("version: 1\ngate: { fail_on: low }", "2:9", "did you mean `fail-on`?"),
    ("version: 1\ngate:\n  fail-on: hgih", "3:12", "did you mean `high`?"),
    ("version: 1\ngate:\n  \"findngs\": all", "3:4", "did you mean `findings`?"),
    ("version: 2", "1:10", "`version` is the version of the file's format, `standard` that of PCI DSS"),
    ("profile: standard", "1:1", "write `version: 1`"),
    ("version: 1\nparameters: { days: 3 }", "2:15", "`pcicheck explain RULE` lists the parameters of a rule"),
  ])
  func mistakesAreShownWhereTheyAre(_ text: String, _ place: String, _ help: String) throws {
    let found = try #require(problem(text))
    #expect(found.location?.description == "etc/pcicheck.yaml:\(place)")
    #expect(found.help == help)
    #expect(found.excerpt != nil)
  }

  @Test(arguments: [
    "", "[]", "version: 1\n---\nversion: 1", "version: 1\nrules: []", "version: 1\nrules: { disabled: [{rule: a}] }",
    "version: 1\nrules: { disabled: [{rule: a, reason: ' '}] }", "version: 1\nstandard: 4.0",
    "version: 1\noutputs: sarif",
    "version: 1\noutputs: ['=x']", "version: 1\noutputs: ['sarif=']", "version: 1\nwaivers: { max-days: 0 }",
    "version: 1\nwaivers: { entries: {} }", "version: 1\nprofile: ''", "version: 1\nrules: { only: [''] }",
    "version: 1\nversion: 1", "version: 1\nparameters: { a.b: { c: { d: 1 } } }",
  ])
  func whatIsNotUnderstoodIsRefused(_ text: String) { #expect(problem(text)?.location != nil) }

  @Test func theWholeFitsTheSchemaAndMistakesDoNot() throws {
    let schema = JSONSchema(try JSONTree(try Project.bytes(Project.path("policies/schema/config.schema.json"))))
    #expect(schema.problems(try json(Self.whole)) == [])
    for text in [
      "version: 2", "profile: x", "version: 1\ngaet: {}", "version: 1\ngate: { fail_on: low }",
      "version: 1\nrules: { disabled: [{rule: a}] }", "version: 1\nwaivers: [{ rule: a, resource: b }]",
    ] {
      #expect(!schema.problems(try json(text)).isEmpty, "\(text)")
    }
  }

  /// Whatever is done to the text, it is read or refused, and what is said of it can be shown.
  @Test func spoiltTextsAreRefusedOrRead() {
    var generator = SeededGenerator(seed: 8)
    let whole = Array(Self.whole.utf8)
    let pieces = ["\u{1B}[31m", "{", "[", ":", "- ", "&a *a", "\n---\n", "\u{0}", "\u{202E}", "!!int ", "<<: *x", "\t"]
    for _ in 0..<1_000 {
      var text = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<text.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: text.remove(at: place)
        case 1: text[place] = UInt8.random(in: 0...255, using: &generator)
        default: text.insert(contentsOf: Array((pieces.randomElement(using: &generator) ?? "").utf8), at: place)
        }
      }
      do throws(Diagnostic) {
        _ = try ConfigurationFile.decode(InputDocument(name: "x", bytes: text))
      } catch {
        let shown = error.message + (error.help ?? "") + (error.excerpt?.line ?? "")
        #expect(!shown.unicodeScalars.contains { isUnsafeToShow($0) }, "\(shown.debugDescription)")
        #expect(error.location != nil)
      }
    }
  }

  private func json(_ yaml: String) throws -> JSONTree {
    var builder = ValueArenaBuilder()
    let roots = try YAMLReader.read(InputDocument(name: "x", bytes: Array(yaml.utf8)), into: &builder)
    return try JSONTree(builder.build().json(try #require(roots.first)))
  }
}
