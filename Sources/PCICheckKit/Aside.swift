import Assessments
import Parallel
import ResourceGraph
import Values

/// What does not need the verdicts and is found out while these are rolled up.
struct Aside {
  let changes: Late<PlannedChanges>
  let names: Late<ConcealedNames>

  /// Fewer resources are gone through before a second thread has started.
  private static let worthAThread = 2_000

  init(_ graph: ResourceGraph, _ plans: [(root: NodeID, document: Int)]) {
    let isWorthwhile = graph.resources.count >= Self.worthAThread
    changes = Late(isWorthwhile: isWorthwhile) { PlannedChanges(plans, of: graph) }
    names = Late(isWorthwhile: isWorthwhile) { ConcealedNames(in: graph, graph.valueDigest) }
  }
}
