import ResourceGraph
import Values

/// JSON texts of templates of which parts are not known, by the unknown node that stands for each.
struct PartialTexts: Sendable {
  private let documents: [NodeID: NodeID]

  init(_ graph: ResourceGraph) {
    var documents: [NodeID: NodeID] = [:]
    for partial in graph.partialTexts {
      guard let node = graph.arena.member(graph[partial.resource].values, partial.attribute) else { continue }
      documents[graph.arena.resolved(node)] = partial.document
    }
    self.documents = documents
  }

  func document(at node: NodeID) -> NodeID? { documents[node] }
}
