/// The part of a graph that is shown: some resources and the edges between them.
public struct GraphView: Sendable {
  public let graph: ResourceGraph
  /// In the order of the inputs.
  public let resources: [ResourceID]
  public let edges: [ResourceEdge]

  /// Everything, or what is near some resources.
  ///
  /// - Parameters:
  ///   - center: the resources to start from, nil for all.
  ///   - depth: how many edges away from them, in either direction.
  public init(_ graph: ResourceGraph, edges: [ResourceEdge], around center: [ResourceID]? = nil, depth: Int = 1) {
    self.graph = graph
    guard let center else {
      resources = graph.resources.indices.map { ResourceID($0) }
      self.edges = edges
      return
    }
    var neighbours: [ResourceID: [ResourceID]] = [:]
    for edge in edges {
      guard let to = edge.to else { continue }
      neighbours[edge.from, default: []].append(to)
      neighbours[to, default: []].append(edge.from)
    }
    var near = Set(center)
    var frontier = near
    for _ in 0..<max(0, depth) where !frontier.isEmpty {
      frontier = Set(frontier.flatMap { neighbours[$0] ?? [] }).subtracting(near)
      near.formUnion(frontier)
    }
    resources = near.sorted()
    self.edges = edges.filter { edge in near.contains(edge.from) && edge.to.map(near.contains) ?? true }
  }
}
