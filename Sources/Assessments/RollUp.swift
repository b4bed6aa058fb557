import Diagnostics
import ResourceGraph
import Rules

extension Assessment {
  /// Puts an assessment together: sorts, counts by requirement, lists what was not looked at.
  public static func conclude(
    _ result: Engine.Result, graph: ResourceGraph, catalogue: Catalogue, ruleSet: RuleSetSummary,
    notes: [Diagnostics.Diagnostic]
  ) -> Assessment {
    // That something is absent says nothing about an input in which there was nothing to look at.
    let isEmpty = !result.observations.contains { $0.resource != nil }
    let observations = sorted(result.observations.filter { !isEmpty || $0.verdict == .fail })
    var titles: [String: String] = [:]
    for entry in catalogue.requirements where entry.level == .principal { titles[entry.id] = entry.title }
    return Assessment(
      inputs: graph.documents, observations: observations, ruleSet: ruleSet,
      requirements: requirements(observations, catalogue), principalTitles: titles,
      coverage: coverage(observations, consulted: result.consultedTypes, graph), diagnostics: notes + result.problems)
  }

  /// By rule, then by resource; what is about the inputs as a whole comes last.
  private static func sorted(_ observations: [Observation]) -> [Observation] {
    var subjects: Set<SubjectKey> = []
    var last: RuleSubject?
    for observation in observations where observation.subject !== last {
      last = observation.subject
      subjects.insert(SubjectKey(observation.subject))
    }
    let rules = subjects.map(\.subject).sorted { $0.rule < $1.rule }
    var ranks: [SubjectKey: UInt64] = [:]
    for (rank, subject) in rules.enumerated() {
      // Jobs of one rule have subjects of their own.
      let previous = rank > 0 && rules[rank - 1].rule == subject.rule ? ranks[SubjectKey(rules[rank - 1])] : nil
      ranks[SubjectKey(subject)] = previous ?? UInt64(rank)
    }
    last = nil
    var rank: UInt64 = 0
    var keys: [(key: UInt64, place: Int)] = []
    keys.reserveCapacity(observations.count)
    for (index, observation) in observations.enumerated() {
      if observation.subject !== last {
        last = observation.subject
        rank = ranks[SubjectKey(observation.subject)] ?? 0
      }
      keys.append((rank << 32 | UInt64(observation.resource?.index ?? .max), index))
    }
    return keys.sorted { $0 < $1 }.map { observations[$0.place] }
  }

  private static func requirements(_ observations: [Observation], _ catalogue: Catalogue) -> [RequirementSummary] {
    var counts: [String: VerdictCounts] = [:]
    for (subject, own) in VerdictCounts.bySubject(observations) where !subject.isWeaklyLinked {
      for id in Set(subject.requirements.map(\.id)) { counts[id, default: VerdictCounts()].add(own) }
    }
    return catalogue.requirements.compactMap { entry in
      guard let own = counts[entry.id], own.pass + own.fail + own.indeterminate > 0 else { return nil }
      return RequirementSummary(
        id: entry.id, title: entry.title, pass: own.pass, fail: own.fail, indeterminate: own.indeterminate)
    }
  }

  private static func coverage(
    _ observations: [Observation], consulted: Set<String>, _ graph: ResourceGraph
  ) -> CoverageSummary {
    var isAssessed = [Bool](repeating: false, count: graph.resources.count)
    for observation in observations { if let id = observation.resource { isAssessed[Int(id.index)] = true } }
    var types = consulted
    var counts: [String: Int] = [:]
    for type in graph.types {
      let managed = graph.resources(ofType: type).filter { graph.mode(of: $0) == .managed }
      if managed.contains(where: { isAssessed[Int($0.index)] }) { types.insert(type) }
      if !managed.isEmpty { counts[type] = managed.count }
    }
    let left = counts.filter { !types.contains($0.key) }
    return CoverageSummary(
      assessedResources: isAssessed.count { $0 }, resources: counts.values.reduce(0, +),
      unassessedTypes: left.sorted { $0.key < $1.key }.map { (type: $0.key, count: $0.value) })
  }
}
