import Assessments
import Diagnostics
import Documents
import EvidenceBundle
import ResourceGraph
import Rules
import Values

/// Runs the policies of a bundle on inputs, as the assessment was run.
struct BundleReplay {
  private let bundle: OpenedBundle
  private let assessment: Assessment
  private let terraform: String?

  init(_ bundle: OpenedBundle, _ assessment: Assessment, terraform: String?) {
    self.bundle = bundle
    self.assessment = assessment
    self.terraform = terraform
  }

  func run(_ paths: [String]) throws(Diagnostic) -> Assessment {
    let policies = try bundle.policies()
    let manifest = try bundle.manifest()
    let adjustments = RuleAdjustments(
      parameters: try bundle.parameters().map { entry in
        RuleAdjustments.Named(
          entry.rule, RuleAdjustments.Parameter(name: entry.name, value: entry.value),
          at: SourceLocation(file: BundlePath.manifest))
      })
    let options = PCICheck.Options(
      policies: PCICheck.Policies(sealed: policies.library), standardVersion: assessment.ruleSet.standardVersion,
      profile: policies.profile ?? assessment.ruleSet.profile, ruleSelectors: policies.library.ruleFiles.map(\.name),
      adjustments: adjustments, terraform: terraform, allowIncomplete: manifest.allowsIncomplete,
      evidence: .findings(perRule: 0))
    return try PCICheck(options: options).run(paths).assessment
  }
}
