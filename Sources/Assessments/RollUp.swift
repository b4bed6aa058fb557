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
    let observations = result.observations.filter { !isEmpty || $0.verdict == .fail }.sorted { left, right in
      if left.rule != right.rule { return left.rule < right.rule }
      return (left.resource?.index ?? .max, left.address) < (right.resource?.index ?? .max, right.address)
    }
    var titles: [String: String] = [:]
    for entry in catalogue.requirements where entry.level == .principal { titles[entry.id] = entry.title }
    return Assessment(
      inputs: graph.documents, observations: observations, ruleSet: ruleSet,
      requirements: requirements(observations, catalogue), principalTitles: titles,
      coverage: coverage(observations, consulted: result.consultedTypes, graph), diagnostics: notes + result.problems)
  }

  private static func requirements(_ observations: [Observation], _ catalogue: Catalogue) -> [RequirementSummary] {
    struct Counts {
      var pass = 0
      var fail = 0
      var indeterminate = 0
    }
    var counts: [String: Counts] = [:]
    for observation in observations where !observation.isWeaklyLinked {
      for id in Set(observation.requirements.map(\.id)) {
        switch observation.verdict {
        case .pass: counts[id, default: Counts()].pass += 1
        case .fail: counts[id, default: Counts()].fail += 1
        case .indeterminate: counts[id, default: Counts()].indeterminate += 1
        case .notApplicable: break
        }
      }
    }
    return catalogue.requirements.compactMap { entry in
      counts[entry.id].map {
        RequirementSummary(
          id: entry.id, title: entry.title, pass: $0.pass, fail: $0.fail, indeterminate: $0.indeterminate)
      }
    }
  }

  private static func coverage(
    _ observations: [Observation], consulted: Set<String>, _ graph: ResourceGraph
  ) -> CoverageSummary {
    let assessed = Set(observations.compactMap(\.resource))
    let types = Set(observations.filter { $0.resource != nil }.map(\.type)).union(consulted)
    let managed = graph.resources.filter { $0.mode == .managed }
    var left: [String: Int] = [:]
    for resource in managed where !types.contains(resource.type) { left[resource.type, default: 0] += 1 }
    return CoverageSummary(
      assessedResources: assessed.count, resources: managed.count,
      unassessedTypes: left.sorted { $0.key < $1.key }.map { (type: $0.key, count: $0.value) })
  }
}
