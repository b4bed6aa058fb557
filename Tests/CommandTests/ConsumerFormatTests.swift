import Foundation
import TestSupport
import Testing

/// The formats that pipelines read, held against what their readers ask for (Tests/Consumers).
@Suite struct ConsumerFormatTests {
  private static let inputs = [
    "fixtures/terraform/card-platform-noncompliant/plan.json", "fixtures/terraform/unknown-values/plan.json",
    "fixtures/terraform/no-resources/plan.json", "fixtures/kubernetes/payments-noncompliant",
  ]
  private static let hostile = Project.files(in: Project.fixture("hostile")).filter { !$0.hasSuffix(".md") }
  private static let formats = [
    "junit", "code-quality", "gitlab-sast", "github", "azure", "summary", "comment", "run-task", "jsonl", "sarif",
    "json",
    "csv", "terminal",
  ]

  /// The reports of one run, by format.
  private static func reports(_ arguments: [String], in folder: String = Project.root) throws -> [String: [UInt8]] {
    let place = try TemporaryFolder()
    let options = formats.flatMap { ["--report", "\($0)=\(place.path)/\($0)"] }
    let run = try Command.run(arguments + options, environment: ["SOURCE_DATE_EPOCH": "1795219200"], in: folder)
    #expect(run.status <= 1, "\(run.errorText)")
    return Dictionary(
      uniqueKeysWithValues: try formats.map { ($0, try Project.bytes("\(place.path)/\($0)")) })
  }

  @Test(arguments: inputs + hostile)
  func reportsFitTheirSchemas(_ input: String) throws {
    let reports = try Self.reports([input])
    for (format, schema) in [
      ("gitlab-sast", "gitlab-sast"), ("code-quality", "gitlab-code-quality"), ("run-task", "run-task"),
    ] {
      let tree = try JSONTree(try Project.bytes(Project.path("Tests/Consumers/\(schema).schema.json")))
      let problems = JSONSchema(tree).problems(try JSONTree(reports[format] ?? []))
      #expect(problems.isEmpty, "\(format): \(problems.prefix(3))")
    }
    let summary = try #require(try JSONTree(reports["json"] ?? [])["summary"])
    try Self.checkJUnit(reports["junit"] ?? [], summary)
    Self.checkMarkdown(String(decoding: reports["comment"] ?? [], as: UTF8.self))
    Self.checkCommands(reports)
  }

  private static func checkJUnit(_ bytes: [UInt8], _ summary: JSONTree) throws {
    let cases = try XMLTree(bytes).children("testsuite").flatMap { $0.children("testcase") }
    func count(_ name: String) -> Double { summary[name]?.number ?? 0 }
    #expect(cases.count { $0.children.isEmpty } == Int(count("pass")))
    let judged = Int(count("pass") + count("fail") + count("indeterminate"))
    #expect(cases.count == max(1, judged), "what was not assessed is said")
    let names = cases.map { "\($0.attributes["classname"] ?? "") \($0.attributes["name"] ?? "")" }
    #expect(Set(names).count == names.count, "a reader tells cases apart by their names")
  }

  /// No cell ends early, nothing is markup that we did not write, nobody is mentioned.
  private static func checkMarkdown(_ text: String) {
    #expect(text.utf8.count <= 65_536)
    let allowed = ["code", "br", "details", "summary", "sub", "pre"]
    for tag in text.split(separator: "<").dropFirst() where !tag.hasPrefix("!-- pcicheck -->") {
      let name = tag.drop { $0 == "/" }.prefix { $0.isLetter }
      #expect(allowed.contains(String(name)), "<\(tag.prefix(20))")
    }
    #expect(!text.contains("@") && !text.contains("](") && !text.contains("://"))
    var columns = 0
    for line in text.split(separator: "\n") where line.hasPrefix("|") {
      let bars = line.count { $0 == "|" }
      if line.hasPrefix("|---") { columns = bars }
      #expect(columns == 0 || bars == columns || line.hasPrefix("| Severity"), "\(line.prefix(200))")
    }
  }

