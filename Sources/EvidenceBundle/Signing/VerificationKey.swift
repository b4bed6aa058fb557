import Crypto
import Diagnostics

/// A public key that verifies bundles.
public enum VerificationKey: Sendable {
  case ed25519(Curve25519.Signing.PublicKey)
  case p256(P256.Signing.PublicKey)

  /// A public key's information around the 32 bytes of an Ed25519 key (RFC 8410, section 4).
  private static let ed25519Head: [UInt8] = [
    0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
  ]

  /// - Parameters:
  ///   - pem: a public key as `openssl pkey -pubout` writes it.
  ///   - source: where the text is from, for messages.
  public init(pem text: String, source: String) throws(Diagnostic) {
    let location = SourceLocation(file: source)
    guard let pem = PEM(text), pem.label == "PUBLIC KEY" else {
      let isPrivate = text.contains("PRIVATE KEY-----")
      throw Diagnostic(
        .error,
        isPrivate
          ? "is a private key, expected the signer's public one"
          : "is no public key, expected `-----BEGIN PUBLIC KEY-----`",
        at: location, help: "`openssl pkey -in key.pem -pubout` writes the public key of a private one")
    }
    if pem.bytes.starts(with: Self.ed25519Head), pem.bytes.count == Self.ed25519Head.count + 32,
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: pem.bytes.suffix(32))
    {
      self = .ed25519(key)
    } else if let key = try? P256.Signing.PublicKey(pemRepresentation: pem.text) {
      self = .p256(key)
    } else {
      throw Diagnostic(.error, "is neither an Ed25519 nor an ECDSA P-256 key", at: location)
    }
  }

  /// The key's information in DER.
  private var bytes: [UInt8] {
    switch self {
    case .ed25519(let key): Self.ed25519Head + [UInt8](key.rawRepresentation)
    case .p256(let key): [UInt8](key.derRepresentation)
    }
  }

  public var pem: String { PEM(label: "PUBLIC KEY", bytes: bytes).text }

  /// SHA-256 over the key's information: what envelopes call the key.
  public var id: String { sha256Hex(bytes) }

  func isValid(_ signature: [UInt8], for bytes: [UInt8]) -> Bool {
    switch self {
    case .ed25519(let key): return key.isValidSignature(signature, for: bytes)
    case .p256(let key):
      guard let parsed = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
      return key.isValidSignature(parsed, for: bytes)
    }
  }
}
