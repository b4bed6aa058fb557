import Assessments
import Diagnostics
import EvidenceBundle
import Reporting
import Rules

extension PCICheck {
  /// How much a run keeps beside verdicts.
  public enum Detail: Comparable, Sendable {
    case verdicts
    /// Rules and roll-up, for reports that show them.
    case report
    /// All that an evidence bundle needs; hidden values are digested.
    case bundle
  }

  /// What a report of a format needs a run to keep.
  public static func detail(ofFormat name: String) -> Detail {
    reportFormats.first { $0.name == name }?.needsDetail == true ? .report : .verdicts
  }

  /// What a bundle needs and a report does not.
  public struct BundleMaterial: Sendable {
    let policies: SealedPolicies
    let parameters: [(name: String, value: ParameterValue)]
  }

  /// The evidence bundle of a run with ``Detail/bundle``.
  ///
  /// - Parameter signer: signs the manifest; nil leaves the bundle unsigned.
  /// - Throws: a diagnostic if the run kept too little, or the clock is set to nonsense.
  public func bundle(_ result: Result, signer: BundleSigner? = nil) throws(Diagnostic) -> [UInt8] {
    guard let material = result.material else {
      throw Diagnostic(.error, "the run did not keep what a bundle needs")
    }
    let clock = try MachineFacts.clock()
    let provenance = Provenance(
      created: clock.instant, clock: clock.source, timeZone: MachineFacts.timeZone(at: clock.instant),
      user: MachineFacts.user, host: MachineFacts.host, toolVersion: Self.version,
      binarySHA256: MachineFacts.binaryDigest, packs: material.policies.packs,
      configuration: options.configurationDigest.map { Provenance.Configuration(path: $0.path, sha256: $0.sha256) },
      parameters: material.parameters.map { ($0.name, $0.value.json) },
      run: Provenance.RunOptions(
        allowsIncomplete: options.allowIncomplete, declaresZones: options.scope != nil), git: MachineFacts.git,
      pipeline: PipelineFacts.current)
    return try BundleArchive.make(
      BundleContents(
        assessment: result.assessment.withoutHints, provenance: provenance, policies: material.policies.members,
        diagram: result.diagram.map { Array($0.utf8) }, scope: options.scope),
      signer: signer?.key)
  }
}
