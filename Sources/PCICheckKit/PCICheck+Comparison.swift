import Assessments
import Diagnostics
import ResourceGraph
import Rules
import TerraformPlan
import Values

/// What the plans of a run change.
struct PlannedChanges: Sendable {
  let readers: [PriorStateReader]
  /// Whether they do nothing but create and read.
  let onlyCreate: Bool

  init(_ plans: [(root: NodeID, document: Int)], of graph: ResourceGraph) {
    readers = plans.map { PriorStateReader(root: $0.root, document: $0.document, planned: graph) }
    onlyCreate = readers.allSatisfy(\.onlyCreates)
  }
}

extension PCICheck {
  /// Gives findings their fingerprints, and says what the change has to do with each where a plan says what was before.
  func compare(
    _ assessment: inout Assessment, _ engine: Engine, _ rules: [Rule], _ graph: ResourceGraph,
    _ plans: PlannedChanges
  ) throws(Diagnostic) {
    assessment = assessment.fingerprinted(by: Fingerprint(graph) { hexDigest($0) })
    let readers = plans.readers
    guard !readers.isEmpty else { return }
    if plans.onlyCreate, assessment.introduce(by: Set(readers.map(\.document)), in: graph) { return }
    let changes = Dictionary(readers.map { ($0.document, $0.changes) }) { first, _ in first }
    let comparison = try ChangeComparison(engine, rules: rules, changes: changes, library: options.policies.library)
    let outcome = try comparison.run(assessment.observations, of: graph) { () throws(Diagnostic) in
      try priorState(graph, readers)
    }
    assessment.add(outcome, changes: changes)
  }

  private func priorState(_ graph: ResourceGraph, _ readers: [PriorStateReader]) throws(Diagnostic) -> ResourceGraph {
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder(extending: graph.arena))
    for document in graph.documents.indices {
      if let reader = readers.first(where: { $0.document == document }) {
        reader.read(into: &builder)
      } else {
        builder.add(graph.documents[document])
      }
    }
    let types = Set(builder.resources.map(\.type))
    return builder.takeGraph(defaults: try options.policies.library.defaults(for: types))
  }
}
