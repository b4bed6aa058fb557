import Assessments
import Diagnostics
import Documents
import PCICheckKit
import TestSupport
import Testing

/// Waivers: which apply, and what is said of those that do not.
@Suite struct WaiverTests {
  private static let plan = """
    {"format_version": "1.2", "resource_changes": [
     {"address": "aws_vpc.a", "mode": "managed", "type": "aws_vpc", "name": "a",
      "provider_name": "registry.terraform.io/hashicorp/aws",
      "change": {"actions": ["create"], "after": {"enable_dns_support": false}, "after_unknown": {}}},
     {"address": "module.net[\\"x.y\\"].aws_vpc.b[0]", "module_address": "module.net[\\"x.y\\"]", "mode": "managed",
      "type": "aws_vpc", "name": "b", "index": 0, "provider_name": "registry.terraform.io/hashicorp/aws",
      "previous_address": "aws_vpc.old",
      "change": {"actions": ["no-op"], "after": {"enable_dns_support": false}, "after_unknown": {}}}]}
    """
  private static let rule = """
    id: t-vpc-dns
    title: VPCs resolve names
    severity: low
    since: 0.1.0
    aliases: [X.1]
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

  /// The assessment with the configuration given, on 2026-11-21.
  private func assess(_ configuration: String) throws -> PCICheck.Result {
    let folder = try TemporaryFolder()
    try folder.write("rules/t-vpc-dns.yaml", Self.rule)
    let plan = try folder.write("plan.json", Self.plan)
    let file = try folder.write(
      "pcicheck.yaml", "version: 1\npolicies: [rules]\nrules: { only: t-vpc-dns }\n\(configuration)")
    let effective = try EffectiveConfiguration.load(.file(file))
    return try PCICheck(options: try effective.options(today: PCICheck.Day("2026-11-21"))).run([plan])
  }

  private func waiver(_ changes: [String: String] = [:]) -> String {
    var fields = [
      "rule": "t-vpc-dns", "resource": "aws_vpc.a", "kind": "risk-accepted", "reason": "soon gone", "owner": "net",
      "approved-by": "ciso", "expires": "2026-12-31",
    ]
    for (name, value) in changes { fields[name] = value.isEmpty ? nil : value }
    return "  - { \(fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")) }\n"
  }

  private func state(_ changes: [String: String], horizon: Int = 365) throws -> String {
    let result = try assess("waivers:\n max-days: \(horizon)\n entries:\n\(waiver(changes))")
    let status = try #require(result.assessment.waivers.first)
    let applied = result.assessment.observations.count { $0.waiver != nil }
    #expect(applied == status.findings)
    #expect((status.problem == nil) == (status.state == .applied))
    #expect(result.assessment.diagnostics.count == (status.state == .applied ? 0 : 1))
    #expect(result.assessment.count(.fail) == 2, "the verdict stays")
    return "\(status.state.rawValue) \(applied)"
  }

  @Test(arguments: [
    ("aws_vpc.a", "applied 1"), ("aws_vpc.b", "unused 0"), ("\"module.net[\\\"x.y\\\"].aws_vpc.b\"", "applied 1"),
    ("module.net", "applied 1"), ("\"module.net*\"", "applied 1"), ("module.ne", "unused 0"),
    ("aws_vpc.old", "applied 1"), ("\"*.b*\"", "applied 1"), ("[aws_vpc.a, module.net]", "applied 2"),
    ("\"*\"", "too-broad 0"), ("\"aws_*\"", "too-broad 0"), ("\"aws_vpc.*\"", "too-broad 0"),
    ("\"module.*\"", "too-broad 0"), ("\"module.*.aws_vpc.*\"", "too-broad 0"),
    ("\"module.*.aws_vpc.b*\"", "applied 1"),
    ("[aws_vpc.a, \"*\"]", "too-broad 0"), ("\"**.*\"", "too-broad 0"), ("\"module.**.module.*\"", "too-broad 0"),
  ])
  func aWaiverCoversTheResourcesThatItNames(_ resource: String, _ expected: String) throws {
    #expect(try state(["resource": resource]) == expected)
  }

  @Test(arguments: [
    (["rule": "x.1"], "applied 1"), (["rule": "t-vpc-*"], "applied 1"), (["rule": "\"*\""], "too-broad 0"),
    (["rule": "t-*"], "too-broad 0"), (["rule": "t-vpc-dsn"], "malformed 0"), (["expires": "2026-11-21"], "applied 1"),
    (["expires": "2026-11-20"], "expired 0"), (["expires": ""], "malformed 0"),
    (["expires": "2026-02-30"], "malformed 0"),
    (["expires": "tomorrow"], "malformed 0"), (["expires": "2027-11-22"], "too-long 0"),
    (["expires": "2027-11-21"], "applied 1"), (["created": "2026-01-01", "expires": "2027-01-02"], "too-long 0"),
    (["created": "2026-11-22"], "malformed 0"), (["created": "2027-11-22", "expires": "2027-11-23"], "malformed 0"),
    (["reason": ""], "malformed 0"), (["reason": "' '"], "malformed 0"), (["owner": ""], "malformed 0"),
    (["approved-by": ""], "malformed 0"), (["kind": "because"], "malformed 0"), (["resource": ""], "malformed 0"),
    (["kind": "compensating-control"], "malformed 0"), (["worksheet": "{}"], "malformed 0"),
    (["until": "2026-12-31"], "malformed 0"), (["ticket": "17"], "applied 1"),
    (["kind": "false-positive"], "applied 1"),
  ])
  func aWaiverThatIsNotWholeOrNotInForceDoesNotApply(_ changes: [String: String], _ expected: String) throws {
    #expect(try state(changes) == expected)
  }

  @Test func aWaiverOfARuleThatJudgedNothingIsKeptQuietly() throws {
    let result = try assess("waivers:\n\(waiver(["rule": "aws-vpc-flow-logs"]))")
    #expect(result.assessment.waivers.map(\.state) == [.unused])
    #expect(result.assessment.diagnostics.isEmpty)
  }

  @Test func theHorizonIsTheProjects() throws {
    #expect(try state(["expires": "2026-12-31"], horizon: 40) == "applied 1")
    #expect(try state(["expires": "2027-01-01"], horizon: 40) == "too-long 0")
  }

  @Test func waivedFailuresDoNotFailTheRunAndAreCounted() throws {
    #expect(try assess("").exitStatus == .failed)
    #expect(try assess("waivers:\n\(waiver())").exitStatus == .failed)
    let all = try assess("waivers:\n\(waiver())\(waiver(["resource": "module.net"]))")
    #expect(all.exitStatus == .passed)
    let requirement = try #require(all.assessment.requirements.first { $0.id == "1.2.5" })
    #expect(requirement.fail == 2)
    #expect(requirement.waived == 2)
  }

  @Test func aCompensatingControlBringsItsWorksheet() throws {
    let sheet =
      "{ constraints: c, objective: o, risk: r, control: k, validation: v, maintenance: 4111111111111111 }"
    let result = try assess("waivers:\n\(waiver(["kind": "compensating-control", "worksheet": sheet]))")
    let waiver = try #require(result.assessment.observations.compactMap(\.waiver).first)
    #expect(waiver.worksheet?.control == "k")
    #expect(waiver.worksheet?.maintenance == "(card number)")
    #expect(try state(["kind": "compensating-control", "worksheet": "{ constraints: c }"]) == "malformed 0")
  }

  @Test func waiversAlsoStandInFilesOfTheirOwn() throws {
    let folder = try TemporaryFolder()
    try folder.write("rules/t-vpc-dns.yaml", Self.rule)
    let plan = try folder.write("plan.json", Self.plan)
    try folder.write("etc/waivers.yaml", "version: 1\nwaivers:\n\(waiver())")
    let file = try folder.write(
      "pcicheck.yaml", "version: 1\npolicies: [rules]\nrules: { only: t-vpc-dns }\nwaivers: { files: etc/waivers.yaml }"
    )
    let effective = try EffectiveConfiguration.load(.file(file))
    let result = try PCICheck(options: try effective.options(today: PCICheck.Day("2026-11-21"))).run([plan])
    #expect(result.assessment.waivedFailures == 1)
    try folder.write("etc/waivers.yaml", "version: 1\nwaiver: []")
    #expect(throws: Diagnostic.self) { try effective.options(today: nil) }
  }

  @Test func daysOfTheCalendarAreReadAndWrittenAlike() {
    for day in stride(from: -719_162, to: 2_932_896, by: 97) {
      let date = CalendarDate(day: day)
      #expect(CalendarDate(date.text) == date)
    }
    #expect(CalendarDate(secondsSince1970: 1_795_219_200).text == "2026-11-21")
    #expect(CalendarDate("2024-02-29")?.adding(days: 1).text == "2024-03-01")
    for text in ["2023-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "26-01-01", "2026-1-01", "2026-01-0١"] {
      #expect(CalendarDate(text) == nil, "\(text)")
    }
  }
}
