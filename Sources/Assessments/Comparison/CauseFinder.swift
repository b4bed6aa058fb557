import Diagnostics
import ResourceGraph
import Rules

/// Finds the changes behind findings that were not there before.
///
/// A finding on a resource that exists already has its cause in what the verdict before rested on: a flow log that is
/// deleted stood in the evidence of the pass. So the passes are judged again, with their evidence.
struct CauseFinder {
  /// Changes named for one finding are not more than these.
  private static let listed = 5

  private let engine: Engine
  private let rules: [Rule]
  private let changes: [Int: [String: PlannedChange]]
  private let library: PolicyLibrary
  /// Nil if nothing was there before.
  private let prior: ResourceGraph?

  init(
    _ engine: Engine, rules: [Rule], changes: [Int: [String: PlannedChange]], library: PolicyLibrary,
    prior: ResourceGraph?
  ) {
    self.engine = engine
    self.rules = rules
    self.changes = changes
    self.library = library
    self.prior = prior
  }

  /// The causes of each finding; none for a finding on a new resource.
  func causes(_ introduced: [Observation]) throws(Diagnostics.Diagnostic) -> [[PlannedChange]] {
    let existing = introduced.filter { change($0)?.action != .create }
    guard !existing.isEmpty, let prior else { return introduced.map { _ in [] } }
    let ids = Set(existing.map(\.rule))
    let addresses = Set(existing.map(\.address))
    let subjects = prior.resources.indices.filter { addresses.contains(prior.resources[$0].address) }
    let judged = try engine.demanding(.all).judge(
      prior, rules: rules.filter { ids.contains($0.id) }, only: Set(subjects.map { ResourceID($0) }))
    let before = judged.observations.keyed
    var result: [[PlannedChange]] = []
    for observation in introduced { result.append(try causes(of: observation, before)) }
    return result
  }

  private func change(_ observation: Observation) -> PlannedChange? {
    observation.input.flatMap { changes[$0]?[observation.address] }
  }

  private func causes(of observation: Observation, _ before: [ObservationKey: Observation])
    throws(Diagnostics.Diagnostic) -> [PlannedChange]
  {
    guard let document = observation.input, let own = changes[document] else { return [] }
    let change = own[observation.address]
    if change?.action == .create { return [] }
    var found = change.map { $0.action.isChange ? [$0] : [] } ?? []
    let evidence = before[ObservationKey(observation, document)].map { changes.changed(in: $0.evidence, of: document) }
    for candidate in (evidence ?? []) + changes.changed(in: observation.evidence, of: document)
    where !found.contains(candidate) {
      found.append(candidate)
    }
    guard found.isEmpty, let rule = rules.first(where: { $0.id == observation.rule }) else {
      return Array(found.prefix(Self.listed))
    }
    // The evidence names none of them: whatever the rule looks at and the plan changes.
    let types = Set(try ChangeComparison.consulted(rule, library))
    let candidates = own.values.filter { $0.action.isChange && types.contains($0.type) }
    return Array(candidates.sorted { $0.address < $1.address }.prefix(Self.listed))
  }
}

extension [Int: [String: PlannedChange]] {
  /// The changes to resources that evidence has.
  func changed(in evidence: Evidence, of document: Int) -> [PlannedChange] {
    var found: [PlannedChange] = []
    for address in evidence.relations.compactMap(\.to) + evidence.reads.map(\.address) {
      guard let change = self[document]?[address], change.action.isChange, !found.contains(change) else { continue }
      found.append(change)
    }
    return found
  }
}