  /// Logs obey no command that we did not give.
  private static func checkCommands(_ reports: [String: [UInt8]]) {
    for (format, bytes) in reports where !["junit", "summary", "comment"].contains(format) {
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
        let trimmed = line.drop { $0 == " " }
        let isOurs =
          format == "github" && (line.hasPrefix("::error ") || line.hasPrefix("::warning "))
          || format == "azure" && line.hasPrefix("##vso[task.logissue type=")
        #expect(isOurs || !trimmed.hasPrefix("::"), "\(format): \(line.prefix(80))")
        let rest = isOurs ? line.dropFirst(2) : line[...]
        #expect(!rest.contains("##vso[") && !rest.contains("##["), "\(format): \(line.prefix(80))")
      }
    }
  }

  @Test func reportsAreTheSameEveryTime() throws {
    let first = try Self.reports([Self.inputs[0]])
    let second = try Self.reports([Self.inputs[0]])
    for format in Self.formats { #expect(first[format] == second[format], "\(format)") }
  }

  @Test func findingsPointIntoTheRepositoryFromAnyFolder() throws {
    let folder = "fixtures/terraform/card-platform-noncompliant"
    let inside = try Self.reports(["plan.json", "--source", "."], in: Project.path(folder))
    let root = try Self.reports(["\(folder)/plan.json", "--source", folder])
    for format in ["sarif", "code-quality", "gitlab-sast", "github"] {
      let text = String(decoding: inside[format] ?? [], as: UTF8.self)
      #expect(text.contains("\(folder)/data.tf"), "\(format)")
    }
    #expect(inside["code-quality"] == root["code-quality"])
    #expect(inside["github"] == root["github"])
    let absolute = try Self.reports([Project.path("\(folder)/plan.json")])
    #expect(!String(decoding: absolute["code-quality"] ?? [], as: UTF8.self).contains(Project.root))
  }

  @Test func tenAnnotationsOfALevelAreShown() throws {
    let reports = try Self.reports([Self.inputs[0]])
    let lines = String(decoding: reports["github"] ?? [], as: UTF8.self).split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("::error ") } == 10)
    #expect(lines.last?.hasPrefix("pcicheck: ") == true && lines.last?.hasSuffix("more are not annotated.") == true)
  }

  /// Undecided results never pass, and fail where the project says so.
  @Test func undecidedResultsAreToldApart() throws {
    let plan = "fixtures/terraform/unknown-values/plan.json"
    func undecided(_ arguments: [String]) throws -> (failures: Int, skipped: Int) {
      let tree = try XMLTree(try Self.reports([plan] + arguments)["junit"] ?? [])
      let cases = tree.children("testsuite").flatMap { $0.children("testcase") }
      return (
        cases.count { $0.children("failure").first?.attributes["message"]?.hasPrefix("cannot be decided") == true },
        cases.count { $0.children("skipped").first?.attributes["type"] == "indeterminate" }
      )
    }
    let usual = try undecided([])
    #expect(usual.failures == 0 && usual.skipped > 0)
    let strict = try undecided(["--fail-on-indeterminate"])
    #expect(strict.skipped == 0 && strict.failures == usual.skipped)
  }

  /// A comment holds what it can, and says how much it leaves out.
  @Test func aLongCommentIsCut() throws {
    let base = try JSONTree(try Project.bytes(Project.path("fixtures/hostile/markdown-and-diagrams.json")))
    let changes = base["resource_changes"]?.elements ?? []
    let topic = try #require(changes.first { $0["type"]?.string == "aws_sns_topic" })
    let many = (0..<600).map { topic.setting("address", to: .string("aws_sns_topic.t\($0)")) }
    let folder = try TemporaryFolder()
    let path = try folder.write("plan.json", base.setting("resource_changes", to: .array(many)).bytes)
    let run = try Command.run([path, "--rules", "aws-sns-kms", "--format", "comment"])
    Self.checkMarkdown(run.outputText)
    #expect(run.output.count > 50_000)
    let listed = run.outputText.split(separator: "\n").count { $0.hasPrefix("| low |") }
    #expect(run.outputText.contains("\n\(600 - listed) more of these are left out"))
    let summary = try Command.run([path, "--rules", "aws-sns-kms", "--format", "summary"])
    #expect(summary.outputText.split(separator: "\n").count { $0.hasPrefix("| low |") } == 600)
  }
}
