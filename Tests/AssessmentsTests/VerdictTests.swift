import TestSupport
import Testing

@Suite struct VerdictTests {
  private static let open = #"{"instance_tenancy": true}"#

  /// A rule of one condition, judged on a VPC whose settings come from another resource.
  private static func trial(
    expect: String, after: String, unknown: String = "{}", sensitive: String = "{}", when: String? = nil,
    relations: String = "", message: String = "found {resource.instance_tenancy}", changes: [String] = [],
    declarations: [String] = [], members: String = "", defaults: String? = nil
  ) throws -> RuleTrial {
    try RuleTrial(
      expect: expect, when: when, relations: relations, message: message, after: after, unknown: unknown,
      sensitive: sensitive,
      expressions: """
        "instance_tenancy": {"references": ["terraform_data.t.output"]},
        "enable_dns_support": {"references": ["terraform_data.t.output"]}
        """, changes: changes, declarations: declarations, members: members, defaults: defaults)
  }

  @Test func aConditionThatHoldsIsAPassAndOneThatDoesNotAFail() throws {
    #expect(
      try Self.trial(expect: "resource.instance_tenancy == 'default'", after: #"{"instance_tenancy": "default"}"#)
        .verdict
        == "pass")
    #expect(
      try Self.trial(expect: "resource.instance_tenancy == 'default'", after: #"{"instance_tenancy": "host"}"#).verdict
        == "fail")
  }

  @Test func whatDependsOnAnUnknownIsIndeterminateWithTheReason() throws {
    let trial = try Self.trial(expect: "resource.instance_tenancy == 'default'", after: "{}", unknown: Self.open)
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
    #expect(try Self.trial(expect: expression, after: "{}", unknown: Self.open).verdict == verdict)
  }

  @Test func aWhenThatIsFalseMeansNotApplicableAndAnUnknownOneNeverFails() throws {
    let fails = "resource.instance_tenancy == 'never'"
    let when = "resource.enable_dns_support == true"
    let after = #"{"instance_tenancy": "x", "enable_dns_support": false}"#
    #expect(try Self.trial(expect: fails, after: after, when: when).verdict == "not-applicable")
    #expect(
      try Self.trial(
        expect: fails, after: #"{"instance_tenancy": "x"}"#, unknown: #"{"enable_dns_support": true}"#, when: when
      ).verdict == "indeterminate")
    #expect(
      try Self.trial(
        expect: "true", after: #"{"instance_tenancy": "x"}"#, unknown: #"{"enable_dns_support": true}"#, when: when
      ).verdict == "pass")
  }

  @Test func aRuleThatThrowsIsADiagnosticAndNoVerdict() throws {
    let trial = try Self.trial(
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
    let trial = try Self.trial(
      expect: "resource.instance_tenancy == 'default'", after: #"{"instance_tenancy": "CANARY-TENANCY"}"#,
      sensitive: #"{"instance_tenancy": true}"#)
    #expect(trial.verdict == "fail")
    #expect(trial.attribute("instance_tenancy")?["state"]?.string == "redacted")
    #expect(!trial.text.contains("CANARY"))
    #expect(trial.message == "found (sensitive)")
  }

  @Test(arguments: [
    ("[['a', null], [], ['a', 'b']]", "a, b"), ("[]", "none"), ("[1, 2].filter(i, i > 2)", "none"),
    ("['x'].map(i, i + 'y')", "xy"),
    ("[resource.instance_tenancy, 'host']", "default, host"), ("{'a': 1}['a']", "1"), ("'plain'", "plain"),
  ])
  func listsInAMessageReadAsASentence(_ hole: String, _ text: String) throws {
    let trial = try Self.trial(expect: "false", after: #"{"instance_tenancy": "default"}"#, message: "found {\(hole)}")
    #expect(trial.message == "found \(text)")
  }

  @Test func aDefaultThatWasAssumedIsCited() throws {
    let trial = try Self.trial(
      expect: "resource.assign_generated_ipv6_cidr_block == true", after: "{}",
      defaults: """
        - type: aws_vpc
          attribute: assign_generated_ipv6_cidr_block
          value: false
          source: https://example.com/defaults
          because: so the page says
        """)
    #expect(trial.verdict == "fail")
    let read = trial.attribute("assign_generated_ipv6_cidr_block")
    #expect(read?["value"]?.bool == false)
    #expect(read?["assumed"]?["source"]?.string?.hasPrefix("https://") == true)
    #expect(read?["pointer"] == nil)
  }

  @Test func namesWithDotsAndSlashesHavePointersThatLeadThere() throws {
    let trial = try Self.trial(
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
      {"address": "aws_flow_log.l", "mode": "managed", "type": "aws_flow_log", "name": "l", "provider_config_key": "aws",
       "expressions": {"vpc_id": {"references": ["\(reference)"]}}}
      """
    )
  }

  @Test func absenceIsAFailOnlyInACompletePlan() throws {
    let expect = "logs.exists(l, l.traffic_type == 'ALL')"
    #expect(try Self.trial(expect: expect, after: "{}", relations: Self.relations).verdict == "fail")
    let incomplete = try Self.trial(
      expect: "!logs.exists(l, l.traffic_type == 'ALL')", after: "{}", relations: Self.relations,
      members: #""complete": false,"#)
    #expect(incomplete.verdict == "indeterminate")
  }

  @Test func aRelationSaysHowItWasResolved() throws {
    let log = Self.log("aws_vpc.a.id")
    let trial = try Self.trial(
      expect: "logs.exists(l, l.traffic_type == 'ALL')", after: "{}", unknown: #"{"id": true}"#,
      relations: Self.relations, changes: [log.change],
      declarations: [log.declared])
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
    let trial = try Self.trial(
      expect: "logs.exists(l, l.traffic_type == 'ALL')", after: "{}", relations: Self.relations,
      changes: [log.change, data],
      declarations: [log.declared])
    #expect(trial.verdict == "indeterminate")
    let none = try Self.trial(
      expect: "logs.exists(l, l.traffic_type == 'NEVER')", after: "{}", relations: Self.relations,
      changes: [log.change, data],
      declarations: [log.declared])
    #expect(none.verdict == "fail")
  }
}
