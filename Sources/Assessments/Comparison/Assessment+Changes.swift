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

  /// Says of each finding what the change has to do with it.
  public mutating func add(_ outcome: ChangeComparison.Outcome, changes: [Int: [String: PlannedChange]]) {
    for (index, change) in outcome.changes { observations[index].change = change }
    let fixed = outcome.fixed.sorted { ($0.rule, $0.address) < ($1.rule, $1.address) }
    self.fixed = fixed.map { observation in
      let change = observation.input.flatMap { changes[$0]?[observation.address] }
      return FixedFinding(
        rule: observation.rule, title: observation.title, severity: observation.severity,
        requirements: observation.requirements, address: observation.address, type: observation.type,
        message: observation.message,
        input: inputName(observation),
        isDeleted: change?.action == .delete)
    }
    diagnostics += outcome.problems.map { problem in
      Diagnostic(
        .warning, "the state before the change could not be judged: \(problem.message)", at: problem.location,
        help: problem.help)
    }
    comparesStates = true
  }

  /// The same where the inputs do nothing but create and read: the change introduces every finding, and nothing is behind it
  /// but its resource.
  ///
  /// - Parameter documents: those that say what was before.
  /// - Returns: false if a finding is about a resource that is not created; then nothing is said.
  public mutating func introduce(by documents: Set<Int>, in graph: ResourceGraph) -> Bool {
    let isPlanned = inputs.indices.map { documents.contains($0) }
    var findings: [Int] = []
    for index in observations.indices
    where observations[index].verdict == .fail || observations[index].verdict == .indeterminate {
      guard let document = observations[index].input, isPlanned[document], let id = observations[index].resource else {
        continue
      }
      guard graph.action(of: id) == .create else { return false }
      findings.append(index)
    }
    for index in findings { observations[index].introduce() }
    comparesStates = true
    return true
  }

  /// The failures with a status.
  public func count(_ status: FindingChange.Status) -> Int {
    observations.indices.count { observations[$0].verdict == .fail && observations[$0].change?.status == status }
  }
}
