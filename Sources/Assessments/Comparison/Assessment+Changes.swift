import Diagnostics
import ResourceGraph

extension Assessment {
  /// The assessment with fingerprints, which are made when somebody asks for them.
  public func fingerprinted(by fingerprint: Fingerprint) -> Assessment {
    var result = self
    result.fingerprint = fingerprint
    return result
  }

  /// The name by which later runs recognise a finding; nil for a pass.
  public func fingerprint(of observation: Observation) -> String? {
    guard observation.isFinding else { return nil }
    return fingerprint?.text(rule: observation.rule, address: observation.address, input: inputName(observation))
  }

  /// The name by which later runs recognise a failure that is no more.
  public func fingerprint(of finding: FixedFinding) -> String? {
    fingerprint?.text(rule: finding.rule, address: finding.address, input: finding.input)
  }

  func inputName(_ observation: Observation) -> String? { observation.input.map { inputs[$0].name } }

  /// The assessment with what the change has to do with each finding.
  public func compared(
    _ outcome: ChangeComparison.Outcome, changes: [Int: [String: PlannedChange]]
  ) -> Assessment {
    var result = self
    for (index, change) in outcome.changes { result.observations[index].change = change }
    let fixed = outcome.fixed.sorted { ($0.rule, $0.address) < ($1.rule, $1.address) }
    result.fixed = fixed.map { observation in
      let change = observation.input.flatMap { changes[$0]?[observation.address] }
      return FixedFinding(
        rule: observation.rule, title: observation.title, severity: observation.severity,
        requirements: observation.requirements, address: observation.address, type: observation.type,
        message: observation.message,
        input: inputName(observation),
        isDeleted: change?.action == .delete)
    }
    result.diagnostics += outcome.problems.map { problem in
      Diagnostic(
        .warning, "the state before the change could not be judged: \(problem.message)", at: problem.location,
        help: problem.help)
    }
    result.comparesStates = true
    return result
  }

  /// The same where the inputs do nothing but create and read: the change introduces every finding, and nothing is behind it
  /// but its resource.
  ///
  /// - Parameter documents: those that say what was before.
  /// - Returns: nil if a finding is about a resource that is not created.
  public func introduced(by documents: Set<Int>, in graph: ResourceGraph) -> Assessment? {
    let isPlanned = inputs.indices.map { documents.contains($0) }
    var result = self
    for index in observations.indices
    where observations[index].verdict == .fail || observations[index].verdict == .indeterminate {
      guard let document = observations[index].input, isPlanned[document], let id = observations[index].resource else {
        continue
      }
      guard graph.action(of: id) == .create else { return nil }
      result.observations[index].introduce()
    }
    result.comparesStates = true
    return result
  }

  /// The failures with a status.
  public func count(_ status: FindingChange.Status) -> Int {
    observations.indices.count { observations[$0].verdict == .fail && observations[$0].change?.status == status }
  }
}
