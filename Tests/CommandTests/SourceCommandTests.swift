import Foundation
import TestSupport
import Testing

/// Plans with the configuration behind them: a folder, or the snapshot in a saved plan.
@Suite struct SourceCommandTests {
  private static let fixture = "fixtures/terraform/references"
  private static let plan = "fixtures/terraform/references/plan.json"

  /// A copy of the fixture's configuration that a test may spoil.
  private func copy(_ change: (String, String) -> String = { _, text in text }) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for path in Project.filesBelow(Project.path(Self.fixture), ending: ".tf") {
      let name = String(path.dropFirst(Project.path(Self.fixture).count + 1))
      let target = "\(folder.path)/\(name)"
      try FileManager.default.createDirectory(
        atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try change(name, try Project.text(path)).write(toFile: target, atomically: true, encoding: .utf8)
    }
    return folder
  }

  /// A program that stands for Terraform: it shows the fixture's plan whatever it is asked.
  private func showing(_ folder: TemporaryFolder) throws -> String {
    let path = try folder.write("terraform", Array("#!/bin/sh\nexec cat '\(Project.path(Self.plan))'\n".utf8))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  private func report(_ arguments: [String]) throws -> (report: JSONTree, errors: String) {
    let run = try Command.run(arguments + ["--format", "json"])
    #expect(run.status == 1, "\(run.errorText)")
    return (try JSONTree(run.output), run.errorText)
  }

  private func verdicts(_ report: JSONTree) -> [String] {
    (report["observations"]?.elements ?? []).map {
      "\($0["rule"]?.string ?? "") \($0["address"]?.string ?? "") \($0["verdict"]?.string ?? "")"
    }
  }

  private func observation(_ report: JSONTree, _ rule: String, _ address: String) -> JSONTree? {
    report["observations"]?.elements.first { $0["rule"]?.string == rule && $0["address"]?.string == address }
  }

  @Test func aFolderResolvesWhatLocalsHideAndShowsWhereFindingsAreWritten() throws {
    let address = #"module.network["cards"].aws_vpc.this[0]"#
    let (report, errors) = try report([Self.plan, "--source", Self.fixture])
    #expect(errors.isEmpty)
    let flow = observation(report, "aws-vpc-flow-logs", address)
    #expect(flow?["verdict"]?.string == "pass")
    let relation = flow?["evidence"]?["relations"]?[0]
    #expect(relation?["to"]?.string == #"module.network["cards"].aws_flow_log.this[0]"#)
    #expect(relation?["resolution"]?.string == "configuration")
    let source = flow?["source"]
    #expect(source?["file"]?.string == "\(Self.fixture)/modules/network/main.tf")
    #expect(source?["line"]?.number == 36 && source?["column"]?.number == 1)
    #expect(source?["calls"]?[0]?["file"]?.string == "\(Self.fixture)/main.tf")
    #expect(source?["calls"]?[0]?["line"]?.number == 24)
    let schema = JSONSchema(try JSONTree(try Project.bytes(Project.path("policies/schema/report.schema.json"))))
    #expect(schema.problems(report).isEmpty, "\(schema.problems(report))")
  }

  @Test func terminalReportsShowTheTrail() throws {
    let run = try Command.run([Self.plan, "--source", Self.fixture])
    #expect(run.outputText.contains("\(Self.fixture)/main.tf:24 -> \(Self.fixture)/modules/network/main.tf:36:1"))
  }

  @Test func aSavedPlanCarriesItsConfiguration() throws {
    let folder = try TemporaryFolder()
    let (saved, errors) = try report(["\(Self.fixture)/tfplan", "--terraform", try showing(folder)])
    let (named, _) = try report([Self.plan, "--source", Self.fixture])
    #expect(errors.isEmpty)
    #expect(verdicts(saved) == verdicts(named))
    let place = observation(saved, "aws-vpc-flow-logs", #"module.network["edge"].aws_vpc.this[0]"#)?["source"]
    #expect(place?["file"]?.string == "modules/network/main.tf" && place?["line"]?.number == 36)
  }

  @Test func aSpoiltSnapshotIsSaidAndThePlanIsAssessedAllTheSame() throws {
    let folder = try TemporaryFolder()
    var bytes = try Project.bytes(Project.path("\(Self.fixture)/tfplan"))
    let central = try #require(bytes.ranges(of: Array("tfconfig/m-network/main.tf".utf8)).last)
    bytes.replaceSubrange(central, with: Array("../../../etc/cron.d/oldone".utf8))
    let path = try folder.write("tfplan", bytes)
    let (spoilt, errors) = try report([path, "--terraform", try showing(folder)])
    #expect(errors.contains("warning: the configuration inside cannot be read"))
    let (alone, _) = try report([Self.plan])
    #expect(verdicts(spoilt) == verdicts(alone))
  }

  @Test func whatIsBrokenIsSaidWithItsPlaceAndTheRestStillCounts() throws {
    let folder = try copy { name, text in
      name == "modules/service/main.tf" ? text.replacing("variable \"ports\" {", with: "variable \"ports\" = {") : text
    }
    let (broken, errors) = try report([Self.plan, "--source", folder.path])
    #expect(errors.contains("modules/service/main.tf:13:"))
    #expect(errors.contains("warning: "))
    let flow = observation(broken, "aws-vpc-flow-logs", #"module.network["cards"].aws_vpc.this[0]"#)
    #expect(flow?["evidence"]?["relations"]?[0]?["resolution"]?.string == "configuration")
  }

  @Test func aMissingModuleIsSaidAndItsReferencesComeFromThePlan() throws {
    let folder = try copy()
    try FileManager.default.removeItem(atPath: "\(folder.path)/modules/network")
    let (report, errors) = try report([Self.plan, "--source", folder.path])
    #expect(errors.contains("main.tf:24:1: warning: "))
    let flow = observation(report, "aws-vpc-flow-logs", #"module.network["cards"].aws_vpc.this[0]"#)
    #expect(flow?["evidence"]?["relations"]?[0]?["resolution"]?.string == "inferred")
    #expect(flow?["source"] == nil)
  }

  @Test func aFolderThatHasChangedSinceIsNotFollowedWhereItDiffers() throws {
    let folder = try copy { name, text in
      text.replacing("bucket = local.bucket\n", with: "bucket = aws_s3_bucket.other.id\n")
    }
    let (report, errors) = try report([Self.plan, "--source", folder.path])
    #expect(errors.contains("warning: the source differs"))
    #expect(errors.contains("`aws_s3_bucket_versioning.records`"))
    let (same, _) = try self.report([Self.plan, "--source", Self.fixture])
    #expect(verdicts(report) == verdicts(same))
  }

  @Test func aFolderThatIsNoConfigurationIsRefused() throws {
    for folder in ["fixtures/kubernetes", "fixtures/missing", Self.plan] {
      let run = try Command.run([Self.plan, "--source", folder])
      #expect(run.status == 2 && run.output.isEmpty && run.errorText.contains("help: name the folder"), "\(folder)")
    }
  }

  @Test func commentsInTheSourceWaive() throws {
    let comments = """
      # pcicheck:ignore aws-s3-bucket-tls-only reason="behind the mesh" until=2027-03-31
      # pcicheck:ignore aws-s3-bucket-lifecycle
      # pcicheck:ignore aws-s3-bucket-logging reason="old" until=2026-01-01
      resource "aws_s3_bucket" "records" {
      """
    let folder = try copy { _, text in text.replacing("resource \"aws_s3_bucket\" \"records\" {", with: comments) }
    let (report, errors) = try report([Self.plan, "--source", folder.path, "--today", "2026-11-21"])
    let waiver = observation(report, "aws-s3-bucket-tls-only", "aws_s3_bucket.records")?["waiver"]
    #expect(waiver?["reason"]?.string == "behind the mesh")
    #expect(waiver?["location"]?.string == "\(folder.path)/main.tf:112:1")
    #expect(observation(report, "aws-s3-bucket-lifecycle", "aws_s3_bucket.records")?["waiver"] == nil)
    #expect(observation(report, "aws-s3-bucket-logging", "aws_s3_bucket.records")?["waiver"] == nil)
    #expect(errors.contains("main.tf:113:1: warning: waiver does not apply: the comment gives no reason"))
    #expect(errors.contains("main.tf:114:1: warning: waiver does not apply: expired on 2026-01-01"))
    let strict = try folder.write("strict.yaml", "version: 1\nwaivers: { comments: false }\n")
    let refused = try self.report([
      Self.plan, "--source", folder.path, "--today", "2026-11-21", "--config", strict,
    ])
    #expect(observation(refused.0, "aws-s3-bucket-tls-only", "aws_s3_bucket.records")?["waiver"] == nil)
    #expect(refused.1.contains("the configuration accepts none in comments"))
  }

  @Test func aCommentAtAModuleCallCoversWhatIsInIt() throws {
    let comment = "# pcicheck:ignore aws-vpc-default-sg-managed reason=\"later\" until=2027-03-31\nmodule \"network\" {"
    let folder = try copy { _, text in text.replacing("module \"network\" {", with: comment) }
    let (report, errors) = try report([Self.plan, "--source", folder.path, "--today", "2026-11-21"])
    #expect(errors.isEmpty)
    for key in ["cards", "edge"] {
      let found = observation(report, "aws-vpc-default-sg-managed", #"module.network["\#(key)"].aws_vpc.this[0]"#)
      #expect(found?["verdict"]?.string == "fail" && found?["waiver"] != nil, "\(key)")
    }
  }
}
