import Assessments
import PCICheckKit
import TestSupport
import Testing

/// What a change has to do with each finding, from the two sides of one plan.
@Suite struct ChangeTests {
  private static let rules = [
    "t-vpc-flow-log": """
    id: t-vpc-flow-log
    title: VPCs have flow logs
    severity: high
    since: 0.1.0
    rationale: Because.
    remediation: Add one.
    requirements:
      - { standard: pci-dss, version: "4.0.1", id: "10.2.1", coverage: partial }
    applies:
      types: [aws_vpc]
    relations:
      flowLogs: { types: [aws_flow_log], direction: incoming, via: vpc_id }
    check:
      expect: flowLogs.exists(log, log.traffic_type == 'ALL')
      message: "no flow log"
    examples:
      - { name: none, given: { aws_vpc.a: {} }, expect: { aws_vpc.a: fail } }
    """,
    "t-vpc-dns": """
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
      message: "dns is {resource.enable_dns_support}, {resource.cidr_block}"
    examples:
      - { name: on, given: { aws_vpc.a: { enable_dns_support: true } }, expect: { aws_vpc.a: pass } }
    """,
  ]

  private static func change(
    _ address: String, _ actions: String, before: String, after: String, more: String = "", masks: String = ""
  ) -> String {
    let parts = address.split(separator: ".")
    return """
      {"address": "\(address)", "mode": "managed", "type": "\(parts[0])", "name": "\(parts[1])", \(more)
       "provider_name": "registry.terraform.io/hashicorp/aws",
       "change": {"actions": [\(actions)], "before": \(before), "after": \(after), "after_unknown": {}\(masks)}}
      """
  }

