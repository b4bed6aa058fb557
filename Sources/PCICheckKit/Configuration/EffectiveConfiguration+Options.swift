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
    var files = file.map { [ConsultedFile(.configuration, name: $0.path, sha256: hexDigest($0.bytes))] } ?? []
    let waivers = try waivers(policies, today: today, files: &files)
    if let baselineFile { files.append(ConsultedFile(.baseline, name: baselineFile.name, sha256: baselineFile.sha256)) }
    var options = PCICheck.Options(
      policies: policies, standardVersion: standard.value, profile: profile.value, ruleSelectors: ruleSelectors,
      adjustments: adjustments, namedRules: namedRules, terraform: terraform, source: source,
      allowIncomplete: allowIncomplete,
      failOn: failOn.value, failOnIndeterminate: failsOnIndeterminate.value, evidence: evidence,
      waivers: waivers, gate: Gate(gate.value, baseline: baselineFile), files: files, scope: try scope())
    options.configurationDigest = file.map { ($0.path, hexDigest($0.bytes)) }
    return options
  }

  /// The waivers of the configuration file and of files of their own; sources of plans can add to them.
  private func waivers(_ policies: PCICheck.Policies, today: CalendarDate?, files: inout [ConsultedFile])
    throws(Diagnostic) -> WaiverPolicy
  {
    var entries = file?.waivers.entries ?? []
    for path in waiverFiles {
      let (bytes, read) = try WaiverSettings.read(path.value)
      files.append(ConsultedFile(.waivers, name: path.value, sha256: hexDigest(bytes)))
      entries += read
    }
    let day = if let today { today } else { try RunClock.today() }
    return WaiverPolicy(
      entries, horizon: waiverHorizon.value, today: day, acceptsComments: acceptsComments.value,
      library: policies.library)
  }
}
