import TestSupport
import Testing

/// A rule of one condition, judged on a plan of one VPC.
private struct Trial {
  let report: JSONTree

  init(
    expect: String, after: String, unknown: String = "{}", sensitive: String = "{}", when: String? = nil,
    relations: String = "",
    message: String = "found {resource.instance_tenancy}", more: [String] = [], configuration: String = "",
    members: String = ""
  ) throws {
    let folder = try TemporaryFolder()
    let condition = when.map { "\n  when: \"\($0)\"" } ?? ""
    try folder.write(
      "policies/t-trial.yaml",
      """
      id: t-trial
      title: A trial
      severity: high
      since: 0.1.0
      rationale: Because.
      remediation: Mend it.
      requirements: [{ standard: pci-dss, version: "4.0.1", id: "1.2.5", coverage: partial }]
      applies:
        types: [aws_vpc]\(condition)
      \(relations)
      check:
        expect: "\(expect)"
        message: "\(message)"
      """)
    try folder.write(
      "policies/defaults/trial.yaml",
      """
      - type: aws_vpc
        attribute: assign_generated_ipv6_cidr_block
        value: false
        source: https://example.com/defaults
        because: so the page says
      """)
    let declared = """
      {"address": "aws_vpc.a", "mode": "managed", "type": "aws_vpc", "name": "a", "provider_config_key": "aws",
       "expressions": {"instance_tenancy": {"references": ["terraform_data.t.output"]}, "enable_dns_support": {"references": ["terraform_data.t.output"]}}}
      """
    let change = """
      {"address": "aws_vpc.a", "mode": "managed", "type": "aws_vpc", "name": "a", "provider_name": "registry.terraform.io/hashicorp/aws",
       "change": {"actions": ["create"], "after": \(after), "after_unknown": \(unknown), "after_sensitive": \(sensitive)}}
      """
    let plan = try folder.write(
      "plan.json",
      """
      {"format_version": "1.2", \(members) "resource_changes": [\(([change] + more).joined(separator: ","))],
       "configuration": {"root_module": {"resources": [\(declared)\(configuration)]}}}
      """)
    report = try Graphs.report([plan], rules: ["t-trial"], folders: ["\(folder.path)/policies"])
  }

  var observation: JSONTree? { report["observations"]?[0] }
  var verdict: String? { observation?["verdict"]?.string }
  var message: String { observation?["message"]?.string ?? "" }

  func attribute(_ path: String) -> JSONTree? {
    observation?["evidence"]?["attributes"]?.elements.first { $0["path"]?.string == path }
  }
}

@Suite struct VerdictTests {
  private static let open = #"{"instance_tenancy": true}"#

  @Test func aConditionThatHoldsIsAPassAndOneThatDoesNotAFail() throws {
    #expect(
      try Trial(expect: "resource.instance_tenancy == 'default'", after: #"{"instance_tenancy": "default"}"#).verdict
        == "pass")
    #expect(
      try Trial(expect: "resource.instance_tenancy == 'default'", after: #"{"instance_tenancy": "host"}"#).verdict
        == "fail")
  }

  @Test func whatDependsOnAnUnknownIsIndeterminateWithTheReason() throws {
    let trial = try Trial(expect: "resource.instance_tenancy == 'default'", after: "{}", unknown: Self.open)
    #expect(trial.verdict == "indeterminate")
    #expect(trial.message.contains("terraform_data.t.output"))
    #expect(trial.attribute("instance_tenancy")?["state"]?.string == "unknown")
    #expect(trial.attribute("instance_tenancy")?["cause"]?.string == "derived")
  }

  @Test(arguments: [
    ("resource.instance_tenancy == 'x' && false", "fail"), ("false && resource.instance_tenancy == 'x'", "fail"),
    ("resource.instance_tenancy == 'x' || true", "pass"), ("true || resource.instance_tenancy == 'x'", "pass"),
    ("resource.instance_tenancy == 'x' && true", "indeterminate"),
    ("!(resource.instance_tenancy == 'x')", "indeterminate"),
    ("resource.instance_tenancy == 'x' ? true : true", "indeterminate"),
    ("resource.instance_tenancy in ['x']", "indeterminate"),
    ("[1, 2].exists(i, i == 2 || resource.instance_tenancy == 'x')", "pass"),
    ("[1, 2].all(i, i == 2 && resource.instance_tenancy == 'x')", "fail"),
    ("has(resource.instance_tenancy)", "indeterminate"), ("resource.instance_tenancy.startsWith('x')", "indeterminate"),
  ])
  func unknownsTravelAsCELSaysAndNeverDecide(_ expression: String, _ verdict: String) throws {
    #expect(try Trial(expect: expression, after: "{}", unknown: Self.open).verdict == verdict)
  }