  private func assess(
    _ changes: [String], gate: String = "all", baseline: String? = nil,
    evidence: PCICheck.EvidenceDemand = .all
  ) throws -> PCICheck.Result {
    let folder = try TemporaryFolder()
    for (name, text) in Self.rules { try folder.write("rules/\(name).yaml", text) }
    let plan = try folder.write(
      "plan.json", #"{"format_version": "1.2", "resource_changes": [\#(changes.joined(separator: ","))]}"#)
    let baselinePath = try baseline.map { try folder.write("baseline.json", $0) }
    let file = try folder.write(
      "pcicheck.yaml", "version: 1\npolicies: [rules]\nrules: { only: [t-vpc-*] }\ngate: { findings: \(gate) }")
    var settings = CommandLineSettings()
    settings.baseline = baselinePath
    let effective = try EffectiveConfiguration.load(.file(file), commandLine: settings)
    return try PCICheck(options: try effective.options(evidence: evidence)).run([plan])
  }

  /// `rule address status (causes)` of each failure.
  private func statuses(_ result: PCICheck.Result) -> [String] {
    result.assessment.observations.filter { $0.verdict == .fail }.map { observation in
      let causes = observation.change?.causes.map { "\($0.action.rawValue) \($0.address)" } ?? []
      return "\(observation.rule) \(observation.address) \(observation.change?.status.rawValue ?? "?")"
        + (causes.isEmpty ? "" : " (\(causes.joined(separator: ", ")))")
    }
  }

  private static let goodVPC = #"{"id": "vpc-1", "enable_dns_support": true, "cidr_block": "10.0.0.0/16"}"#
  private static let badVPC = #"{"id": "vpc-1", "enable_dns_support": false, "cidr_block": "10.0.0.0/16"}"#
  private static let log = #"{"id": "fl-1", "vpc_id": "vpc-1", "traffic_type": "ALL"}"#
  private static let noLog = #"{"id": "fl-1", "vpc_id": "vpc-1", "traffic_type": "REJECT"}"#

  @Test func aChangeElsewhereThatBreaksAResourceIsNamed() throws {
    let result = try assess(
      [
        Self.change("aws_vpc.a", "\"no-op\"", before: Self.goodVPC, after: Self.goodVPC),
        Self.change("aws_flow_log.x", "\"delete\"", before: Self.log, after: "null"),
      ], gate: "introduced")
    #expect(statuses(result) == ["t-vpc-flow-log aws_vpc.a introduced (delete aws_flow_log.x)"])
    #expect(result.exitStatus == .failed)
    let updated = try assess([
      Self.change("aws_vpc.a", "\"no-op\"", before: Self.goodVPC, after: Self.goodVPC),
      Self.change("aws_flow_log.x", "\"update\"", before: Self.log, after: Self.noLog),
    ])
    #expect(statuses(updated) == ["t-vpc-flow-log aws_vpc.a introduced (update aws_flow_log.x)"])
  }

  @Test func whatFailedBeforeIsNotTheChangesDoing() throws {
    let changes = [
      Self.change("aws_vpc.a", "\"no-op\"", before: Self.badVPC, after: Self.badVPC),
      Self.change(
        "aws_vpc.b", "\"update\"", before: #"{"enable_dns_support": false, "cidr_block": "a"}"#,
        after: #"{"enable_dns_support": false, "cidr_block": "b"}"#),
      Self.change("aws_flow_log.x", "\"no-op\"", before: Self.log, after: Self.log),
    ]
    let result = try assess(changes)
    #expect(
      statuses(result) == [
        "t-vpc-dns aws_vpc.a pre-existing", "t-vpc-dns aws_vpc.b touched", "t-vpc-flow-log aws_vpc.b touched",
      ])
    #expect(result.exitStatus == .failed)
    #expect(try assess(changes, gate: "introduced").exitStatus == .passed)
    #expect(try assess(changes, gate: "touched").exitStatus == .failed)
    #expect(try assess([changes[0], changes[2]], gate: "touched").exitStatus == .passed)
  }

  @Test func whatIsNewIsIntroducedAndWhatIsMendedIsFixed() throws {
    let result = try assess([
      Self.change("aws_vpc.new", "\"create\"", before: "null", after: #"{"enable_dns_support": false}"#),
      Self.change("aws_vpc.mended", "\"update\"", before: Self.badVPC, after: Self.goodVPC),
      Self.change("aws_vpc.gone", "\"delete\"", before: #"{"id": "v", "enable_dns_support": false}"#, after: "null"),
      Self.change("aws_vpc.left", "\"forget\"", before: #"{"id": "w", "enable_dns_support": false}"#, after: "null"),
      Self.change("aws_flow_log.x", "\"create\"", before: "null", after: Self.log),
    ])
    #expect(statuses(result) == ["t-vpc-dns aws_vpc.new introduced", "t-vpc-flow-log aws_vpc.new introduced"])
    let fixed = result.assessment.fixed.map { "\($0.rule) \($0.address) \($0.isDeleted)" }
    #expect(
      fixed == [
        "t-vpc-dns aws_vpc.gone true", "t-vpc-dns aws_vpc.mended false", "t-vpc-flow-log aws_vpc.gone true",
        "t-vpc-flow-log aws_vpc.mended false",
      ])
  }

  @Test func aResourceThatMovesIsTheSame() throws {
    let moved = Self.change(
      "aws_vpc.renamed", "\"no-op\"", before: Self.badVPC, after: Self.badVPC,
      more: "\"previous_address\": \"aws_vpc.a\",")
    let log = Self.change("aws_flow_log.x", "\"update\"", before: Self.log, after: Self.log)
    #expect(statuses(try assess([moved, log])) == ["t-vpc-dns aws_vpc.renamed pre-existing"])
  }

  @Test func aReplacedResourceThatWorsensIsIntroduced() throws {
    let result = try assess([
      Self.change("aws_vpc.a", "\"delete\", \"create\"", before: Self.goodVPC, after: Self.badVPC),
      Self.change("aws_flow_log.x", "\"no-op\"", before: Self.log, after: Self.log),
    ])
    #expect(statuses(result) == ["t-vpc-dns aws_vpc.a introduced (replace aws_vpc.a)"])
  }

  @Test func secretsOfTheStateBeforeReachNoReport() throws {
    for masks in [
      #", "before_sensitive": {"cidr_block": true}"#, #", "after_sensitive": {"cidr_block": true}"#,
      #", "before_sensitive": "yes""#,
    ] {
      let result = try assess([
        Self.change(
          "aws_vpc.a", "\"update\"", before: #"{"enable_dns_support": false, "cidr_block": "CANARY"}"#,
          after: #"{"enable_dns_support": true, "cidr_block": "x"}"#, masks: masks),
        Self.change("aws_flow_log.x", "\"no-op\"", before: Self.log, after: Self.log),
      ])
      let fixed = try #require(result.assessment.fixed.first)
      #expect(!fixed.message.contains("CANARY"), "\(masks)")
    }
  }

  @Test func aBaselineKnowsFindingsByRuleAndAddressThroughMovesAndOrder() throws {
    let old = Self.change("aws_vpc.a", "\"no-op\"", before: Self.badVPC, after: Self.badVPC)
    let log = Self.change("aws_flow_log.x", "\"no-op\"", before: Self.log, after: Self.log)
    let first = try assess([old, log])
    let baseline = String(decoding: BaselineFile.text(first.assessment), as: UTF8.self)
    #expect(try assess([old, log], baseline: baseline).exitStatus == .passed)
    let moved = Self.change(
      "aws_vpc.renamed", "\"no-op\"", before: Self.badVPC, after: Self.badVPC,
      more: "\"previous_address\": \"aws_vpc.a\",")
    #expect(try assess([log, moved], baseline: baseline).exitStatus == .passed)
    let other = Self.change("aws_vpc.b", "\"create\"", before: "null", after: Self.badVPC)
    let result = try assess([other, log, moved], baseline: baseline)
    #expect(result.exitStatus == .failed)
    #expect(result.assessment.observations.filter { $0.verdict == .fail }.map(\.isInBaseline) == [false, true])
    #expect(result.assessment.baseline?.gone == 0)
    #expect(try assess([log], baseline: baseline).assessment.baseline?.gone == 1)
  }

  @Test func aReportIsABaselineToo() throws {
    let old = Self.change("aws_vpc.a", "\"no-op\"", before: Self.badVPC, after: Self.badVPC)
    let log = Self.change("aws_flow_log.x", "\"no-op\"", before: Self.log, after: Self.log)
    let result = try assess([old, log])
    let check = PCICheck(options: PCICheck.Options(policies: try PCICheck.Policies()))
    let report = check.report(result, format: "json", color: false, width: 100, verbose: false)
    #expect(try assess([old, log], baseline: String(decoding: report, as: UTF8.self)).exitStatus == .passed)
    for bad in ["{}", "[]", #"{"observations": []}"#, #"{"schemaVersion": "2.0", "observations": []}"#, "x"] {
      #expect(throws: (any Error).self, "\(bad)") { try assess([old, log], baseline: bad) }
    }
    let nameless = #"{"schemaVersion": "1.0", "observations": [{"verdict": "fail"}]}"#
    #expect(throws: (any Error).self) { try assess([old, log], baseline: nameless) }
  }

  @Test func fingerprintsOfSeveralInputsTellThemApartOnlyWhereTheyMust() throws {
    let graph = try Graphs.terraform(
      #"{"format_version": "1.2", "resource_changes": [\#(Self.change("aws_vpc.a", "\"create\"", before: "null", after: "{}"))]}"#
    )
    let fingerprint = Fingerprint(graph) { bytes in
      String(decoding: bytes, as: UTF8.self) + String(repeating: "0", count: 64)
    }
    let one = fingerprint.text(rule: "r", address: "a", input: "x.json")
    #expect(one == fingerprint.text(rule: "r", address: "a", input: "y.json"))
    #expect(one != fingerprint.text(rule: "r1", address: "a", input: "x.json"))
  }

  @Test func theTerminalListsWhatTheChangeIntroducesBeforeTheFirstTwentyOfTheRest() throws {
    var changes = (10..<50).map { number in
      Self.change("aws_vpc.old\(number)", "\"no-op\"", before: Self.badVPC, after: Self.badVPC)
    }
    changes.append(Self.change("aws_vpc.zz", "\"update\"", before: Self.goodVPC, after: Self.badVPC))
    changes.append(Self.change("aws_vpc.zzz", "\"no-op\"", before: Self.badVPC, after: Self.badVPC))
    changes.append(Self.change("aws_flow_log.x", "\"no-op\"", before: Self.log, after: Self.log))
    let result = try assess(changes, evidence: .findings(perRule: 20))
    let check = PCICheck(options: PCICheck.Options(policies: try PCICheck.Policies()))
    let text = String(
      decoding: check.report(result, format: "terminal", color: false, width: 100, verbose: false), as: UTF8.self)
    let place = try #require(text.range(of: "aws_vpc.zz\n      dns is false"))
    #expect(text.contains("the plan updates aws_vpc.zz"))
    #expect(try #require(text.range(of: "aws_vpc.old10")).lowerBound > place.lowerBound)
    #expect(!text.contains("aws_vpc.zzz"))
  }
}
