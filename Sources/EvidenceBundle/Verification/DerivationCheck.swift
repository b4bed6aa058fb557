import Assessments
import Crypto
import Diagnostics
import Documents
import Rules
import Values

/// Derives again what follows from the observations and the policies of a bundle, and compares.
struct DerivationCheck {
  private let bundle: OpenedBundle
  private let manifest: BundleManifest
  private let toolVersion: String

  init(_ bundle: OpenedBundle, _ manifest: BundleManifest, toolVersion: String) {
    self.bundle = bundle
    self.manifest = manifest
    self.toolVersion = toolVersion
  }

  /// - Throws: a diagnostic for a member that cannot be read.
  func problems() throws(Diagnostic) -> [String] {
    let assessment = try AssessmentRecord.decode(try bundle.member(BundlePath.assessment), name: BundlePath.assessment)
    let policies = try BundledPolicies(bundle)
    return try inputs(assessment) + rules(assessment, policies) + rollUp(assessment, policies) + projections(assessment)
  }

  private func inputs(_ assessment: Assessment) -> [String] {
    let found = assessment.inputs.map { BundleManifest.Input(name: $0.name, sha256: $0.sha256) }
    return found == manifest.inputs ? [] : ["the assessment is of other inputs than the manifest names"]
  }

  private func rules(_ assessment: Assessment, _ policies: BundledPolicies) throws(Diagnostic) -> [String] {
    var problems: [String] = []
    if policies.ruleSetDigest != assessment.ruleSet.digest {
      problems.append("the rules in policies/ are not those that the assessment used")
    }
    var bundled: [String: RuleSummary] = [:]
    for rule in try policies.rules() { bundled[rule.id] = rule }
    if Set(bundled.keys) != Set(assessment.rules.map(\.id)) {
      problems.append("the assessment lists other rules than policies/ has")
    }
    for rule in assessment.rules {
      guard let text = bundled[rule.id] else { continue }
      // A project may give a rule another severity, and says so in its configuration.
      let agrees =
        text.title == rule.title && text.requirements == rule.requirements && text.condition == rule.condition
        && text.isWeaklyLinked == rule.isWeaklyLinked && text.remediation == rule.remediation
        && text.rationale == rule.rationale
      if !agrees { problems.append("rule `\(safeText(rule.id))` is not what its text in policies/ says") }
    }
    return problems
  }

  private func rollUp(_ assessment: Assessment, _ policies: BundledPolicies) throws(Diagnostic) -> [String] {
    let derivation = RequirementRollUp(rules: assessment.rules, observations: assessment.observations)
    let catalogues = try policies.catalogues()
    guard catalogues.count == assessment.standards.count,
      assessment.standards.first?.version == assessment.ruleSet.standardVersion
    else { return ["the roll-up is over other versions of the standard than policies/ has"] }
    var problems: [String] = []
    for standard in assessment.standards {
      guard let catalogue = catalogues.first(where: { $0.version == standard.version }) else {
        problems.append("there is no catalogue for \(safeText(standard.title))")
        continue
      }
      let derived = derivation.evidence(for: catalogue)
      for (left, right) in zip(standard.requirements, derived.requirements) where left != right {
        problems.append(
          "the findings do not give what the roll-up says of \(safeText(left.id)) of \(safeText(standard.title))")
      }
      if standard.requirements.count != derived.requirements.count || standard.title != derived.title {
        problems.append("the roll-up has other items than the catalogue of \(safeText(standard.title))")
      }
    }
    return problems
  }

  /// Only the version that wrote a table or report writes it to the byte.
  private func projections(_ assessment: Assessment) -> [String] {
    guard manifest.toolVersion == toolVersion else { return [] }
    let projections = Projections(
      assessment: assessment, created: manifest.created, toolVersion: toolVersion,
      diagram: bundle.contents[BundlePath.diagram])
    return projections.sources.flatMap { $0() }.filter { bundle.contents[$0.path] != $0.bytes }.map {
      "`\($0.path)` is not what follows from the findings"
    }
  }
}
