import Diagnostics

extension EffectiveConfiguration {
  /// The options of a run that goes by this configuration.
  ///
  /// - Throws: a diagnostic for a policy that cannot be read, or a name that the policies do not have.
  public func options(terraform: String? = nil, allowIncomplete: Bool = false, keepsPassEvidence: Bool = true)
    throws(Diagnostic) -> PCICheck.Options
  {
    let policies = try loadPolicies()
    try check(policies)
    var options = PCICheck.Options(
      policies: policies, standardVersion: standard.value, profile: profile.value, ruleSelectors: ruleSelectors,
      adjustments: adjustments, namedRules: namedRules, terraform: terraform, allowIncomplete: allowIncomplete,
      failOn: failOn.value, failOnIndeterminate: failsOnIndeterminate.value, keepsPassEvidence: keepsPassEvidence)
    options.configurationDigest = file.map { ($0.path, hexDigest($0.bytes)) }
    return options
  }
}
