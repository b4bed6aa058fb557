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
    let scope = try bundle.scope()
    let zoned = manifest.declaresZones && scope == nil ? try Self.rulesAboutZones(bundle) : []
    var options = PCICheck.Options(
      policies: PCICheck.Policies(sealed: policies.library), standardVersion: assessment.ruleSet.standardVersion,
      profile: policies.profile ?? assessment.ruleSet.profile,
      ruleSelectors: policies.library.ruleFiles.map(\.name).filter { !zoned.contains($0) },
      adjustments: adjustments, terraform: terraform, allowIncomplete: manifest.allowsIncomplete,
      evidence: .findings(perRule: 0), scope: scope)
    // Names that hold secrets are shown by digests, which must be those of the bundle.
    options.detail = .bundle
    return try PCICheck(options: options).run(paths).assessment
  }

  /// Rules whose verdicts depend on the zones that a project declares.
  static func rulesAboutZones(_ bundle: OpenedBundle) throws(Diagnostic) -> Set<String> {
    let library = try bundle.policies().library
    var result: Set<String> = []
    for file in library.ruleFiles {
      if try library.decode(file).dependsOnZones { result.insert(file.name) }
    }
    return result
  }
}
