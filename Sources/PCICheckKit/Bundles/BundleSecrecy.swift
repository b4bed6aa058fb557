import Diagnostics
import Documents
import EvidenceBundle

/// Encrypts bundles to a recipient, and opens them.
public enum BundleSecrecy {
  private static let keyLimit = 1 << 20

  /// - Parameter keyFile: the recipient's public key in PEM.
  public static func encrypt(_ bytes: [UInt8], keyFile: String) throws(Diagnostic) -> [UInt8] {
    let text = String(decoding: try readInput(keyFile, limit: keyLimit).bytes, as: UTF8.self)
    return try BundleEncryption.encrypt(bytes, to: try RecipientKey(pem: text, source: keyFile))
  }

  /// - Parameter keyFile: the recipient's private key in PEM.
  public static func decrypt(_ path: String, keyFile: String) throws(Diagnostic) -> [UInt8] {
    let text = String(decoding: try readInput(keyFile, limit: keyLimit).bytes, as: UTF8.self)
    let key = try DecryptionKey(pem: text, source: keyFile)
    return try BundleEncryption.decrypt(try readInput(path).bytes, with: key, name: path)
  }
}
