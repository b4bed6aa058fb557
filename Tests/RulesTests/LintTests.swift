import Diagnostics
import PCICheckKit
import TestSupport
import Testing

/// `pcicheck lint`: the pack has no mistakes, and mistakes are found where they are.
@Suite struct LintTests {
  private static let good = """
    id: t-vpc-dns
    title: VPCs resolve names
    severity: low
    since: 0.1.0
    aliases: [T_1]
    rationale: Because.
    remediation: Set it.
    requirements:
      - { standard: pci-dss, version: "4.0.1", id: "1.2.5", coverage: partial }
    parameters:
      wanted: { default: true, description: what is wanted }
    applies:
      types: [aws_vpc]
      when: resource.cidr_block != null
    relations:
      logs: { types: [aws_flow_log], direction: incoming, via: vpc_id }
    variables:
      - { name: logged, expression: "logs.exists(l, true)" }
    check:
      expect: resource.enable_dns_support == params.wanted || logged
      message: "dns is {resource.enable_dns_support}"
    examples:
      - name: on
        given: { aws_vpc.a: { cidr_block: "10.0.0.0/16", enable_dns_support: true } }
        expect: { aws_vpc.a: pass }
      - name: off
        given: { aws_vpc.a: { cidr_block: "10.0.0.0/16", enable_dns_support: false } }
        expect: { aws_vpc.a: fail }
      - name: later
        given: { aws_vpc.a: { cidr_block: "10.0.0.0/16", enable_dns_support: { $unknown: true } } }
        expect: { aws_vpc.a: indeterminate }
      - name: elsewhere
        given: { aws_vpc.a: {} }
        expect: { aws_vpc.a: not-applicable }
    """

  private static func lint(_ files: [String: String]) throws -> PolicyLinter.Result {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    return try PolicyLinter(policies: try PCICheck.Policies(folders: [folder.path])).run()
  }

  /// What is said of the rule with one text replaced.
  private func problems(_ old: String, _ new: String) throws -> [Diagnostic] {
    try Self.lint(["rules/t-vpc-dns.yaml": Self.good.replacing(old, with: new)]).problems
  }

  @Test func whatIsToBeWrittenMustBeHCL() throws {
    let broken = try problems("remediation: Set it.", "remediation: Set it.\nfix: 'resource \"aws_vpc\" {'")
    #expect(broken.contains { $0.message.contains("`fix` is no HCL") }, "\(broken)")
    #expect(try problems("remediation: Set it.", "remediation: Set it.\nfix: enable_dns_support = true").isEmpty)
  }

  @Test func theBuiltInPackHasNoMistakes() throws {
    let result = try PolicyLinter(policies: try PCICheck.Policies()).run()
    #expect(result.rules > 400)
    #expect(result.problems.isEmpty, "\(result.problems.map(\.message).joined(separator: "\n"))")
  }

  @Test func aGoodRuleHasNoProblem() throws {
    let result = try Self.lint(["rules/t-vpc-dns.yaml": Self.good])
    #expect(result.rules == 1 && result.problems.isEmpty, "\(result.problems)")
  }

