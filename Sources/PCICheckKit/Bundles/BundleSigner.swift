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

  /// The names of the kinds of keys that can be made.
  public static var algorithms: [String] { SigningKey.Algorithm.allCases.map(\.rawValue) }

  /// A new key pair in PEM.
  public static func makePair(_ algorithm: String) throws(Diagnostic) -> (privateKey: String, publicKey: String) {
    guard let algorithm = SigningKey.Algorithm(rawValue: algorithm) else {
      throw Diagnostic(.error, "unknown algorithm", help: "known: \(algorithms.joined(separator: ", "))")
    }
    let key = SigningKey(new: algorithm)
    return (key.pem, key.publicKey.pem)
  }
}

/// A bundle with an authority's response in it.
public func stampedBundle(_ path: String, timeStamp: String) throws(Diagnostic) -> [UInt8] {
  let token = try readInput(timeStamp, limit: 1 << 20).bytes
  do throws(Diagnostic) {
    return try BundleArchive.adding(timeStamp: token, to: try BundleVerification.open(path))
  } catch {
    throw Diagnostic(
      error.severity, error.message, at: error.location ?? SourceLocation(file: timeStamp), help: error.help)
  }
}
