import Foundation
import TestSupport
import Testing

/// Several reports of one run, and where they go.
@Suite struct ReportsTests {
  private static let web = Project.path("fixtures/terraform/minimal-web/plan.json")
  private static let rule = ["--rules", "aws-vpc-flow-logs"]

  private func run(
    _ arguments: [String], environment: [String: String] = [:], in folder: TemporaryFolder
  ) throws -> Command.Result {
    try Command.run([Self.web] + Self.rule + arguments, environment: environment, in: folder.path)
  }

  private func names(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func oneRunWritesAnyNumberOfReports() throws {
    let folder = try TemporaryFolder()
    let run = try run(["--report", "json=r.json", "--report", "junit=r.xml", "--report", "sarif=r.sarif"], in: folder)
    #expect(run.status == 1)
    #expect(run.outputText.contains("FAIL medium"), "people read standard output")
    #expect(try names(folder) == ["r.json", "r.sarif", "r.xml"])
    let alone = try Command.run([Self.web] + Self.rule + ["--format", "json"], in: folder.path)
    #expect(try Project.bytes("\(folder.path)/r.json") == alone.output)
  }

  @Test func standardOutputTakesOneReport() throws {
    let folder = try TemporaryFolder()
    let one = try run(["--report", "json=-", "--report", "csv=r.csv"], in: folder)
    #expect(try JSONTree(one.output)["schemaVersion"] != nil)
    let two = try run(["--report", "json=-", "--report", "csv"], in: folder)
    #expect(two.status == 2 && two.output.isEmpty && two.errorText.contains("two reports go to standard output"))
    let also = try run(["--format", "json", "--report", "csv=-"], in: folder)
    #expect(also.status == 2 && also.output.isEmpty)
    let file = try run(["--report", "json=x", "--report", "csv=x"], in: folder)
    #expect(file.status == 2 && file.errorText.contains("two reports go to `x`"))
  }

  @Test func formatsAreKnownBeforeAnythingIsAssessed() throws {
    let folder = try TemporaryFolder()
    let run = try run(["--report", "sarf=out.sarif"], in: folder)
    #expect(run.status == 2)
    #expect(run.errorText.contains("did you mean `sarif`?"))
    #expect(try self.run(["--report", "=x"], in: folder).status == 2)
    #expect(try self.run(["--report", "json="], in: folder).status == 2)
    #expect(try names(folder).isEmpty)
  }

  @Test func nothingIsWrittenUnlessAllIs() throws {
    let folder = try TemporaryFolder()
    try folder.write("old.json", "as it was")
    let arguments = ["--report", "json=old.json", "--report", "json=new.json", "--report", "csv=missing/r.csv"]
    let run = try run(arguments, in: folder)
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.errorText.contains("missing/r.csv: error: cannot be written"))
    #expect(try names(folder) == ["old.json"])
    #expect(try Project.text("\(folder.path)/old.json") == "as it was")
    let onFolder = try self.run(["--report", "json=new.json", "--report", "csv=."], in: folder)
    #expect(onFolder.status == 2 && onFolder.output.isEmpty)
    let withBundle = try self.run(["--report", "json=new.json", "--bundle", "missing/b.zip"], in: folder)
    #expect(withBundle.status == 2)
    #expect(try names(folder) == ["old.json"])
  }

