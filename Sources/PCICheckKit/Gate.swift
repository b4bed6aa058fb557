import Assessments
import ProjectConfiguration

/// Which findings fail a run.
public struct Gate: Sendable {
  public let findings: PCICheck.GateFindings
  /// Findings that are known and do not count.
  public let baseline: Baseline?

  public init(_ findings: PCICheck.GateFindings = .all, baseline: Baseline? = nil) {
    self.findings = findings
    self.baseline = baseline
  }

  /// Whether a finding counts. One of which nobody knows whether it was there before counts always; one that a waiver
  /// covers never.
  func counts(_ observation: Observation) -> Bool {
    guard observation.waiver == nil else { return false }
    let status = observation.change?.status
    // Who touches a resource answers for what is known of it too, where the project says so.
    if observation.isInBaseline { return findings == .touched && status == .touched }
    switch (findings, status) {
    case (_, nil), (.all, _), (_, .introduced), (.touched, .touched): return true
    default: return false
    }
  }
}
