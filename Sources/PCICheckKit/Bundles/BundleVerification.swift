import Assessments
import Diagnostics
import Documents
import EvidenceBundle
import ResourceGraph
import Rules

/// Verifies bundles, and runs them again.
public struct BundleVerification: Sendable {
  /// PEM file of the signer's public key.
  public var keyFile: String?
  /// PEM file of certificates of time-stamping authorities.
  public var authorityFile: String?
  /// A time stamp that is not in the bundle.
  public var timeStampFile: String?
  /// Inputs on which the bundle's policies are run again.
  public var replayed: [String] = []
  public var terraform: String?

  public init() {}

  /// - Throws: a diagnostic if the bundle or something else that was named cannot be read at all.
  public func verify(_ path: String) throws(Diagnostic) -> VerificationReport {
    var key: VerificationKey?
    if let keyFile { key = try VerificationKey(pem: try Self.text(keyFile), source: keyFile) }
    var authority: TimeStampAuthority?
    if let authorityFile {
      authority = try TimeStampAuthority(pem: try Self.text(authorityFile), source: authorityFile)
    }
    var timeStamp: [UInt8]?
    if let timeStampFile { timeStamp = try readInput(timeStampFile, limit: 1 << 20).bytes }
    let bundle = try Self.open(path)
    var report = BundleVerifier(
      key: key, authority: authority, timeStamp: timeStamp, toolVersion: PCICheck.version
    ).verify(bundle)
    if !replayed.isEmpty { try replay(bundle, &report) }
    return report
  }

  static func open(_ path: String) throws(Diagnostic) -> OpenedBundle {
    try OpenedBundle(
      try readInput(
        path, limit: 2 << 30, missing: "check the path; `pcicheck PLAN --bundle evidence.zip` writes a bundle"
      ).bytes, name: path)
  }

  private static func text(_ path: String) throws(Diagnostic) -> String {
    String(decoding: try readInput(path, limit: 1 << 20).bytes, as: UTF8.self)
  }

  /// Runs the bundle's rules on inputs and compares the verdicts.
  private func replay(_ bundle: OpenedBundle, _ report: inout VerificationReport) throws(Diagnostic) {
    guard report.holds else { return report.add(.open, "not run again: the bundle is not sound") }
    let assessment = try bundle.assessment()
    let result = try BundleReplay(bundle, assessment, terraform: terraform).run(replayed)
    let expected = assessment.inputs.map(\.sha256)
    let found = result.inputs.map(\.sha256)
    if found == expected {
      report.add(.holds, "the inputs are those that were assessed, to the byte")
    } else {
      report.add(.fails, "the inputs given to --replay are not those that were assessed: their digests differ")
    }
    var compared = assessment.observations
    let hasZones = try bundle.scope() != nil
    if try bundle.manifest().declaresZones, !hasZones {
      let zoned = try BundleReplay.rulesAboutZones(bundle)
      compared.removeAll { zoned.contains($0.rule) }
      report.add(.open, "rules about zones were not run again: the bundle does not hold the project's zones whole")
    }
    let differences = VerdictDifferences(compared, result.observations, comparesZones: hasZones)
    if differences.isEmpty {
      report.add(.holds, "run again, the bundle's policies give the same \(compared.count) verdicts")
    }
    for text in differences.listed { report.add(.fails, text) }
  }
}

/// Where two runs do not agree.
struct VerdictDifferences {
  private(set) var listed: [String] = []
  private static let most = 20

  var isEmpty: Bool { listed.isEmpty }

  /// - Parameter comparesZones: whether the zones that resources are in have to agree, too.
  init(_ old: [Observation], _ new: [Observation], comparesZones: Bool) {
    func table(_ observations: [Observation]) -> [String: String] {
      Dictionary(
        observations.map { entry in
          let zone = comparesZones ? entry.zone.map { " in zone \($0)" } : nil
          return ("\(entry.rule)\n\(entry.input ?? -1)\n\(entry.address)", entry.verdict.rawValue + (zone ?? ""))
        }
      ) { first, _ in first }
    }
    let before = table(old)
    let after = table(new)
    var count = 0
    for key in Set(before.keys).union(after.keys).sorted() where before[key] != after[key] {
      count += 1
      guard count <= Self.most else { continue }
      let parts = key.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
      let was = safeText(before[key] ?? "no verdict")
      let now = safeText(after[key] ?? "no verdict")
      listed.append(
        "run again, \(safeText(String(parts[0]))) gives \(now) for \(safeText(String(parts[2]))), the bundle says \(was)"
      )
    }
    if count > Self.most { listed.append("and \(count - Self.most) more verdicts differ") }
  }
}
