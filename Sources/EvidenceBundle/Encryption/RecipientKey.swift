import Crypto
import CryptoExtras
import Diagnostics

/// A public key to which bundles are encrypted.
public enum RecipientKey {
  case p256(P256.KeyAgreement.PublicKey)
  case rsa(_RSA.Encryption.PublicKey)

  /// - Parameters:
  ///   - pem: a public key as `openssl pkey -pubout` writes it.
  ///   - source: where the text is from, for messages.
  public init(pem text: String, source: String) throws(Diagnostic) {
    let location = SourceLocation(file: source)
    guard let pem = PEM(text), pem.label == "PUBLIC KEY" else {
      throw Diagnostic(
        .error,
        text.contains("PRIVATE KEY-----")
          ? "is a private key, expected the recipient's public one"
          : "is no public key, expected `-----BEGIN PUBLIC KEY-----`", at: location,
        help: "`openssl pkey -in key.pem -pubout` writes the public key of a private one")
    }
    if let key = try? P256.KeyAgreement.PublicKey(pemRepresentation: pem.text) {
      self = .p256(key)
    } else if let key = try? _RSA.Encryption.PublicKey(derRepresentation: pem.bytes) {
      self = .rsa(key)
    } else {
      throw Diagnostic(.error, "is neither a P-256 key nor an RSA key of 2048 bits or more", at: location)
    }
  }
}

/// A private key that opens encrypted bundles.
public enum DecryptionKey {
  case p256(P256.KeyAgreement.PrivateKey)
  case rsa(_RSA.Encryption.PrivateKey)

  /// - Parameters:
  ///   - pem: a private key as `openssl genpkey` writes it.
  ///   - source: where the text is from, for messages.
  public init(pem text: String, source: String) throws(Diagnostic) {
    let location = SourceLocation(file: source)
    guard let pem = PEM(text), ["PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"].contains(pem.label) else {
      throw Diagnostic(
        .error, "is no private key, expected `-----BEGIN PRIVATE KEY-----`", at: location,
        help: "a key behind a passphrase is not read; `openssl pkey -in key.pem` writes it without")
    }
    if let key = try? P256.KeyAgreement.PrivateKey(pemRepresentation: pem.text) {
      self = .p256(key)
    } else if let key = try? _RSA.Encryption.PrivateKey(pemRepresentation: pem.text) {
      self = .rsa(key)
    } else {
      throw Diagnostic(.error, "is neither a P-256 key nor an RSA key of 2048 bits or more", at: location)
    }
  }
}
