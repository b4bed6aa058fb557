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
  /// Adds reasons for the findings that a report lists first (``Observation/rank``), where it lists only
  /// the first few of each rule.
  public mutating func explain(
    by engine: Engine, in graph: ResourceGraph, rules: [Rule]
  ) throws(Diagnostics.Diagnostic) {
    guard case .findings(let limit) = engine.demand, limit > 0 else { return }
    let wanted = firstFailures(limit)
    let found = try engine.explained(wanted, of: observations, in: graph, rules: rules)
    for (index, observation) in found { observations[index].take(reasonsOf: observation) }
  }
}

extension Assessment {
  /// The places of the failures that come first in each list of a rule that is longer than `limit`.
  private func firstFailures(_ limit: Int) -> [Int] {
    var numbering = SubjectNumbering()
    var lists: [[Int]] = []
    for index in observations.indices where observations[index].verdict == .fail {
      let number = numbering.number(of: observations[index].subject)
      if number == lists.count { lists.append([]) }
      lists[number].append(index)
    }
    return lists.filter { $0.count > limit }.flatMap { observations.ranked($0, first: limit) }
  }
}

extension [Observation] {
  /// The places of the observations to act on first (``Observation/rank``), otherwise in their order.
  ///
  /// - Parameters:
  ///   - places: those to choose from, in order.
  ///   - limit: how many are wanted.
  public func ranked(_ places: [Int], first limit: Int) -> [Int] {
    var byRank: [[Int]] = []
    for place in places {
      let rank = self[place].rank
      while byRank.count <= rank { byRank.append([]) }
      if byRank[rank].count < limit { byRank[rank].append(place) }
    }
    var first: [Int] = []
    for places in byRank { first += places.prefix(limit - first.count) }
    return first
  }
}

extension Observation {
  mutating func take(reasonsOf other: Observation) {
    message = other.message
    evidence = other.evidence
  }
}
