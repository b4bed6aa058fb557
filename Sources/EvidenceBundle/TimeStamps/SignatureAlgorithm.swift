import Crypto
import CryptoExtras

/// Verifies signatures by the algorithm and key that certificates and time stamps name.
enum SignatureAlgorithm {
  /// Hashes by their object identifiers.
  static func digest(_ bytes: some Sequence<UInt8>, _ identifier: String) -> [UInt8]? {
    let bytes = Array(bytes)
    switch identifier {
    case "2.16.840.1.101.3.4.2.1": return Array(SHA256.hash(data: bytes))
    case "2.16.840.1.101.3.4.2.2": return Array(SHA384.hash(data: bytes))
    case "2.16.840.1.101.3.4.2.3": return Array(SHA512.hash(data: bytes))
    default: return nil
    }
  }

  /// Only where an old attribute asks for it, beside a signature over a better hash.
  static func sha1(_ bytes: [UInt8]) -> [UInt8] { Array(Insecure.SHA1.hash(data: bytes)) }

  static func hashName(_ identifier: String) -> String? {
    switch identifier {
    case "2.16.840.1.101.3.4.2.1": "SHA-256"
    case "2.16.840.1.101.3.4.2.2": "SHA-384"
    case "2.16.840.1.101.3.4.2.3": "SHA-512"
    default: nil
    }
  }

  /// - Parameters:
  ///   - algorithm: the signature's object identifier.
  ///   - hash: the hash that goes with an algorithm that names none.
  ///   - key: a public key's information in DER.
  /// - Returns: nil for an algorithm or key that is not known.
  static func isValid(
    _ signature: [UInt8], over message: [UInt8], algorithm: String, hash: String, key: [UInt8]
  ) -> Bool? {
    switch algorithm {
    case "1.2.840.113549.1.1.1": return rsa(signature, message, hash, key)
    case "1.2.840.113549.1.1.11": return rsa(signature, message, "2.16.840.1.101.3.4.2.1", key)
    case "1.2.840.113549.1.1.12": return rsa(signature, message, "2.16.840.1.101.3.4.2.2", key)
    case "1.2.840.113549.1.1.13": return rsa(signature, message, "2.16.840.1.101.3.4.2.3", key)
    case "1.2.840.10045.4.3.2": return ecdsa(signature, message, "2.16.840.1.101.3.4.2.1", key)
    case "1.2.840.10045.4.3.3": return ecdsa(signature, message, "2.16.840.1.101.3.4.2.2", key)
    case "1.2.840.10045.4.3.4": return ecdsa(signature, message, "2.16.840.1.101.3.4.2.3", key)
    case "1.3.101.112":
      guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key.suffix(32)) else { return nil }
      return key.isValidSignature(signature, for: message)
    default: return nil
    }
  }

  private static func rsa(_ signature: [UInt8], _ message: [UInt8], _ hash: String, _ key: [UInt8]) -> Bool? {
    guard let key = try? _RSA.Signing.PublicKey(derRepresentation: key) else { return nil }
    let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
    let padding = _RSA.Signing.Padding.insecurePKCS1v1_5
    switch hash {
    case "2.16.840.1.101.3.4.2.1":
      return key.isValidSignature(signature, for: SHA256.hash(data: message), padding: padding)
    case "2.16.840.1.101.3.4.2.2":
      return key.isValidSignature(signature, for: SHA384.hash(data: message), padding: padding)
    case "2.16.840.1.101.3.4.2.3":
      return key.isValidSignature(signature, for: SHA512.hash(data: message), padding: padding)
    default: return nil
    }
  }

  private static func ecdsa(_ signature: [UInt8], _ message: [UInt8], _ hash: String, _ key: [UInt8]) -> Bool? {
    if let key = try? P256.Signing.PublicKey(derRepresentation: key) {
      guard let parsed = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
      switch hash {
      case "2.16.840.1.101.3.4.2.1": return key.isValidSignature(parsed, for: SHA256.hash(data: message))
      case "2.16.840.1.101.3.4.2.2": return key.isValidSignature(parsed, for: SHA384.hash(data: message))
      default: return key.isValidSignature(parsed, for: SHA512.hash(data: message))
      }
    }
    guard let key = try? P384.Signing.PublicKey(derRepresentation: key) else { return nil }
    guard let parsed = try? P384.Signing.ECDSASignature(derRepresentation: signature) else { return false }
    switch hash {
    case "2.16.840.1.101.3.4.2.1": return key.isValidSignature(parsed, for: SHA256.hash(data: message))
    case "2.16.840.1.101.3.4.2.2": return key.isValidSignature(parsed, for: SHA384.hash(data: message))
    default: return key.isValidSignature(parsed, for: SHA512.hash(data: message))
    }
  }
}
