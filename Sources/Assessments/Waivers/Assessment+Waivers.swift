import Diagnostics
import ResourceGraph

extension Assessment {
  /// The assessment with waivers put beside the findings that they cover. Verdicts stay what they are.
  public func applying(_ policy: WaiverPolicy, to graph: ResourceGraph) -> Assessment {
    guard !policy.entries.isEmpty else { return self }
    var result = self
    let check = WaiverCheck(policy: policy)
    let judged = Set(observations.map(\.rule))
    for entry in policy.entries {
      let status = result.apply(entry, check, judged: judged, graph)
      result.waivers.append(status)
    }
    result.waiversAsOf = policy.today
    result.countWaived()
    return result
  }

  /// Marks what one waiver covers; the first of several that cover a finding stands beside it.
  private mutating func apply(_ entry: WaiverEntry, _ check: WaiverCheck, judged: Set<String>, _ graph: ResourceGraph)
    -> WaiverStatus
  {
    let waiver: Waiver
    switch entry {
    case .malformed(let problem): return refuse(.malformed, nil, problem)
    case .waiver(let read): waiver = read
    }
    let shown = waiver.scrubbed
    switch check.outcome(waiver) {
    case .refused(let state, let problem): return refuse(state, shown, problem)
    case .holds(let rules):
      var findings = 0
      for index in observations.indices where rules.contains(observations[index].rule) {
        let observation = observations[index]
        guard observation.verdict == .fail || observation.verdict == .indeterminate,
          waiver.covers(address: observation.address)
            || observation.resource.flatMap({ graph[$0].previousAddress }).map({ waiver.covers(address: $0) }) == true
        else { continue }
        findings += 1
        if observation.waiver == nil { observations[index].waiver = shown }
      }
      guard findings == 0 else {
        return WaiverStatus(state: .applied, waiver: shown, location: shown.location, findings: findings, problem: nil)
      }
      return unused(shown, isJudged: rules.contains { judged.contains($0) })
    }
  }

  /// A waiver that covers nothing. One for a rule that judged nothing here, because the run left it out or has none of
  /// its resources, may well be of use elsewhere.
  private mutating func unused(_ waiver: Waiver, isJudged: Bool) -> WaiverStatus {
    guard isJudged else {
      return WaiverStatus(
        state: .unused, waiver: waiver, location: waiver.location, findings: 0,
        problem: "its rule judged nothing in this run")
    }
    return refuse(
      .unused, waiver,
      Diagnostic(
        .warning, "covers nothing that fails", at: waiver.location, help: "take it away if the failure is mended"))
  }

  private mutating func refuse(_ state: WaiverStatus.State, _ waiver: Waiver?, _ problem: Diagnostic) -> WaiverStatus {
    let said = state == .unused ? "waiver \(problem.message)" : "waiver does not apply: \(problem.message)"
    diagnostics.append(
      Diagnostic(.warning, said, at: problem.location, help: problem.help, excerpt: problem.excerpt))
    return WaiverStatus(
      state: state, waiver: waiver, location: problem.location, findings: 0, problem: problem.message)
  }

  private mutating func countWaived() {
    var counts: [String: Int] = [:]
    for observation in observations
    where observation.verdict == .fail && observation.waiver != nil && !observation.isWeaklyLinked {
      for id in Set(observation.requirements.map(\.id)) { counts[id, default: 0] += 1 }
    }
    for index in requirements.indices { requirements[index].waived = counts[requirements[index].id] ?? 0 }
  }

  /// The failures that a waiver covers.
  public var waivedFailures: Int {
    var count = 0
    for index in observations.indices where observations[index].verdict == .fail && observations[index].hasWaiver {
      count += 1
    }
    return count
  }
}
