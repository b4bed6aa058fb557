import TestSupport
import Testing

/// Rules that look at the PCI scope of resources.
@Suite struct ScopedRuleTests {
  private static let plan = "fixtures/terraform/minimal-web/plan.json"

  private static func rule(_ applies: String, _ expect: String) -> String {
    """
    id: own-scoped
    title: A rule of ours
    severity: low
    since: 0.1.0
    rationale: for a test
    remediation: none
    requirements: [{ standard: pci-dss, version: "4.0.1", id: "1.2.1", coverage: partial }]
    applies: \(applies)
    check: { expect: "\(expect)", message: "in {resource.scope()}" }
    """
  }

  private func verdicts(_ rule: String, scope: String?) throws -> [String: String] {
    let folder = try TemporaryFolder()
    try folder.write("rules/own-scoped.yaml", Array(rule.utf8))
    var arguments = [Self.plan, "--policies", "\(folder.path)/rules", "--rules", "own-scoped", "--format", "json"]
    if let scope {
      arguments += [
        "--config", try folder.write("pcicheck.yaml", Array("version: 1\nscope:\n  zones:\n\(scope)".utf8)),
      ]
    }
    let run = try Command.run(arguments)
    #expect(run.status != 2, "\(run.errorText)")
    var result: [String: String] = [:]
    for observation in try JSONTree(run.output)["observations"]?.elements ?? [] {
      result[observation["address"]?.string ?? ""] = observation["verdict"]?.string
    }
    return result
  }

  private static let zones =
    "    cde: [{ address: aws_db_instance.orders }]\n    out-of-scope: [{ type: aws_instance }]\n"

  @Test func aRuleAppliesInItsScopesAlone() throws {
    let rule = Self.rule("{ types: [aws_db_instance, aws_instance], scope: [cde] }", "false")
    #expect(
      try verdicts(rule, scope: Self.zones)
        == ["aws_db_instance.orders": "fail", "aws_instance.web": "not-applicable"])
    #expect(
      try verdicts(rule, scope: nil) == ["aws_db_instance.orders": "fail", "aws_instance.web": "fail"],
      "everything is in scope where nobody says what is")
  }

  @Test func conditionsAskForTheScope() throws {
    let rule = Self.rule("{ types: [aws_db_instance, aws_instance, aws_vpc] }", "resource.scope() != 'out-of-scope'")
    #expect(
      try verdicts(rule, scope: Self.zones)
        == ["aws_db_instance.orders": "pass", "aws_instance.web": "fail", "aws_vpc.shop": "pass"])
  }
}
