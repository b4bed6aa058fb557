import ResourceGraph

extension Assessment {
  /// The assessment with the findings marked that a baseline has.
  ///
  /// A resource that the plan moves is looked up by its former address too. Inputs that do not say what was before have
  /// the baseline for it: what it does not have is new.
  public func held(against baseline: Baseline, in graph: ResourceGraph) -> Assessment {
    guard let fingerprint else { return self }
    var result = self
    var matched: Set<String> = []
    for (index, observation) in observations.enumerated() where observation.isFinding {
      let former = observation.resource.flatMap { graph[$0].previousAddress }
      let names = ([observation.address] + (former.map { [$0] } ?? [])).map { address in
        fingerprint.text(rule: observation.rule, address: address, input: inputName(observation))
      }
      // What was undecided and fails now is news.
      let known = names.first { name in
        baseline.findings[name].map { $0 || observation.verdict == .indeterminate } ?? false
      }
      if let known {
        matched.insert(known)
        result.observations[index].isInBaseline = true
      }
      if observation.change == nil {
        result.observations[index].change = FindingChange(
          status: known == nil ? .introduced : .preExisting, causes: [])
      }
    }
    result.baseline = BaselineSummary(
      name: baseline.name, findings: baseline.findings.count, matched: matched.count)
    return result
  }
}
