import Diagnostics
import PCICheckKit
import TestSupport
import Testing

/// Rules of the user's: a file to begin with, tests beside it, and what they show.
@Suite struct OwnRulesTests {
  @Test(
    arguments: [
      ("aws_db_instance", "storage_encrypted"), ("aws_db_instance", "backup_retention_period"),
      ("aws_vpc", "cidr_block"), ("aws_vpc", "tags"), ("aws_db_instance", "vpc_security_group_ids"),
      ("aws_security_group", "ingress"), ("Deployment", "spec"), ("aws_s3_bucket", nil), ("Pod", nil),
    ] as [(String, String?)])
  func aNewRuleLoadsAndItsExamplesPass(_ type: String, _ attribute: String?) throws {
    let folder = try TemporaryFolder()
    let text = try RuleScaffold(policies: try PCICheck.Policies())
      .text(id: "acme-one", type: type, attribute: attribute)
    try folder.write("acme-one.yaml", text)
    let policies = try PCICheck.Policies(folders: [folder.path])
    let problems = try PolicyLinter(policies: policies).run().problems
    #expect(problems.isEmpty, "\(problems)")
    let result = try ExampleRunner(policies: policies).run()
    #expect(result.isPassed && result.passed == 3, "\(result.text)")
  }

  @Test func aNewRuleOfNothingIsRefused() throws {
    let scaffold = RuleScaffold(policies: try PCICheck.Policies())
    for (id, type, attribute) in [
      ("acme", "aws_vpc", nil), ("Acme-x", "aws_vpc", nil), ("acme--x", "aws_vpc", nil),
      ("aws-vpc-flow-logs", "aws_vpc", nil), ("acme-x", "aws_nothing", nil), ("acme-x", "aws_vpc", "cidr_blok"),
    ] as [(String, String, String?)] {
      #expect(throws: Diagnostic.self) { try scaffold.text(id: id, type: type, attribute: attribute) }
    }
  }

  private static func run(_ tests: String) throws -> ExampleRunner.Result {
    let folder = try TemporaryFolder()
    try folder.write("plan.json", try Project.bytes(Project.fixture("terraform/minimal-web/plan.json")))
    try folder.write("shop_test.yaml", tests)
    return try ExampleRunner(policies: try PCICheck.Policies(folders: [folder.path])).run(coverage: true)
  }

  @Test func aTestOnAPlanPassesOrSaysWhatItFound() throws {
    let good = try Self.run(
      """
      tests:
        - name: not logged
          input: plan.json
          expect: { aws-vpc-flow-logs: { aws_vpc.shop: fail } }
      """)
    #expect(good.isPassed && good.passed == 1, "\(good.text)")
    let bad = try Self.run(
      """
      tests:
        - name: logged
          input: plan.json
          expect: { aws-vpc-flow-logs: { aws_vpc.shop: pass, aws_vpc.other: pass } }
      """)
    #expect(!bad.isPassed)
    #expect(bad.text.contains("shop_test.yaml:2:5") && bad.text.contains("expected pass, found fail"))
    #expect(bad.text.contains("found no verdict"))
  }

  @Test(arguments: [
    "tests: [{ name: x, input: plan.json, expect: { aws-vpc-flow-logs: { aws_vpc.shop: passes } } }]",
    "tests: [{ name: x, inputs: plan.json, expect: {} }]", "tests: [{ name: x, expect: {} }]", "test: []",
    "tests: [{ name: x, input: missing.json, expect: { aws-vpc-flow-logs: {} } }]",
    "tests: [{ name: x, input: plan.json, expect: { aws-nothing: {} } }]", "[", "tests: 1",
  ])
  func aTestFileThatIsWrongIsRefusedWithItsPlace(_ text: String) throws {
    do {
      _ = try Self.run(text)
      Issue.record("accepted: \(text)")
    } catch let problem as Diagnostic {
      #expect(problem.location != nil, "\(problem)")
    }
  }

  @Test func coverageListsTheVerdictsThatAreShown() throws {
    let folder = try TemporaryFolder()
    let scaffold = RuleScaffold(policies: try PCICheck.Policies())
    try folder.write("acme-one.yaml", try scaffold.text(id: "acme-one", type: "aws_vpc", attribute: "cidr_block"))
    let result = try ExampleRunner(policies: try PCICheck.Policies(folders: [folder.path])).run(coverage: true)
    let line = try #require(result.text.split(separator: "\n").first { $0.hasPrefix("acme-one") })
    #expect(line.split(separator: " ").map(String.init) == ["acme-one", "1", "1", "1", "0"])
  }
}
