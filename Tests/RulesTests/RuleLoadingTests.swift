import Diagnostics
import PCICheckKit
import TestSupport
import Testing

/// Mistakes in rule files: where, what, and what was meant.
@Suite struct RuleLoadingTests {
  private static let good = """
    id: t-vpc-dns
    title: VPCs resolve names
    severity: low
    since: 0.1.0
    rationale: Because.
    remediation: Set it.
    requirements:
      - { standard: pci-dss, version: "4.0.1", id: "1.2.5", coverage: partial }
    applies:
      types: [aws_vpc]
    check:
      expect: resource.enable_dns_support == true
      message: "dns is {resource.enable_dns_support}"
    examples:
      - name: on
        given: { aws_vpc.a: { enable_dns_support: true } }
        expect: { aws_vpc.a: pass }
    """

  /// What is said of the rule with one text replaced, nil if it is used.
  private func problem(_ old: String, _ new: String) throws -> Diagnostic? {
    let folder = try TemporaryFolder()
    try folder.write("t-vpc-dns.yaml", Self.good.replacing(old, with: new))
    let plan = try folder.write(
      "plan/plan.json",
      """
      {"format_version": "1.2", "resource_changes": [{"address": "aws_vpc.a", "mode": "managed", "type": "aws_vpc", "name": "a",
       "provider_name": "registry.terraform.io/hashicorp/aws",
       "change": {"actions": ["create"], "after": {"enable_dns_support": true}, "after_unknown": {}}}]}
      """)
    do {
      _ = try Graphs.assess([plan], rules: ["t-vpc-dns"], folders: [folder.path])
      return nil
    } catch let problem as Diagnostic {
      #expect(problem.location?.file.hasSuffix("t-vpc-dns.yaml") == true, "\(problem)")
      return problem
    }
  }

