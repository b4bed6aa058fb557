import Diagnostics
import ResourceGraph
import Rules

extension Engine {
  /// The reasons of findings that were judged without: their rules are judged again.
  ///
  /// - Parameter wanted: the places of the findings among `observations`; those that have reasons are skipped.
  /// - Returns: the findings with reasons, by place.
  func explained(
    _ wanted: [Int], of observations: [Observation], in graph: ResourceGraph, rules: [Rule]
  ) throws(Diagnostics.Diagnostic) -> [Int: Observation] {
    let open = wanted.filter { observations[$0].message.isEmpty && observations[$0].input != nil }
    guard !open.isEmpty else { return [:] }
    let ids = Set(open.map { observations[$0].rule })
    let judged = try demanding(.findings(perRule: .max)).judge(
      graph, rules: rules.filter { ids.contains($0.id) }, only: Set(open.compactMap { observations[$0].resource }))
    let keyed = judged.observations.filter(\.isFinding).keyed
    var result: [Int: Observation] = [:]
    for index in open {
      guard let document = observations[index].input else { continue }
      result[index] = keyed[ObservationKey(observations[index], document)]
    }
    return result
  }
}

extension Assessment {
  /// The assessment with reasons for the findings that a report lists first (``Observation/rank``), where it lists only
  /// the first few of each rule.
  public func explained(by engine: Engine, in graph: ResourceGraph, rules: [Rule]) throws(Diagnostics.Diagnostic)
    -> Assessment
  {
    guard case .findings(let limit) = engine.demand, limit > 0 else { return self }
    var places: [SubjectKey: [Int]] = [:]
    for (index, observation) in observations.enumerated() where observation.verdict == .fail {
      places[SubjectKey(observation.subject), default: []].append(index)
    }
    var wanted: [Int] = []
    for list in places.values where list.count > limit {
      wanted += list.sorted { (observations[$0].rank, $0) < (observations[$1].rank, $1) }.prefix(limit)
    }
    let found = try engine.explained(wanted, of: observations, in: graph, rules: rules)
    guard !found.isEmpty else { return self }
    var result = self
    for (index, observation) in found { result.observations[index].take(reasonsOf: observation) }
    return result
  }
}

extension Observation {
  /// Findings that a reader has to act on come first: what the change introduces, what it touches, the rest; what is
  /// known or accepted comes last.
  public var rank: Int {
    if waiver != nil { return 4 }
    if isInBaseline { return 3 }
    switch change?.status {
    case nil, .introduced: return 0
    case .touched: return 1
    case .preExisting: return 2
    }
  }

  mutating func take(reasonsOf other: Observation) {
    message = other.message
    evidence = other.evidence
  }
}
