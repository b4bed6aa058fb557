import Diagnostics
import ResourceGraph
import Rules

extension Assessment {
  /// Puts an assessment together: sorts, counts by requirement, lists what was not looked at.
  public static func conclude(
    _ result: consuming Engine.Result, graph: ResourceGraph, catalogue: Catalogue, ruleSet: RuleSetSummary,
    notes: [Diagnostics.Diagnostic]
  ) -> Assessment {
    // That something is absent says nothing about an input in which there was nothing to look at.
    var observations = result.takeObservations()
    let isEmpty = !observations.indices.contains { observations[$0].resource != nil }
    if isEmpty { observations = observations.filter { $0.verdict == .fail } }
    sort(&observations)
    var titles: [String: String] = [:]
    for entry in catalogue.requirements where entry.level == .principal { titles[entry.id] = entry.title }
    var assessment = Assessment(
      inputs: graph.documents, observations: observations, ruleSet: ruleSet,
      requirements: requirements(observations, catalogue), principalTitles: titles,
      coverage: coverage(observations, consulted: result.consultedTypes, graph), diagnostics: notes + result.problems)
    assessment.kept = result.kept
    return assessment
  }

  /// By rule, then by resource; what is about the inputs as a whole comes last.
  private static func sort(_ observations: inout [Observation]) {
    var runs = runs(of: observations)
    runs.sort { ($0.subject.rule, $0.range.lowerBound) < ($1.subject.rule, $1.range.lowerBound) }
    var places: [Int] = []
    places.reserveCapacity(observations.count)
    var first = 0
    while first < runs.count {
      // Jobs of one rule have subjects of their own.
      let end = runs[first...].firstIndex { $0.subject.rule != runs[first].subject.rule } ?? runs.count
      let start = places.count
      for run in runs[first..<end] { places += run.range }
      if end - first > 1 || !runs[first].isSorted {
        places[start...].sort { (place(observations[$0]), $0) < (place(observations[$1]), $1) }
      }
      first = end
    }
    arrange(&observations, places)
  }

  /// Observations of one subject that follow each other.
  private struct Run {
    let subject: RuleSubject
    var range: Range<Int>
    var isSorted = true
  }

  private static func runs(of observations: [Observation]) -> [Run] {
    var runs: [Run] = []
    var last: UInt32 = 0
    for index in observations.indices {
      let place = place(observations[index])
      if let run = runs.indices.last, runs[run].subject === observations[index].subject {
        runs[run].range = runs[run].range.lowerBound..<index + 1
        if place < last { runs[run].isSorted = false }
      } else {
        runs.append(Run(subject: observations[index].subject, range: index..<index + 1))
      }
      last = place
    }
    return runs
  }

  /// The number of the resource; what is about no resource comes behind all.
  private static func place(_ observation: Observation) -> UInt32 { observation.resource?.index ?? .max }

  /// Puts observations into an order in place. Each is moved once; a copy would count an owner for every part of it.
  ///
  /// - Parameter places: for each place the one that its observation has now; each place occurs once.
  private static func arrange(_ observations: inout [Observation], _ places: [Int]) {
    var places = places
    observations.withUnsafeMutableBufferPointer { observations in
      for start in places.indices where places[start] != start {
        let first = observations.moveElement(from: start)
        var place = start
        while places[place] != start {
          let next = places[place]
          observations.initializeElement(at: place, to: observations.moveElement(from: next))
          places[place] = place
          place = next
        }
        observations.initializeElement(at: place, to: first)
        places[place] = place
      }
    }
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
    for index in observations.indices {
      if let id = observations[index].resource { isAssessed[Int(id.index)] = true }
    }
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
