import Assessments
import Documents
import EvidenceBundle
import PCICheckKit
import Reporting

/// Evidence bundles and what is in them, as `verify`, `report` and `decrypt` read them: archives, members, time stamps,
/// keys. The first bytes say which.
public enum BundleTarget: FuzzTarget {
  public static let name = "bundle"

  public static func run(_ bytes: [UInt8]) {
    switch bytes.first {
    case UInt8(ascii: "P"): archive(bytes)
    case UInt8(ascii: "{"): member(bytes)
    case UInt8(ascii: "-"): keys(String(decoding: bytes, as: UTF8.self))
    case 0x30: timeStamp(bytes)
    default: archive(bytes)
    }
  }

  private static func archive(_ bytes: [UInt8]) {
    guard let bundle = try? OpenedBundle(bytes, name: "evidence.zip") else { return }
    _ = BundleVerifier(key: nil, authority: nil, timeStamp: nil, toolVersion: PCICheck.version).verify(bundle)
    _ = try? bundle.assessment()
    _ = try? bundle.parameters()
  }

  private static func member(_ bytes: [UInt8]) {
    _ = try? BundleManifest.decode(bytes)
    guard let assessment = try? AssessmentRecord.decode(bytes, name: "assessment.json") else { return }
    let options = ReportOptions(toolVersion: PCICheck.version, exitStatus: .passed)
    for format in reportFormats { _ = format.render(assessment, options) }
  }

  private static func keys(_ text: String) {
    _ = try? VerificationKey(pem: text, source: "key.pem")
    _ = try? TimeStampAuthority(pem: text, source: "authority.pem")
    _ = try? RecipientKey(pem: text, source: "key.pem")
    _ = try? DecryptionKey(pem: text, source: "key.pem")
  }

  private static func timeStamp(_ bytes: [UInt8]) {
    guard let sample else { return }
    _ = BundleVerifier(key: nil, authority: nil, timeStamp: bytes, toolVersion: PCICheck.version).verify(sample)
  }

  /// A sound bundle for time stamps to be about.
  private static let sample: OpenedBundle? = {
    guard let policies = try? PCICheck.Policies() else { return nil }
    var options = PCICheck.Options(policies: policies, profile: "essential")
    options.detail = .bundle
    let check = PCICheck(options: options)
    let text = #"{"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": {"root_module": {}}}"#
    guard let result = try? check.run(document: InputDocument(name: "plan.json", bytes: Array(text.utf8))),
      let bytes = try? check.bundle(result)
    else { return nil }
    return try? OpenedBundle(bytes, name: "evidence.zip")
  }()
}
