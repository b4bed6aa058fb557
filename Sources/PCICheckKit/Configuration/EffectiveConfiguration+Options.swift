import Assessments
import Diagnostics
import ProjectConfiguration

extension EffectiveConfiguration {
  /// The options of a run that goes by this configuration.
  ///
  /// - Parameters:
  ///   - usesBaseline: whether the baseline is read.
  ///   - today: the day on which waivers must hold; nil for that of the clock.
  /// - Throws: a diagnostic for a file that cannot be read, or a name that the policies do not have.
  public func options(
    terraform: String? = nil, source: String? = nil, allowIncomplete: Bool = false,
    evidence: PCICheck.EvidenceDemand = .all,
    usesBaseline: Bool = true,
    today: CalendarDate? = nil
  ) throws(Diagnostic) -> PCICheck.Options {
    let policies = try loadPolicies()
    try check(policies)
    let baselineFile = if usesBaseline, let baseline { try BaselineFile.read(baseline.value) } else { nil as Baseline? }
    var options = PCICheck.Options(
      policies: policies, standardVersion: standard.value, profile: profile.value, ruleSelectors: ruleSelectors,
      adjustments: adjustments, namedRules: namedRules, terraform: terraform, source: source,
      allowIncomplete: allowIncomplete,
      failOn: failOn.value, failOnIndeterminate: failsOnIndeterminate.value, evidence: evidence,
      waivers: try waivers(policies, today: today), gate: Gate(gate.value, baseline: baselineFile),
      scope: try scope())
    options.configurationDigest = file.map { ($0.path, hexDigest($0.bytes)) }
    return options
  }

  /// The waivers of the configuration file and of files of their own; sources of plans can add to them.
  private func waivers(_ policies: PCICheck.Policies, today: CalendarDate?) throws(Diagnostic) -> WaiverPolicy {
    var entries = file?.waivers.entries ?? []
    for path in waiverFiles { entries += try WaiverSettings.read(path.value) }
    let day = if let today { today } else { try RunClock.today() }
    return WaiverPolicy(
      entries, horizon: waiverHorizon.value, today: day, acceptsComments: acceptsComments.value,
      library: policies.library)
  }
}
