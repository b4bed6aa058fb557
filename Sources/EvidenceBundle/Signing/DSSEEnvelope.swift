import Diagnostics
import Documents
import Rules
import Values

/// A signed payload (DSSE v1.0).
struct DSSEEnvelope {
  struct Signature: Equatable {
    let keyID: String
    let bytes: [UInt8]
  }

  static let payloadType = "application/vnd.in-toto+json"

  let payload: [UInt8]
  let signatures: [Signature]

  static func sign(_ payload: [UInt8], with key: SigningKey) throws(Diagnostic) -> DSSEEnvelope {
    let signature = try key.signature(for: authenticated(payload))
    return DSSEEnvelope(payload: payload, signatures: [Signature(keyID: key.publicKey.id, bytes: signature)])
  }

  /// What is signed: type and payload, each with its length before it.
  private static func authenticated(_ payload: [UInt8]) -> [UInt8] {
    Array("DSSEv1 \(payloadType.utf8.count) \(payloadType) \(payload.count) ".utf8) + payload
  }

  /// Whether one of the signatures is the key's; what an envelope calls its keys is only a hint.
  func isSigned(by key: VerificationKey) -> Bool {
    let message = Self.authenticated(payload)
    return signatures.contains { key.isValid($0.bytes, for: message) }
  }

  func encoded() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("payload", Base64.encode(payload))
      writer.member("payloadType", Self.payloadType)
      writer.name("signatures")
      writer.array { writer in
        for signature in signatures {
          writer.object { writer in
            writer.member("keyid", signature.keyID)
            writer.member("sig", Base64.encode(signature.bytes))
          }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  /// Reads an envelope. Only the form that ``encoded()`` writes is one: nothing in it can change unnoticed.
  static func decode(_ bytes: [UInt8], name: String) throws(Diagnostic) -> DSSEEnvelope {
    var builder = ValueArenaBuilder()
    let root = try JSONReader.read(InputDocument(name: name, bytes: bytes), into: &builder)
    let record = try RecordReader(builder.build(), root, file: name, what: "envelope")
    guard try record.text("payloadType") == payloadType, let payload = Base64.decode(try record.text("payload")) else {
      throw record.problem("is no signed in-toto statement", at: root)
    }
    var signatures: [Signature] = []
    for entry in try record.records("signatures", "signature") {
      guard let signature = Base64.decode(try entry.text("sig")) else {
        throw entry.problem("a signature is not in base64", at: entry.node)
      }
      signatures.append(Signature(keyID: try entry.optionalText("keyid") ?? "", bytes: signature))
    }
    return DSSEEnvelope(payload: payload, signatures: signatures)
  }
}
