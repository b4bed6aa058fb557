import Assessments
import Diagnostics
import ResourceGraph
import Rules
import TerraformPlan
import Values

extension PCICheck {
  /// Gives findings their fingerprints, and says what the change has to do with each where a plan says what was before.
  func compare(
    _ assessment: Assessment, _ engine: Engine, _ rules: [Rule], _ graph: ResourceGraph,
    _ plans: PlannedChanges
  ) throws(Diagnostic) -> Assessment {
    let named = assessment.fingerprinted(by: Fingerprint(graph) { hexDigest($0) })
    guard !plans.readers.isEmpty else { return named }
    let changes = plans.byDocument
    let comparison = try ChangeComparison(engine, rules: rules, changes: changes, library: options.policies.library)
    let outcome = try comparison.run(named.observations) { () throws(Diagnostic) in try priorState(graph, plans.readers) }
    return named.compared(outcome, changes: changes)
  }

  /// The evidence that this run needs: to say what a change has to do with findings takes that of all of them.
  func evidenceDemand(_ plans: PlannedChanges) -> EvidenceDemand {
    guard case .findings = options.evidence else { return options.evidence }
    let selects = options.gate.findings != .all || options.gate.baseline != nil
    return selects || plans.alterExisting ? .findings(perRule: .max) : options.evidence
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

/// What the plans of a run do, by document.
struct PlannedChanges {
  let readers: [PriorStateReader]
  let byDocument: [Int: [String: PlannedChange]]

  init(_ plans: [(root: NodeID, document: Int)], _ graph: ResourceGraph) {
    readers = plans.map { PriorStateReader(root: $0.root, document: $0.document, planned: graph) }
    byDocument = Dictionary(zip(plans.map(\.document), readers.map(\.changes))) { first, _ in first }
  }

  /// Whether they change something that exists.
  var alterExisting: Bool {
    byDocument.values.contains { changes in
      changes.values.contains { $0.action != .create && $0.action != .read && $0.action != .none }
    }
  }
}
