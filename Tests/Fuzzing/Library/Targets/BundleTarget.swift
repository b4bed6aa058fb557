import Assessments
import EvidenceBundle
import PCICheckKit
import Reporting
import ZipArchive

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

  /// An archive for time stamps to be about; that it is no bundle is found out quickly.
  private static let sample: OpenedBundle? = {
    var writer = ZipWriter()
    guard (try? writer.add("manifest.json", Array("{}".utf8))) != nil else { return nil }
    return try? OpenedBundle(writer.finish(), name: "evidence.zip")
  }()
}
