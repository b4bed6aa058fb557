import Crypto
import Diagnostics

/// A private key that signs bundles: Ed25519, or ECDSA on P-256.
public enum SigningKey: Sendable {
  case ed25519(Curve25519.Signing.PrivateKey)
  case p256(P256.Signing.PrivateKey)

  /// What a new key can be.
  public enum Algorithm: String, CaseIterable, Sendable {
    case ed25519, p256
  }

  public init(new algorithm: Algorithm) {
    switch algorithm {
    case .ed25519: self = .ed25519(Curve25519.Signing.PrivateKey())
    case .p256: self = .p256(P256.Signing.PrivateKey())
    }
  }

  /// PKCS#8 around the 32 bytes of an Ed25519 key (RFC 8410, section 7).
  private static let ed25519Head: [UInt8] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]

  /// - Parameters:
  ///   - pem: a PKCS#8 key as `openssl genpkey` writes it.
  ///   - source: where the text is from, for messages.
  /// - Throws: a diagnostic that says what the text is instead.
  public init(pem text: String, source: String) throws(Diagnostic) {
    let location = SourceLocation(file: source)
    let help = "make one with `pcicheck keygen`, or `openssl genpkey -algorithm ed25519`"
    guard let pem = PEM(text) else {
      throw Diagnostic(.error, "is no key in PEM, expected `-----BEGIN PRIVATE KEY-----`", at: location, help: help)
    }
    if pem.label == "ENCRYPTED PRIVATE KEY" {
      throw Diagnostic(
        .error, "is a key behind a passphrase, which is not read", at: location,
        help: "decrypt it on the way: `openssl pkey -in key.pem | pcicheck … --sign /dev/stdin`")
    }
    guard pem.label == "PRIVATE KEY" || pem.label == "EC PRIVATE KEY" else {
      let what = pem.label.contains("PUBLIC KEY") ? "a public key, and only a private one signs" : "no private key"
      throw Diagnostic(.error, "is \(what)", at: location, help: help)
    }
    if pem.bytes.starts(with: Self.ed25519Head), pem.bytes.count == Self.ed25519Head.count + 32,
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: pem.bytes.suffix(32))
    {
      self = .ed25519(key)
    } else if let key = try? P256.Signing.PrivateKey(pemRepresentation: pem.text) {
      self = .p256(key)
    } else {
      throw Diagnostic(.error, "is neither an Ed25519 nor an ECDSA P-256 key", at: location, help: help)
    }
  }

  /// PKCS#8 in PEM.
  public var pem: String {
    switch self {
    case .ed25519(let key): PEM(label: "PRIVATE KEY", bytes: Self.ed25519Head + [UInt8](key.rawRepresentation)).text
    case .p256(let key): key.pemRepresentation + "\n"
    }
  }

  public var publicKey: VerificationKey {
    switch self {
    case .ed25519(let key): .ed25519(key.publicKey)
    case .p256(let key): .p256(key.publicKey)
    }
  }

  /// Ed25519 signatures as they are, ECDSA ones in DER over SHA-256.
  func signature(for bytes: [UInt8]) throws(Diagnostic) -> [UInt8] {
    do {
      switch self {
      case .ed25519(let key): return [UInt8](try key.signature(for: bytes))
      case .p256(let key): return [UInt8](try key.signature(for: bytes).derRepresentation)
      }
    } catch {
      throw Diagnostic(.error, "the key does not sign")
    }
  }
}
