import Network
import NetworkAdapter
import ResourceGraph
import TestSupport
import Testing

/// What is looked up before the network is worked out is what would be looked up then.
@Suite("Links that are read beforehand")
struct LinkReadingsTests {
  static var plans: [String] {
    FixtureTests.names.map(FixtureTests.input).filter { $0.hasSuffix(".json") }
      + ["minimal-web", "card-platform-compliant", "nested-modules-for-each", "references"].map {
        Project.fixture("terraform/\($0)/plan.json")
      }
  }

  @Test("the network is the same with and without them", arguments: plans)
  func same(_ path: String) throws {
    let graph = try Graphs.terraform(try Project.bytes(path))
    var lookup = ReferenceLookup(graph)
    let portions = (0..<LinkReadings.count(of: graph)).map { LinkReadings.read($0, of: graph, &lookup) }
    let read = NetworkMap.map(graph, readings: LinkReadings(portions, of: graph))
    let asked = NetworkMap.map(graph)
    #expect(!asked.model.subnets.isEmpty || asked.model.endpoints.isEmpty)
    #expect("\(read.model)" == "\(asked.model)")
    #expect(read.owners == asked.owners)
    #expect("\(read.notes)" == "\(asked.notes)")
    for rule in asked.model.securityGroups.flatMap(\.rules) {
      let element = Element(.securityGroupRule, id: rule.id, label: rule.label)
      let (one, other) = (read.origin(of: element, in: graph), asked.origin(of: element, in: graph))
      #expect(one?.resource == other?.resource && one?.attribute == other?.attribute && one?.node == other?.node)
    }
  }
}
