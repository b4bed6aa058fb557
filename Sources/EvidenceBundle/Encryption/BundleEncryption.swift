import Crypto
import CryptoExtras
import Diagnostics
import Documents
import Rules
import Values

/// Bundles wrapped as JWE (RFC 7516, compact serialization): ECDH-ES+A256KW or RSA-OAEP-256, with A256GCM.
///
/// Nothing is compressed inside: the bundle is packed already, and compression could tell of what it hides.
public enum BundleEncryption {
  private static let agreement = "ECDH-ES+A256KW"
  private static let transport = "RSA-OAEP-256"
  private static let content = "A256GCM"

  public static func encrypt(_ bytes: [UInt8], to recipient: RecipientKey) throws(Diagnostic) -> [UInt8] {
    let contentKey = SymmetricKey(size: .bits256)
    do {
      let (header, wrapped) = try wrap(contentKey, for: recipient)
      let encodedHeader = Base64.encodeForURL(Array(header.utf8))
      let box = try AES.GCM.seal(bytes, using: contentKey, authenticating: Array(encodedHeader.utf8))
      let parts = [
        encodedHeader, Base64.encodeForURL(wrapped), Base64.encodeForURL(Array(box.nonce)),
        Base64.encodeForURL([UInt8](box.ciphertext)), Base64.encodeForURL([UInt8](box.tag)),
      ]
      return Array(parts.joined(separator: ".").utf8)
    } catch {
      throw Diagnostic(.error, "the bundle cannot be encrypted to this key")
    }
  }

  private static func wrap(_ key: SymmetricKey, for recipient: RecipientKey) throws -> (header: String, key: [UInt8]) {
    var writer = JSONWriter()
    switch recipient {
    case .p256(let publicKey):
      let own = P256.KeyAgreement.PrivateKey()
      let secret = try own.sharedSecretFromKeyAgreement(with: publicKey)
      let point = Array(own.publicKey.rawRepresentation)
      writer.object { writer in
        writer.member("alg", agreement)
        writer.member("enc", content)
        writer.name("epk")
        writer.object { writer in
          writer.member("kty", "EC")
          writer.member("crv", "P-256")
          writer.member("x", Base64.encodeForURL(Array(point.prefix(32))))
          writer.member("y", Base64.encodeForURL(Array(point.suffix(32))))
        }
        writer.member("cty", "application/zip")
      }
      let wrapped = try AES.KeyWrap.wrap(key, using: ConcatKDF.key(secret, algorithm: agreement))
      return (writer.text, [UInt8](wrapped))
    case .rsa(let publicKey):
      writer.object { writer in
        writer.member("alg", transport)
        writer.member("enc", content)
        writer.member("cty", "application/zip")
      }
      let bytes = key.withUnsafeBytes { Array($0) }
      return (writer.text, [UInt8](try publicKey.encrypt(bytes, padding: .PKCS1_OAEP_SHA256)))
    }
  }

  /// - Parameter name: what messages call the encrypted bundle.
  public static func decrypt(_ bytes: [UInt8], with key: DecryptionKey, name: String) throws(Diagnostic) -> [UInt8] {
    let location = SourceLocation(file: name)
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 5, let header = Base64.decode(parts[0]), let wrapped = Base64.decode(parts[1]),
      let nonce = Base64.decode(parts[2]), let ciphertext = Base64.decode(parts[3].filter { $0 != 0x0A }),
      let tag = Base64.decode(parts[4].filter { $0 != 0x0A }), nonce.count == 12, tag.count == 16
    else {
      throw Diagnostic(
        .error, "is no encrypted bundle, expected a JWE in its compact form", at: location,
        help: bytes.starts(with: [0x50, 0x4B]) ? "it is a ZIP archive: it is not encrypted" : nil)
    }
    let contentKey = try unwrap(wrapped, header, key, name)
    guard
      let box = try? AES.GCM.SealedBox(nonce: AES.GCM.Nonce(data: nonce), ciphertext: ciphertext, tag: tag),
      let plain = try? AES.GCM.open(box, using: contentKey, authenticating: parts[0])
    else { throw Diagnostic(.error, "was changed, or is encrypted to another key", at: location) }
    return [UInt8](plain)
  }

  private static func unwrap(
    _ wrapped: [UInt8], _ header: [UInt8], _ key: DecryptionKey, _ name: String
  ) throws(Diagnostic) -> SymmetricKey {
    let location = SourceLocation(file: name)
    var builder = ValueArenaBuilder()
    let root = try JSONReader.read(InputDocument(name: "the header of \(name)", bytes: header), into: &builder)
    let record = try RecordReader(builder.build(), root, file: name, what: "header")
    let algorithm = try record.text("alg")
    guard try record.text("enc") == content, record.member("zip") == nil, record.member("crit") == nil else {
      throw Diagnostic(.error, "is encrypted in a way that is not read, expected \(content)", at: location)
    }
    switch key {
    case .p256(let privateKey):
      guard algorithm == agreement else { throw otherKey(algorithm, location) }
      let point = try record.record(try record.required("epk"), "`epk`")
      guard try point.text("crv") == "P-256", let x = Base64.decode(try point.text("x")),
        let y = Base64.decode(try point.text("y")), x.count == 32, y.count == 32,
        let ephemeral = try? P256.KeyAgreement.PublicKey(rawRepresentation: x + y),
        let secret = try? privateKey.sharedSecretFromKeyAgreement(with: ephemeral),
        let unwrapped = try? AES.KeyWrap.unwrap(wrapped, using: ConcatKDF.key(secret, algorithm: agreement))
      else { throw Diagnostic(.error, "was changed, or is encrypted to another key", at: location) }
      return unwrapped
    case .rsa(let privateKey):
      guard algorithm == transport else { throw otherKey(algorithm, location) }
      guard let bytes = try? privateKey.decrypt(wrapped, padding: .PKCS1_OAEP_SHA256), bytes.count == 32 else {
        throw Diagnostic(.error, "was changed, or is encrypted to another key", at: location)
      }
      return SymmetricKey(data: bytes)
    }
  }

  private static func otherKey(_ algorithm: String, _ location: SourceLocation) -> Diagnostic {
    let known = [agreement, transport].contains(algorithm)
    return Diagnostic(
      .error, known ? "is encrypted to a key of another kind" : "is encrypted in a way that is not read", at: location,
      help: known ? (algorithm == transport ? "it needs an RSA key" : "it needs a P-256 key") : nil)
  }
}
