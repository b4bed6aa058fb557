import Crypto
import ZipArchive

/// One file of a bundle.
public struct BundleMember: Sendable {
  public let path: String
  public let bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  public init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }

  /// Above this size members are packed fast rather than small.
  private static let largeMember = 1 << 19

  /// The member as archives hold it. What was made after the manifest stands as it is.
  var packed: PackedFile {
    if BundlePath.unlisted.contains(path) { return PackedFile(bytes, level: 0) }
    return PackedFile(bytes, level: bytes.count > Self.largeMember ? 1 : 6)
  }
}

/// Paths that have a meaning in every bundle.
public enum BundlePath {
  public static let manifest = "manifest.json"
  public static let assessment = "assessment.json"
  public static let findings = "findings.csv"
  public static let requirements = "requirements.csv"
  public static let population = "population.csv"
  public static let report = "report.html"
  public static let readme = "README.txt"
  public static let diagram = "diagram.svg"
  /// The zones and flows that the project declares.
  public static let scope = "scope.json"
  public static let policies = "policies/"
  public static let inputs = "inputs/"
  public static let oscal = "oscal/"
  /// The signature over the manifest; the manifest does not list it.
  public static let envelope = "attestation.dsse.json"
  /// The time stamp over the signature or the manifest; the manifest does not list it.
  public static let timeStamp = "timestamp.tsr"

  /// Members that cannot be in the manifest because they were made after it.
  static let unlisted: Set<String> = [manifest, envelope, timeStamp]
}

/// SHA-256 as lower-case hexadecimal.
func sha256Hex(_ bytes: [UInt8]) -> String { hexText(SHA256.hash(data: bytes)) }

/// Bytes as lower-case hexadecimal.
func hexText(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
