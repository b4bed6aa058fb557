import Diagnostics
import Documents
import EvidenceBundle

/// A private key that signs bundles, from wherever people keep keys.
public struct BundleSigner: Sendable {
  let key: SigningKey

  /// Keys are small; what is larger is something else.
  private static let limit = 64 << 10

  public init(file path: String) throws(Diagnostic) {
    let document = try readInput(path, limit: Self.limit)
    key = try SigningKey(pem: String(decoding: document.bytes, as: UTF8.self), source: path)
  }

  public init(environmentVariable name: String) throws(Diagnostic) {
    guard let text = MachineFacts.variable(name) else {
      throw Diagnostic(
        .error, "there is no key in the environment variable `\(safeText(name, limit: 100))`",
        help: "set it to the text of a PEM file")
    }
    key = try SigningKey(pem: text, source: "$\(name)")
  }

  public init(fileDescriptor number: Int32) throws(Diagnostic) {
    let document = try readInput("/proc/self/fd/\(number)", limit: Self.limit)
    key = try SigningKey(pem: String(decoding: document.bytes, as: UTF8.self), source: "file descriptor \(number)")
  }

  /// A new key pair in PEM.
  public static func makePair(_ algorithm: SigningKey.Algorithm) -> (privateKey: String, publicKey: String) {
    let key = SigningKey(new: algorithm)
    return (key.pem, key.publicKey.pem)
  }
}
