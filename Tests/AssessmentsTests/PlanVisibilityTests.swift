import TestSupport
import Testing

/// What conditions see of a plan beside known values: ids that are never null, members of maps, provider settings.
@Suite struct PlanVisibilityTests {
  /// Verdict and message of one condition on a queue in a small plan.
  private func judge(
    _ expect: String, relations: String = "", expressions: String = "", unknown: String = "{}", more: String = "",
    configuration: String = "", providers: String = "{}", members: String = "", message: String = "no"
  ) throws -> (verdict: String?, message: String?, text: String) {
    let folder = try TemporaryFolder()
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
        types: [aws_sqs_queue]
      \(relations)
      check:
        expect: "\(expect)"
        message: "\(message)"
      """)
    let plan = try folder.write(
      "plan.json",
      """
      {"format_version": "1.2", \(members) "resource_changes": [
        {"address": "aws_sqs_queue.a", "mode": "managed", "type": "aws_sqs_queue", "name": "a",
         "provider_name": "registry.terraform.io/hashicorp/aws",
         "change": {"actions": ["create"], "after": {"name": "a"}, "after_unknown": \(unknown)}}\(more)],
       "configuration": {"provider_config": \(providers), "root_module": {"resources": [
        {"address": "aws_sqs_queue.a", "mode": "managed", "type": "aws_sqs_queue", "name": "a",
         "provider_config_key": "aws", "expressions": {\(expressions)}}\(configuration)]}}}
      """)
    let report = try Graphs.report([plan], rules: ["t-trial"], folders: ["\(folder.path)/policies"])
    let observation = report["observations"]?[0]
    return (
      observation?["verdict"]?.string, observation?["message"]?.string, String(decoding: report.bytes, as: UTF8.self)
    )
  }

  private let key = """
    , {"address": "aws_kms_key.k", "mode": "managed", "type": "aws_kms_key", "name": "k",
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
        configuration: key)
      #expect(found.verdict == verdict, "\(condition)")
    }
  }

  @Test func anIdOfAnotherResourceIsOtherwiseUnknown() throws {
    let found = try judge(
      "resource.kms_master_key_id != 'alias/aws/sns'",
      expressions: #""kms_master_key_id": {"references": ["aws_kms_key.k.arn", "aws_kms_key.k"]}"#,
      unknown: #"{"kms_master_key_id": true}"#, configuration: key)
    #expect(found.verdict == "indeterminate")
  }

  private func alarm(_ via: String, _ dimensions: String) throws -> String? {
    try judge(
      "alarms.exists(a, a.metric_name == 'm')",
      relations: "relations:\n  alarms: { types: [aws_cloudwatch_metric_alarm], direction: incoming, via: \(via) }",
      more: """
        , {"address": "aws_cloudwatch_metric_alarm.m", "mode": "managed", "type": "aws_cloudwatch_metric_alarm",
           "name": "m", "change": {"actions": ["create"], "after": {"metric_name": "m", "dimensions": \(dimensions)},
           "after_unknown": {}}}
        """
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
    let folder = try TemporaryFolder()
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
        types: [\(type)]
      check:
        expect: "resource.\(block).exists(b, true)"
        message: "none"
      """)
    let plan = try folder.write(
      "plan.json",
      """
      {"format_version": "1.2", "resource_changes": [
        {"address": "\(type).a", "mode": "managed", "type": "\(type)", "name": "a",
         "change": {"actions": ["create"], "after": {}, "after_unknown": {"\(block)": true}}}],
       "configuration": {"root_module": {"resources": [
        {"address": "\(type).a", "mode": "managed", "type": "\(type)", "name": "a", "expressions": {}}]}}}
      """)
    let report = try Graphs.report([plan], rules: ["t-trial"], folders: ["\(folder.path)/policies"])
    let read = report["observations"]?[0]?["evidence"]?["attributes"]?[0]
    #expect(read?["cause"]?.string == cause)
  }
}
