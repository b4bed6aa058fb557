import PCICheckKit
import TestSupport
import Testing

@Suite("Questions, scope and pictures of a network")
struct SessionTests {
  private static func session(_ name: String) throws -> NetworkSession {
    try NetworkSession([FixtureTests.input(name)], policies: try PCICheck.Policies())
  }

  @Test("the JSON of a reachable answer names packet and hops")
  func witness() throws {
    let session = try Self.session("public-instance")
    let answer = try session.answer(ReachQuestion(from: "internet", to: "aws_instance.web", port: "443"))
    let text = String(decoding: session.json(answer), as: UTF8.self)
    for part in [
      "\"answer\": \"reachable\"", "\"destinationPort\": 443", "aws_security_group.web.ingress[0]",
      "aws_internet_gateway.main", "aws_route_table.public.route[0]", "\"pointer\": \"/resource_changes/",
      "\"needs\": []",
    ] { #expect(text.contains(part), "\(part) is missing") }
  }

  @Test("a rule that names no group has no part in the groups that another rule names")
  func rulesWithoutGroups() throws {
    func change(_ type: String, _ name: String, _ after: String) -> String {
      """
      {"address": "\(type).\(name)", "mode": "managed", "type": "\(type)", "name": "\(name)",
       "change": {"actions": ["create"], "before": null, "after": {"id": "\(name)", \(after)}, "after_unknown": {}}}
      """
    }
    func rule(_ port: Int, _ groups: String, _ blocks: String) -> String {
      """
      {"protocol": "tcp", "from_port": \(port), "to_port": \(port), "security_groups": \(groups), "cidr_blocks": \(blocks)}
      """
    }
    let everything = #"{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}"#
    let changes = [
      change("aws_vpc", "net", #""cidr_block": "10.0.0.0/16""#),
      change("aws_subnet", "part", #""vpc_id": "net", "cidr_block": "10.0.1.0/24""#),
      change("aws_security_group", "outer", #""vpc_id": "net", "egress": [\#(everything)]"#),
      change(
        "aws_security_group", "inner",
        #""vpc_id": "net", "ingress": [\#(rule(22, "null", #"["10.9.0.0/16"]"#)), \#(rule(443, #"["outer"]"#, "null"))]"#
      ),
      change("aws_instance", "sender", #""subnet_id": "part", "vpc_security_group_ids": ["outer"]"#),
      change("aws_instance", "server", #""subnet_id": "part", "vpc_security_group_ids": ["inner"]"#),
    ]
    let plan = #"{"format_version": "1.2", "resource_changes": [\#(changes.joined(separator: ","))]}"#
    let folder = try TemporaryFolder()
    let session = try NetworkSession([folder.write("plan.json", plan)], policies: try PCICheck.Policies())
    for (port, verdict) in [("443", "reachable"), ("22", "unreachable")] {
      let answer = try session.answer(ReachQuestion(from: "aws_instance.sender", to: "aws_instance.server", port: port))
      #expect(answer.verdict == verdict, "port \(port)")
    }
  }

  @Test("the JSON of an unreachable answer names what blocks")
  func blockers() throws {
    let session = try Self.session("acl-without-replies")
    let answer = try session.answer(ReachQuestion(from: "internet", to: "aws_instance.web", port: "443"))
    let text = String(decoding: session.json(answer), as: UTF8.self)
    #expect(text.contains("\"blockedBy\""))
    #expect(text.contains("return-network-acl"))
  }

  @Test(
    "what cannot be asked is refused",
    arguments: [
      ReachQuestion(from: "internet", to: "aws_instance.wep"), ReachQuestion(from: "internet", to: "internet"),
      ReachQuestion(from: "internet", to: "aws_vpc.main", port: "70000"),
      ReachQuestion(from: "internet", to: "aws_instance.web", protocol: "tpc"),
      ReachQuestion(from: "internet", to: "aws_instance.web", family: "ipv5"),
      ReachQuestion(from: "on-premises", to: "aws_instance.web"),
      ReachQuestion(from: "aws_instance.web", to: "198.51.100.0/24"),
    ])
  func refusals(_ question: ReachQuestion) throws {
    let session = try Self.session("public-instance")
    #expect(throws: (any Error).self) { try session.answer(question) }
  }

  @Test("every format draws every fixture, and the picture has no raw text of the input", arguments: FixtureTests.names)
  func pictures(_ name: String) throws {
    let diagram = try Self.session(name).diagram(nil, policies: try PCICheck.Policies())
    for format in Diagram.formatNames { #expect(diagram.render(format).count > 100) }
  }

  @Test("hostile names do not get into pictures")
  func hostileNames() throws {
    let session = try NetworkSession(
      [Project.path("fixtures/terraform/hostile-strings/plan.json")], policies: try PCICheck.Policies())
    let diagram = try session.diagram(nil, policies: try PCICheck.Policies())
    for format in Diagram.formatNames {
      let text = diagram.render(format)
      #expect(!text.contains("<script"))
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    }
  }
}