  @Test func aWhenThatIsFalseMeansNotApplicableAndAnUnknownOneNeverFails() throws {
    let fails = "resource.instance_tenancy == 'never'"
    let when = "resource.enable_dns_support == true"
    let after = #"{"instance_tenancy": "x", "enable_dns_support": false}"#
    #expect(try Trial(expect: fails, after: after, when: when).verdict == "not-applicable")
    #expect(
      try Trial(
        expect: fails, after: #"{"instance_tenancy": "x"}"#, unknown: #"{"enable_dns_support": true}"#, when: when
      ).verdict == "indeterminate")
    #expect(
      try Trial(
        expect: "true", after: #"{"instance_tenancy": "x"}"#, unknown: #"{"enable_dns_support": true}"#, when: when
      ).verdict == "pass")
  }

  @Test func aRuleThatThrowsIsADiagnosticAndNoVerdict() throws {
    let trial = try Trial(
      expect: "resource.instance_tenancy < 'x'", after: #"{"instance_tenancy": null, "cidr_block": "10.0.0.0/16"}"#)
    if trial.report["diagnostics"]?.elements.isEmpty == false {
      #expect(trial.observation == nil)
      #expect(trial.report["summary"]?["exitStatus"]?.number == 2)
      #expect(trial.report["diagnostics"]?[0]?["severity"]?.string == "error")
    } else {
      // A default of the provider stands for the null.
      #expect(trial.attribute("instance_tenancy")?["assumed"] != nil)
    }
  }

  @Test func aSensitiveValueDecidesButIsNotShown() throws {
    let trial = try Trial(
      expect: "resource.instance_tenancy == 'default'", after: #"{"instance_tenancy": "CANARY-TENANCY"}"#,
      sensitive: #"{"instance_tenancy": true}"#)
    #expect(trial.verdict == "fail")
    #expect(trial.attribute("instance_tenancy")?["state"]?.string == "redacted")
    #expect(!String(decoding: trial.report.bytes, as: UTF8.self).contains("CANARY"))
    #expect(trial.message == "found (sensitive)")
  }

  @Test(arguments: [
    ("[['a', null], [], ['a', 'b']]", "a, b"), ("[]", "none"), ("[1, 2].filter(i, i > 2)", "none"),
    ("['x'].map(i, i + 'y')", "xy"),
    ("[resource.instance_tenancy, 'host']", "default, host"), ("{'a': 1}['a']", "1"), ("'plain'", "plain"),
  ])
  func listsInAMessageReadAsASentence(_ hole: String, _ text: String) throws {
    let trial = try Trial(expect: "false", after: #"{"instance_tenancy": "default"}"#, message: "found {\(hole)}")
    #expect(trial.message == "found \(text)")
  }

  @Test func aDefaultThatWasAssumedIsCited() throws {
    let trial = try Trial(expect: "resource.assign_generated_ipv6_cidr_block == true", after: "{}")
    #expect(trial.verdict == "fail")
    let read = trial.attribute("assign_generated_ipv6_cidr_block")
    #expect(read?["value"]?.bool == false)
    #expect(read?["assumed"]?["source"]?.string?.hasPrefix("https://") == true)
    #expect(read?["pointer"] == nil)
  }

  @Test func namesWithDotsAndSlashesHavePointersThatLeadThere() throws {
    let trial = try Trial(
      expect: "resource.tags['a.b/c~d'] == 'x' && resource.tags['[0]'] == 'y'",
      after: #"{"tags": {"a.b/c~d": "x", "[0]": "z"}}"#)
    #expect(trial.verdict == "fail")
    let pointers = (trial.observation?["evidence"]?["attributes"]?.elements ?? []).compactMap { $0["pointer"]?.string }
    #expect(pointers.contains("/resource_changes/0/change/after/tags/a.b~1c~0d"))
    #expect(pointers.contains("/resource_changes/0/change/after/tags/[0]"))
  }

  private static let relations = "relations:\n  logs: { types: [aws_flow_log], direction: incoming, via: vpc_id }"

  private static func log(_ reference: String) -> (change: String, declared: String) {
    (
      """
      {"address": "aws_flow_log.l", "mode": "managed", "type": "aws_flow_log", "name": "l", "provider_name": "registry.terraform.io/hashicorp/aws",
       "change": {"actions": ["create"], "after": {"traffic_type": "ALL"}, "after_unknown": {"vpc_id": true}}}
      """,
      """
      , {"address": "aws_flow_log.l", "mode": "managed", "type": "aws_flow_log", "name": "l", "provider_config_key": "aws",
       "expressions": {"vpc_id": {"references": ["\(reference)"]}}}
      """
    )
  }

  @Test func absenceIsAFailOnlyInACompletePlan() throws {
    let expect = "logs.exists(l, l.traffic_type == 'ALL')"
    #expect(try Trial(expect: expect, after: "{}", relations: Self.relations).verdict == "fail")
    let incomplete = try Trial(
      expect: "!logs.exists(l, l.traffic_type == 'ALL')", after: "{}", relations: Self.relations,
      members: #""complete": false,"#)
    #expect(incomplete.verdict == "indeterminate")
  }

  @Test func aRelationSaysHowItWasResolved() throws {
    let log = Self.log("aws_vpc.a.id")
    let trial = try Trial(
      expect: "logs.exists(l, l.traffic_type == 'ALL')", after: "{}", unknown: #"{"id": true}"#,
      relations: Self.relations, more: [log.change],
      configuration: log.declared)
    #expect(trial.verdict == "pass")
    let relation = trial.observation?["evidence"]?["relations"]?[0]
    #expect(
      relation?["name"]?.string == "logs" && relation?["to"]?.string == "aws_flow_log.l"
        && relation?["resolution"]?.string == "configuration")
  }

  @Test func aReferenceThatCannotBeFollowedMayBeTheMissingOne() throws {
    let log = Self.log("terraform_data.t.output")
    let data =
      #"{"address": "terraform_data.t", "mode": "managed", "type": "terraform_data", "name": "t", "provider_name": "terraform.io/builtin/terraform", "change": {"actions": ["create"], "after": {}, "after_unknown": {"output": true}}}"#
    let trial = try Trial(
      expect: "logs.exists(l, l.traffic_type == 'ALL')", after: "{}", relations: Self.relations,
      more: [log.change, data],
      configuration: log.declared)
    #expect(trial.verdict == "indeterminate")
    let none = try Trial(
      expect: "logs.exists(l, l.traffic_type == 'NEVER')", after: "{}", relations: Self.relations,
      more: [log.change, data],
      configuration: log.declared)
    #expect(none.verdict == "fail")
  }
}