  @Test func aGoodRuleIsUsed() throws { #expect(try problem("x-y-z", "") == nil) }

  @Test func aMisspeltKeyIsNamedWithItsPlaceAndASuggestion() throws {
    let problem = try #require(try problem("remediation:", "remedation:"))
    #expect(problem.message.contains("`remedation`"))
    #expect(problem.location?.line == 6)
    #expect(problem.help?.contains("`remediation`") == true)
  }

  @Test func aMisspeltKeyFurtherInIsNamedToo() throws {
    #expect(try problem("coverage: partial", "covers: partial")?.location?.line == 8)
    #expect(try problem("  types:", "  tpyes:")?.help?.contains("`types`") == true)
    #expect(try problem("  expect: res", "  expects: res")?.help?.contains("`expect`") == true)
  }

  @Test func aMissingKeyIsNamed() throws {
    #expect(try problem("severity: low\n", "")?.message.contains("`severity`") == true)
    #expect(try problem("rationale: Because.\n", "")?.message.contains("`rationale`") == true)
  }

  @Test func aSeverityThatThereIsNotIsRefusedWithTheChoices() throws {
    let problem = try #require(try problem("severity: low", "severity: hihg"))
    #expect(problem.message.contains("critical"))
    #expect(problem.help?.contains("`high`") == true)
    #expect(problem.location?.line == 3)
  }

  @Test func anIdThatIsNotTheFilesNameIsRefused() throws {
    #expect(try problem("id: t-vpc-dns", "id: t-vpc-dsn")?.message.contains("t-vpc-dsn") == true)
  }

  @Test func aMisspeltAttributeDoesNotLoadAndIsUnderlined() throws {
    let problem = try #require(try problem("expect: resource.enable_dns_support", "expect: resource.enable_dns_suport"))
    #expect(problem.message.contains("enable_dns_suport"))
    #expect(problem.location?.line == 12)
    let excerpt = try #require(problem.excerpt)
    let marked = excerpt.line.dropFirst(excerpt.column - 1).prefix(excerpt.length)
    #expect(marked.contains("enable_dns_suport"))
    #expect("\(problem.message) \(problem.help ?? "")".contains("enable_dns_support"))
  }

  @Test func aMisspeltAttributeIsNotHiddenByAbsorption() throws {
    #expect(
      try problem("expect: resource.enable_dns_support == true", "expect: \"true || resource.enable_dns_suport\"")
        != nil)
    #expect(
      try problem("expect: resource.enable_dns_support == true", "expect: \"false && resource.nothing.at.all == 1\"")
        != nil)
  }

  @Test func aMisspeltAttributeInTheMessageDoesNotLoad() throws {
    #expect(try problem("{resource.enable_dns_support}", "{resource.enable_dns_suport}") != nil)
    #expect(try problem("{resource.enable_dns_support}", "{resource.enable_dns_support") != nil)
  }

  @Test func anExpressionThatIsNotOneIsRefusedWithItsPlace() throws {
    for text in [
      "resource.", "resource.enable_dns_support ==", "(", "resource.enable_dns_support = true", "'x", "nothing == 1",
      "foo(resource)",
    ] {
      let problem = try #require(try problem("resource.enable_dns_support == true", "\"\(text)\""), "\(text)")
      #expect(problem.location?.line == 12, "\(text)")
      #expect(problem.excerpt != nil, "\(text)")
    }
  }

  @Test func aConditionThatIsNoTruthValueIsRefused() throws {
    #expect(try problem("resource.enable_dns_support == true", "\"'text'\"") != nil)
    #expect(try problem("resource.enable_dns_support == true", "\"1 + 1\"") != nil)
  }

  @Test func anUnknownCategoryIsRefusedWithASuggestion() throws {
    let problem = try #require(try problem("types: [aws_vpc]", "types: [\"@data-stroe\", aws_vpc]"))
    #expect(problem.message.contains("@data-stroe"))
    #expect(problem.help?.contains("@data-store") == true)
  }

  @Test func aRelationThroughAnAttributeThatThereIsNotIsRefused() throws {
    let relation = "relations:\n  logs: { types: [aws_flow_log], direction: incoming, via: vpc_ids }\ncheck:"
    let problem = try #require(try problem("check:", relation))
    #expect(problem.message.contains("vpc_ids"))
    #expect(problem.help?.contains("`vpc_id`") == true)
  }

  @Test func aFileThatIsNoYAMLIsRefusedWithItsPlace() throws {
    #expect(try problem("title: VPCs", "title: 'VPCs")?.location?.line != nil)
    #expect(try problem("severity: low", "severity: low\nseverity: high")?.message.contains("duplicate key") == true)
  }

  @Test func nothingIsEvaluatedWithAHalfLoadedSet() throws {
    let folder = try TemporaryFolder()
    try folder.write("t-vpc-dns.yaml", Self.good.replacing("severity: low", with: "severity: none"))
    let plan = Project.fixture("terraform/minimal-web/plan.json")
    #expect(throws: Diagnostic.self) { try Graphs.assess([plan], folders: [folder.path]) }
  }

  @Test func aRuleOfTheUsersReplacesTheBuiltInOneOfItsName() throws {
    let folder = try TemporaryFolder()
    let rule = Self.good.replacing("t-vpc-dns", with: "aws-vpc-flow-logs").replacing("== true", with: "== false")
    try folder.write("aws-vpc-flow-logs.yaml", rule)
    let report = try Graphs.report(
      [Project.fixture("terraform/minimal-web/plan.json")], rules: ["aws-vpc-flow-logs"], folders: [folder.path])
    #expect(report["observations"]?[0]?["title"]?.string == "VPCs resolve names")
  }

  @Test func aSelectorThatNamesNothingIsRefusedWithASuggestion() throws {
    let plan = Project.fixture("terraform/minimal-web/plan.json")
    do {
      _ = try Graphs.assess([plan], rules: ["aws-vpc-flow-lgos"])
      Issue.record("accepted")
    } catch let problem as Diagnostic {
      #expect(problem.help?.contains("aws-vpc-flow-logs") == true)
    }
  }

  @Test func aliasesAndPatternsNameRules() throws {
    let plan = Project.fixture("terraform/minimal-web/plan.json")
    let byAlias = try Graphs.report([plan], rules: ["ckv2_aws_11"])
    let found = (byAlias["observations"]?.elements ?? []).compactMap { $0["rule"]?.string }
    #expect(found.contains("aws-vpc-flow-logs"))
    let byPattern = try Graphs.report([plan], rules: ["aws-vpc-*"])
    let matched = (byPattern["observations"]?.elements ?? []).compactMap { $0["rule"]?.string }
    #expect(!matched.isEmpty && matched.allSatisfy { $0.hasPrefix("aws-vpc-") })
  }
}
