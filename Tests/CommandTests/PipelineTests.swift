import Foundation
import TestSupport
import Testing

/// A git repository with three pull requests, checked as a pipeline does (fixtures/pipeline).
@Suite struct PipelineTests {
  private static let folder = Project.fixture("pipeline")

  /// A repository: the estate on `main`, each pull request on a branch of its own.
  private struct Repository {
    let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
      try run(["git", "init", "--quiet", "--initial-branch", "main"])
      try commit("estate", "The estate")
      for branch in ["clean", "introducing", "fixing"] {
        try run(["git", "checkout", "--quiet", "-b", branch, "main"])
        try commit(branch, "The pull request \(branch)")
      }
    }

    private func commit(_ name: String, _ message: String) throws {
      for path in Project.files(in: "\(PipelineTests.folder)/\(name)") where !path.hasSuffix("plan.json") {
        try folder.write((path as NSString).lastPathComponent, try Project.bytes(path))
      }
      try run(["git", "add", "--all"])
      try run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", message])
    }

    @discardableResult
    func run(_ arguments: [String]) throws -> Int32 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = arguments
      process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
      // 2026-11-21: the waivers of the fixture hold.
      process.environment = Command.environment([
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path,
        "PCICHECK": Command.binary, "SOURCE_DATE_EPOCH": "1795219200",
      ])
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }

    /// Runs the pipeline for a pull request.
    func check(_ branch: String) throws -> (status: Int32, report: JSONTree, text: String) {
      let status = try run([
        "sh", "\(PipelineTests.folder)/pull-request.sh", branch, "\(PipelineTests.folder)/\(branch)/plan.json",
      ])
      return (
        status, try JSONTree(try Project.bytes("\(folder.path)/pcicheck.json")),
        try Project.text("\(folder.path)/pcicheck.txt")
      )
    }
  }

  /// `rule address` of the failures with a status.
  private func failures(_ report: JSONTree, _ status: String) -> Set<String> {
    Set(
      (report["observations"]?.elements ?? []).filter {
        $0["verdict"]?.string == "fail" && $0["change"]?["status"]?.string == status
      }.map { "\($0["rule"]?.string ?? "") \($0["address"]?.string ?? "")" })
  }

  @Test func onlyThePullRequestThatBreaksSomethingFails() throws {
    let repository = try Repository()
    let clean = try repository.check("clean")
    #expect(clean.status == 0)
    #expect(failures(clean.report, "introduced").isEmpty)
    #expect(clean.report["fixed"]?.elements == [])
    #expect(!failures(clean.report, "pre-existing").isEmpty)
    #expect(clean.report["summary"]?["waived"] == .number(1))

    let introducing = try repository.check("introducing")
    #expect(introducing.status == 1)
    let introduced = failures(introducing.report, "introduced")
    #expect(introduced.contains("aws-sg-no-world-ssh aws_security_group.web"))
    #expect(introduced.contains("aws-vpc-flow-logs aws_vpc.payments"))
    #expect(introducing.text.contains("the plan deletes aws_flow_log.payments"))
    let vpc = introducing.report["observations"]?.elements.first {
      $0["rule"]?.string == "aws-vpc-flow-logs" && $0["verdict"]?.string == "fail"
    }
    let cause = vpc?["change"]?["causes"]?.elements.first
    #expect(cause?["address"]?.string == "aws_flow_log.payments")
    #expect(cause?["action"]?.string == "delete")

    let fixing = try repository.check("fixing")
    #expect(fixing.status == 0)
    let fixed = Set((fixing.report["fixed"]?.elements ?? []).compactMap { $0["rule"]?.string })
    #expect(fixed == ["aws-cloudwatch-log-group-retention", "aws-s3-bucket-versioning"])
    #expect(failures(fixing.report, "introduced").isEmpty)
    #expect(failures(fixing.report, "pre-existing").contains("aws-s3-bucket-logging aws_s3_bucket.archive"))
    let waived = (fixing.report["observations"]?.elements ?? []).filter { $0["waiver"] != nil }
    #expect(waived.compactMap { $0["address"]?.string } == ["aws_s3_bucket.archive"])
    #expect(waived.allSatisfy { $0["verdict"]?.string == "fail" })
  }

  /// What each consumer reads says the same: the clean and the fixing pull request pass, the introducing one fails for
  /// what it introduces.
  @Test(arguments: ["clean", "introducing", "fixing"])
  func everyConsumerIsToldTheSame(_ branch: String) throws {
    let repository = try Repository()
    let (status, report, text) = try repository.check(branch)
    func bytes(_ name: String) throws -> [UInt8] { try Project.bytes("\(repository.folder.path)/\(name)") }
    func string(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
    let introduced = failures(report, "introduced")
    let failed = (report["observations"]?.elements ?? []).filter { $0["verdict"]?.string == "fail" }
    #expect(status == (introduced.isEmpty ? 0 : 1))

    let junit = try XMLTree(try bytes("pcicheck-junit.xml"))
    let cases = junit.children("testsuite").flatMap { $0.children("testcase") }
    let broken = cases.filter { !$0.children("failure").isEmpty }
    #expect(Set(broken.map { "\($0.attributes["classname"] ?? "") \($0.attributes["name"] ?? "")" }) == introduced)
    let skipped = cases.flatMap { $0.children("skipped") }.compactMap { $0.attributes["message"] }
    #expect(skipped.contains { $0.hasPrefix("fails, and waived until 2027-01-31 (risk-accepted") })
    #expect(skipped.contains { $0.hasPrefix("fails, and was there before this change") })

    let results = try JSONTree(try bytes("pcicheck.sarif"))["runs"]?[0]?["results"]?.elements ?? []
    let fails = results.filter { $0["kind"]?.string == "fail" }
    let new = fails.filter { $0["baselineState"]?.string == "new" }
    #expect(new.count == introduced.count && fails.count == failed.count)
    #expect(fails.count { $0["suppressions"] != nil } == 1)

    let issues = try JSONTree(try bytes("gl-code-quality-report.json")).elements
    #expect(
      issues.contains { $0["severity"]?.string == "info" && $0["description"]?.string?.contains("waived") == true })
    let fingerprints = issues.compactMap { $0["fingerprint"]?.string }
    #expect(Set(fingerprints).count == fingerprints.count)

    let sast = try JSONTree(try bytes("gl-sast-report.json"))["vulnerabilities"]?.elements ?? []
    #expect(sast.count { $0["details"]?["gate"]?["value"]?.string == "fails the run" } == introduced.count)
    #expect(Set(sast.compactMap { $0["id"]?.string }).count == sast.count)

    let task = try JSONTree(try bytes("run-task.json"))["data"]?["attributes"]?["status"]?.string
    #expect(task == (introduced.isEmpty ? "passed" : "failed"))

    let annotations = try string("github.txt").split(separator: "\n")
    #expect(annotations.count { $0.hasPrefix("::error ") } == introduced.count)
    #expect(try string("azure.txt").contains("##vso[task.logissue type=error;") == !introduced.isEmpty)

    let lines = try string("pcicheck.jsonl").split(separator: "\n")
    #expect(lines.count { $0.contains("\"record\":\"observation\"") } == report["observations"]?.elements.count)
    #expect(lines.count { $0.contains("\"record\":\"fixed\"") } == report["fixed"]?.elements.count)

    let comment = try string("comment.md")
    #expect(comment.hasPrefix("<!-- pcicheck -->\n## pcicheck: \(introduced.isEmpty ? "passed" : "failed")"))
    #expect(try "<!-- pcicheck -->\n" + string("summary.md") == comment)
    #expect(comment.contains("The change introduces \(introduced.count) of the failures and fixes"))
    #expect(comment.contains("<summary>The change fixes 2</summary>") == (branch == "fixing"))
    guard branch == "introducing" else { return }
    for told in [
      comment, text, try string("github.txt"), try string("gl-sast-report.json"),
      broken.flatMap(\.children).map(\.text).joined(),
    ] {
      #expect(told.contains("aws_flow_log.payments") || told.contains("aws&#95;flow&#95;log.payments"))
    }
  }

  @Test func everyReportFitsTheSchema() throws {
    let schema = JSONSchema(try JSONTree(try Project.bytes(Project.path("policies/schema/report.schema.json"))))
    let repository = try Repository()
    for branch in ["clean", "introducing", "fixing"] {
      #expect(schema.problems(try repository.check(branch).report) == [], "\(branch)")
    }
  }
}
