import Assessments
import Diagnostics
import Rules

/// A failed or undecided check as the reports of pipelines show it.
struct ReportedFinding {
  let observation: Observation
  let standing: FindingStanding
  let place: FindingPlace
  /// What it has to do with the change, whether or not that decides; nil where there is nothing to tell apart.
  let change: String?

  /// - Parameter tellsChanges: ``Assessment/tellsChanges``.
  init(_ observation: Observation, _ assessment: Assessment, _ options: ReportOptions, tellsChanges: Bool) {
    self.observation = observation
    change = tellsChanges ? observation.change?.sentence : nil
    standing = FindingStanding(observation, options)
    place = FindingPlace(observation, assessment, options.paths)
  }

  var isUndecided: Bool { observation.verdict == .indeterminate }

  /// What was found.
  var message: String { observation.message.isEmpty ? observation.title : observation.message }

  /// `PCI DSS 1.3.1, 1.4.2`, nil for a rule that is about no requirement.
  var requirements: String? {
    let numbers = observation.requirements.map(\.id)
    return numbers.isEmpty ? nil : "PCI DSS \(numbers.joined(separator: ", "))"
  }

}

extension Assessment {
  /// The failed and undecided checks; those that fail the run first, then by severity, otherwise in their order.
  func reportedFindings(_ options: ReportOptions) -> [ReportedFinding] {
    let tellsChanges = tellsChanges
    let findings = observations.filter(\.isFinding).map {
      ReportedFinding($0, self, options, tellsChanges: tellsChanges)
    }
    return findings.enumerated().sorted { left, right in
      let (first, second) = (left.element, right.element)
      if first.standing.counts != second.standing.counts { return first.standing.counts }
      if first.isUndecided != second.isUndecided { return second.isUndecided }
      if first.observation.rank != second.observation.rank { return first.observation.rank < second.observation.rank }
      if first.observation.severity != second.observation.severity {
        return first.observation.severity > second.observation.severity
      }
      return left.offset < right.offset
    }.map(\.element)
  }

  /// Whether there is anything to tell apart about the change: where everything is new, everything is introduced.
  var tellsChanges: Bool {
    comparesStates
      && (!fixed.isEmpty
        || observations.indices.contains { observations[$0].tellsChange })
  }

  /// What came out, in one sentence without a final period.
  func outcome(_ findings: [ReportedFinding]) -> String {
    let counted = findings.count { $0.standing.counts }
    let waived = waivedFailures > 0 ? " (\(waivedFailures) waived)" : ""
    let verdicts =
      "\(count(.fail)) checks failed\(waived), \(count(.indeterminate)) could not be decided, \(count(.pass)) passed"
    return "\(counted) \(counted == 1 ? "finding fails" : "findings fail") the run; \(verdicts)"
  }
}