  @Test(arguments: [
    // attributes, types and paths
    ("resource.enable_dns_support == params", "resource.enable_dns_suport == params", "enable_dns_suport"),
    ("resource.enable_dns_support == params.wanted", "resource.enable_dns_support == 'yes'", "compare"),
    ("types: [aws_vpc]", "types: [aws_vpcc]", "no resource type `aws_vpcc`"),
    ("types: [aws_flow_log]", "types: [aws_flow_lgo]", "no resource type `aws_flow_lgo`"),
    ("via: vpc_id", "via: vpc_idd", "vpc_idd"),
    ("types: [aws_vpc]", "types: [\"@nothing\"]", "unknown category"),
    // requirements
    ("id: \"1.2.5\"", "id: \"1.2.55\"", "no requirement `1.2.55`"),
    ("version: \"4.0.1\"", "version: \"4.1\"", "unknown version `4.1`"),
    ("standard: pci-dss", "standard: iso-27001", "unknown standard"),
    // conditions
    ("when: resource.cidr_block != null", "when: \"true\"", "always the same"),
    ("when: resource.cidr_block != null", "when: resource.cidr_block == resource.cidr_block", "with itself"),
    ("|| logged", "|| true", "is a constant"),
    ("|| logged", "|| logged || logged", "twice"),
    ("|| logged", "|| logged || !logged", "its opposite"),
    ("|| logged", "|| logged || resource.cidr_block != 'a' || resource.cidr_block != 'b'", "always true"),
    ("|| logged", "|| logged && resource.cidr_block == 'a' && resource.cidr_block == 'b'", "never true"),
    ("== params.wanted", "== true", "nothing reads parameter `wanted`"),
    ("|| logged", "", "nothing reads variable `logged`"),
    ("logs.exists(l, true)", "resource.cidr_block == 'x'", "nothing reads relation `logs`"),
    // examples
    ("pass }", "passes }", "`passes`"),
    ("pass }", "passes }", "no example of pass"),
    ("fail }", "pass }", "no example of fail"),
    ("indeterminate }", "pass }", "no example of indeterminate"),
    ("not-applicable }", "pass }", "no example of not-applicable"),
    ("name: off", "name: on", "two examples"),
    // names
    ("aliases: [T_1]", "aliases: [aws-vpc-flow-logs]", "is the id of a rule"),
    ("aliases: [T_1]", "aliases: [T_1, t_1]", "stands there twice"),
    ("title: VPCs resolve names", "title: VPCs resolve names.", "period"),
    ("since: 0.1.0", "since: soon", "`since`"),
    ("severity: low", "severity: hihg", "`severity`"),
    ("rationale:", "rational:", "`rational`"),
  ])
  func aMistakeIsFound(_ old: String, _ new: String, _ said: String) throws {
    let problems = try problems(old, new)
    #expect(problems.contains { $0.message.contains(said) }, "\(problems.map(\.message))")
    for problem in problems {
      #expect(problem.location?.file.hasSuffix("t-vpc-dns.yaml") == true)
      #expect(problem.severity == .error)
    }
  }

  @Test func mistakesHaveTheirLine() throws {
    #expect(try problems("== params.wanted", "== parms.wanted").first?.location?.line == 20)
    #expect(try problems("via: vpc_id", "via: vpc_idd").first?.location?.line == 16)
  }

  @Test func allMistakesAreNamedNotOnlyTheFirst() throws {
    let result = try Self.lint([
      "rules/t-vpc-dns.yaml": Self.good.replacing("id: \"1.2.5\"", with: "id: \"9.9.9\""),
      "rules/t-two.yaml": Self.good.replacing("t-vpc-dns", with: "t-two").replacing("|| logged", with: "|| true"),
    ])
    #expect(Set(result.problems.compactMap { $0.location?.file.split(separator: "/").last }).count == 2)
  }

  @Test func twoFilesOfOneNameAreAMistake() throws {
    let result = try Self.lint(["rules/a/t-vpc-dns.yaml": Self.good, "rules/b/t-vpc-dns.yaml": Self.good])
    #expect(result.problems.contains { $0.message.contains("also the name of") })
  }

  @Test func aProfileThatNamesNoRuleIsAMistake() throws {
    let profile = """
      id: mine
      title: Mine
      rules: { include: [t-vpc-dnss, aws-vpc-flow-logs] }
      parameters: { aws-cloudwatch-log-group-retention.dayz: 30 }
      """
    let result = try Self.lint(["rules/t-vpc-dns.yaml": Self.good, "profiles/mine.yaml": profile])
    #expect(result.problems.contains { $0.message.contains("`t-vpc-dnss` names no rule") })
    #expect(result.problems.contains { $0.message.contains("no parameter `dayz`") })
  }

  @Test func withoutTheBuiltInRulesTheirSchemaStillChecks() throws {
    let folder = try TemporaryFolder()
    try folder.write("t-vpc-dns.yaml", Self.good.replacing("resource.cidr_block", with: "resource.cidr_blok"))
    let result = try PolicyLinter(policies: try PCICheck.Policies(folders: [folder.path], builtIn: false)).run()
    #expect(result.problems.contains { $0.message.contains("cidr_blok") })
  }
}
