import TestSupport
import Testing

/// What conditions see of a plan beside known values: ids that are never null, members of maps, provider settings.
@Suite struct PlanVisibilityTests {
  /// A condition on a queue in a small plan.
  private func judge(
    _ expect: String, relations: String = "", expressions: String = "", unknown: String = "{}", changes: [String] = [],
    declarations: [String] = [], providers: String = "{}", members: String = "", message: String = "no"
  ) throws -> RuleTrial {
    try RuleTrial(
      of: "aws_sqs_queue", expect: expect, relations: relations, message: message, after: #"{"name": "a"}"#,
      unknown: unknown, expressions: expressions, changes: changes, declarations: declarations, providers: providers,
      members: members)
  }

  private let key = """
    {"address": "aws_kms_key.k", "mode": "managed", "type": "aws_kms_key", "name": "k",
       "provider_config_key": "aws", "expressions": {}}
    """

  @Test(arguments: [
    (#"{"references": ["aws_kms_key.k.arn", "aws_kms_key.k"]}"#, "pass"),
    (#"{"references": ["aws_kms_key.k.id", "aws_kms_key.k"]}"#, "pass"),
    (#"{"references": ["aws_kms_key.k.description", "aws_kms_key.k"]}"#, "indeterminate"),
    (#"{"references": ["var.own", "aws_kms_key.k.arn", "aws_kms_key.k"]}"#, "indeterminate"),
    (#"{"references": ["local.key"]}"#, "indeterminate"),
  ])
  func anIdOfAnotherResourceIsNotNull(_ expression: String, _ verdict: String) throws {
    for condition in [
      "resource.kms_master_key_id != null", "resource.kms_master_key_id != ''", "has(resource.kms_master_key_id)",
    ] {
      let found = try judge(
        condition, expressions: "\"kms_master_key_id\": \(expression)", unknown: #"{"kms_master_key_id": true}"#,
        declarations: [key])
      #expect(found.verdict == verdict, "\(condition)")
    }
  }

  @Test func anIdOfAnotherResourceIsOtherwiseUnknown() throws {
    let found = try judge(
      "resource.kms_master_key_id != 'alias/aws/sns'",
      expressions: #""kms_master_key_id": {"references": ["aws_kms_key.k.arn", "aws_kms_key.k"]}"#,
      unknown: #"{"kms_master_key_id": true}"#, declarations: [key])
    #expect(found.verdict == "indeterminate")
  }

  private func alarm(_ via: String, _ dimensions: String) throws -> String? {
    try judge(
      "alarms.exists(a, a.metric_name == 'm')",
      relations: "relations:\n  alarms: { types: [aws_cloudwatch_metric_alarm], direction: incoming, via: \(via) }",
      changes: [
        """
        {"address": "aws_cloudwatch_metric_alarm.m", "mode": "managed", "type": "aws_cloudwatch_metric_alarm",
           "name": "m", "change": {"actions": ["create"], "after": {"metric_name": "m", "dimensions": \(dimensions)},
           "after_unknown": {}}}
        """
      ]
    ).verdict
  }

  @Test func relationsGoViaTheValuesOfMaps() throws {
    #expect(try alarm("dimensions.QueueName", #"{"QueueName": "a"}"#) == "pass")
    #expect(try alarm("dimensions.QueueName", #"{"Other": "a"}"#) == "fail")
    #expect(try alarm("dimensions", #"{"Other": "b", "Any": "a"}"#) == "pass")
  }

  private let providers = """
    {"aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"},
      "access_key": {"constant_value": "AKIAIOSFODNN7EXAMPLE"}, "profile": {"references": ["var.profile"]},
      "sts_region": {"references": ["var.hidden"]}}}}
    """

  @Test func conditionsSeeTheProvidersConfiguration() throws {
    func verdict(_ condition: String, _ providers: String) throws -> String? {
      try judge(
        condition, providers: providers,
        members: #""variables": {"profile": {"value": "shop"}},"#
      ).verdict
    }
    #expect(try verdict("resource.providerSettings().region == 'eu-west-1'", providers) == "pass")
    #expect(try verdict("resource.providerSettings().region == 'us-east-1'", providers) == "fail")
    #expect(try verdict("resource.providerSettings().profile == 'shop'", providers) == "pass")
    #expect(try verdict("resource.providerSettings().sts_region == 'x'", providers) == "indeterminate")
    #expect(try verdict("!('access_key' in resource.providerSettings())", providers) == "fail")
    #expect(try verdict("!('access_key' in resource.providerSettings())", "{}") == "pass")
  }

  @Test func secretsOfProvidersAreNotShown() throws {
    let found = try judge(
      "!('access_key' in resource.providerSettings())", providers: providers,
      message: "keys {resource.providerSettings().access_key}")
    #expect(found.message == "keys (set)")
    #expect(!found.text.contains("AKIA"))
  }

  @Test(arguments: [("aws_lb", "access_logs", "not-visible"), ("aws_instance", "metadata_options", "not-configured")])
  func anUnknownBlockThatNobodyIsSeenToWriteIsDynamicUnlessTheProviderFillsIt(
    _ type: String, _ block: String, _ cause: String
  ) throws {
    let trial = try RuleTrial(
      of: type, expect: "resource.\(block).exists(b, true)", unknown: "{\"\(block)\": true}")
    let read = trial.observation?["evidence"]?["attributes"]?[0]
    #expect(read?["cause"]?.string == cause)
  }
}