  @Test func theConfigurationAsksForReportsToo() throws {
    let folder = try TemporaryFolder()
    try folder.write("pcicheck.yaml", "version: 1\noutputs:\n  - json=out/r.json\n  - { format: csv, file: r.csv }\n")
    try folder.write("out/.keep", "")
    try folder.write("deeper/.keep", "")
    let run = try Command.run([Self.web] + Self.rule, in: "\(folder.path)/deeper")
    #expect(run.outputText.contains("FAIL medium"))
    #expect(try Project.text("\(folder.path)/out/r.json").contains("schemaVersion"))
    #expect(try names(folder) == ["deeper", "out", "pcicheck.yaml", "r.csv"])
    // The command line beats the file.
    try FileManager.default.removeItem(atPath: "\(folder.path)/r.csv")
    _ = try self.run(["--report", "junit=r.xml"], in: folder)
    #expect(try names(folder) == ["deeper", "out", "pcicheck.yaml", "r.xml"])

    try folder.write("pcicheck.yaml", "version: 1\noutputs:\n  - jsn=r.json\n")
    let wrong = try self.run([], in: folder)
    #expect(wrong.status == 2)
    #expect(wrong.errorText.contains("pcicheck.yaml:3:5: error: there is no report format `jsn`"))

    try folder.write("pcicheck.yaml", "version: 1\noutputs:\n  - json\n")
    #expect(try JSONTree(try self.run([], in: folder).output)["schemaVersion"] != nil)
    #expect(try self.run(["--format", "csv"], in: folder).outputText.hasPrefix("rule,"))
  }
}

/// `--report auto`: what each CI system reads.
@Suite struct AutomaticReportsTests {
  private static let web = Project.path("fixtures/terraform/minimal-web/plan.json")

  private static let systems: [(environment: [String: String], files: [String])] = [
    (["GITLAB_CI": "true"], ["gl-code-quality-report.json", "gl-sast-report.json", "pcicheck-junit.xml"]),
    (["JENKINS_URL": "https://ci.example.org/"], ["pcicheck-junit.xml", "pcicheck.sarif"]),
    (["TF_BUILD": "True"], ["pcicheck-junit.xml", "pcicheck.sarif"]),
    (["BUILDKITE": "true"], ["pcicheck-junit.xml"]),
    (["CIRCLECI": "true"], ["pcicheck-junit.xml"]),
    (["TFC_RUN_ID": "run-1"], ["pcicheck-run-task.json"]),
    ([:], []),
  ]

  @Test(arguments: systems.indices)
  func everySystemGetsItsFiles(_ index: Int) throws {
    let (environment, files) = Self.systems[index]
    let folder = try TemporaryFolder()
    let run = try Command.run([Self.web, "--report", "auto"], environment: environment, in: folder.path)
    #expect(run.status == 1)
    #expect(run.outputText.contains("FAIL critical"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == files)
    #expect(run.errorText.contains("no CI system is recognised") == environment.isEmpty)
    #expect(run.outputText.contains("##vso[task.logissue type=error;") == (environment["TF_BUILD"] != nil))
  }

  @Test func gitHubGetsAnnotationsASummaryAndSARIF() throws {
    let folder = try TemporaryFolder()
    let summary = try folder.write("summary.md", "what another command wrote\n")
    let environment = ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary]
    let run = try Command.run([Self.web, "--report", "auto"], environment: environment, in: folder.path)
    #expect(run.status == 1)
    let output = run.outputText
    let report = try #require(output.range(of: "FAIL critical"))
    let annotation = try #require(output.range(of: "\n::error "))
    #expect(report.lowerBound < annotation.lowerBound)
    let text = try Project.text(summary)
    #expect(text.hasPrefix("what another command wrote\n## pcicheck: failed"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["pcicheck.sarif", "summary.md"])
    // A program that reads standard output is not disturbed.
    let piped = try Command.run(
      [Self.web, "--report", "auto", "--format", "json"], environment: environment, in: folder.path)
    #expect(try JSONTree(piped.output)["schemaVersion"] != nil)
    #expect(piped.errorText.contains("::error "))
  }

  @Test func whoNamesAFormatSaysWhereItGoes() throws {
    let folder = try TemporaryFolder()
    try folder.write("reports/.keep", "")
    _ = try Command.run(
      [Self.web, "--report", "auto=reports", "--report", "junit=mine.xml"], environment: ["JENKINS_URL": "x"],
      in: folder.path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["mine.xml", "reports"])
    let inside = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/reports").sorted()
    #expect(inside == [".keep", "pcicheck.sarif"])
  }
}
