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
