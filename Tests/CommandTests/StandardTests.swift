import TestSupport
import Testing

/// Parameters of one run, and the version of the standard.
@Suite struct StandardTests {
  private static let plan = "fixtures/terraform/card-platform-noncompliant/plan.json"

  private static func report(_ arguments: [String]) throws -> JSONTree {
    try JSONTree(try Command.run([plan, "--no-config", "--format", "json"] + arguments).output)
  }

  @Test func anotherVersionOfTheStandardChangesTheMappingAndNotTheVerdicts() throws {
    let new = try Self.report([])
    let old = try Self.report(["--standard", "3.2.1"])
    func verdicts(_ report: JSONTree) -> [String] {
      (report["observations"]?.elements ?? []).map {
        [$0["rule"], $0["address"], $0["verdict"], $0["message"]].map { $0?.string ?? "" }.joined(separator: " ")
      }
    }
    #expect(verdicts(new) == verdicts(old) && verdicts(new).count > 300)
    func requirements(_ report: JSONTree) -> [String] {
      (report["requirements"]?.elements ?? []).compactMap { $0["id"]?.string }
    }
    #expect(requirements(new) != requirements(old) && requirements(old).count > 20)
    let known = try Command.run(["requirements", "--standard", "3.2.1"]).outputText
    #expect(requirements(old).allSatisfy { known.contains(" \($0)  ") })
  }

  /// Requirements of v4.0.1 without a predecessor.
  private static let new: Set = ["5.4.1", "6.3.2", "10.7.2"]

  @Test func everyRuleSaysSomethingAboutBothVersions() throws {
    let rules = try JSONTree(try Command.run(["rules", "--profile", "complete", "--format", "json"]).output).elements
    #expect(rules.count > 400)
    for rule in rules {
      let links = rule["requirements"]?.elements ?? []
      let ids = links.filter { $0["version"]?.string == "4.0.1" }.compactMap { $0["id"]?.string }
      let isInBoth = links.contains { $0["version"]?.string == "3.2.1" } || ids.allSatisfy { Self.new.contains($0) }
      #expect(!ids.isEmpty && isInBoth, "\(rule["id"]?.string ?? "")")
    }
  }

  @Test func requirementsListTheirRules() throws {
    let lines = try Command.run(["requirements", "--coverage"]).outputText.split(separator: "\n").map(String.init)
    let heading = try #require(lines.firstIndex { $0.hasPrefix("    3.5.1 ") })
    #expect(lines[heading].contains("rules]"))
    #expect(
      lines[(heading + 1)...].prefix { !$0.hasPrefix("    3.") }.contains { $0.hasSuffix(" aws-rds-storage-encrypted") }
    )
  }

  @Test func aParameterHoldsForOneRun() throws {
    let rule = ["--rules", "aws-cloudwatch-log-group-retention"]
    func failures(_ arguments: [String]) throws -> Int {
      (try Self.report(rule + arguments)["observations"]?.elements ?? []).count { $0["verdict"]?.string == "fail" }
    }
    #expect(try failures([]) == 1)
    #expect(try failures(["--parameter", "aws-cloudwatch-log-group-retention.days=30"]) == 0)
    #expect(try failures(["--parameter", "aws-cloudwatch-log-group-retention.days=4000"]) > 1)
    let set = try Self.report(rule + ["--parameter", "aws-cloudwatch-log-group-retention.days=30"])
    #expect(set["tool"]?["ruleSet"]?["adjustments"]?["parameters"] != nil)
  }

  @Test(arguments: [
    "x", "=", "a.b=", ".b=1", "a.=1", "aws-nothing.days=1", "aws-rds-backup.dayz=1", "aws-rds-backup.days=many",
    "aws-rds-backup.days=[1", "aws-rds-backup.days=1\nb: 2",
  ])
  func aParameterThatIsNoneIsRefused(_ argument: String) throws {
    let run = try Command.run([Self.plan, "--no-config", "--parameter", argument])
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.errorText.hasPrefix("--parameter"), "\(run.errorText)")
  }
}
