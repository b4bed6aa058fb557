import ResourceGraph
import TestSupport
import Testing
import Values

/// Resources are found by the nodes of their attributes.
@Suite struct NodeIndexTests {
  @Test func everyResourceIsFoundByItsNodeAndByNoOther() {
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder())
    var nodes: [NodeID] = []
    for number in 0..<1_000 {
      // Gaps of different widths between the nodes.
      let mark = builder.values.mark
      for _ in 0..<number % 7 { builder.values.push(.int(Int64(number))) }
      builder.values.closeContainer(.map, since: mark)
      let root = builder.values.finishRoot()
      nodes.append(root)
      builder.add(
        Resource(
          address: "t.a\(number)", type: "t", name: "a\(number)", mode: .managed, values: root,
          origin: ResourceOrigin(document: 0)))
    }
    builder.add(DocumentSummary(name: "x", sha256: "", kind: .terraformPlan))
    let graph = builder.takeGraph()
    for (number, node) in nodes.enumerated() {
      #expect(graph.resource(at: node) == ResourceID(number))
      #expect(graph.resource(named: "t.a\(number)") == ResourceID(number))
    }
    let others = (0..<UInt32(graph.arena.nodes.count)).map { NodeID($0) }.filter { !nodes.contains($0) }
    #expect(others.allSatisfy { graph.resource(at: $0) == nil })
    #expect(graph.resource(at: NodeID(.max - 1)) == nil)
  }
}
