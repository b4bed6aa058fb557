import ResourceGraph

/// What the inputs do to each resource, looked up once: dozens of observations ask for each.
struct PlannedActions: Sendable {
  private let byResource: [PlannedChange.Action?]
  /// Whether everything that is done is to create.
  let areCreations: Bool

  /// - Parameter changes: by document and address.
  init(_ graph: ResourceGraph, _ changes: [Int: [String: PlannedChange]]) {
    byResource = graph.resources.map { changes[$0.origin.document]?[$0.address]?.action }
    areCreations = byResource.allSatisfy { $0 == .create }
  }

  /// What is done to the resource that was judged; nil where the input does not say.
  subscript(_ observation: Observation) -> PlannedChange.Action? {
    observation.resource.flatMap { byResource[Int($0.index)] }
  }
}
