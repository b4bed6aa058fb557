import EvidenceBundle
import Foundation
import TestSupport
import Testing

/// Encrypted bundles open with the right key and with no other.
@Suite(.enabled(if: Program.path("openssl") != nil, "openssl is not installed")) struct EncryptionTests {
  private static let kinds = [
    ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"], ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
  ]

  private static func pair(_ kind: [String]) throws -> (RecipientKey, DecryptionKey) {
    let folder = try TemporaryFolder()
    try OpenSSLTests.openssl(["genpkey", "-out", "key", "-algorithm"] + kind, in: folder.path)
    try OpenSSLTests.openssl(["pkey", "-in", "key", "-pubout", "-out", "pub"], in: folder.path)
    return (
      try RecipientKey(pem: try Project.text("\(folder.path)/pub"), source: "test"),
      try DecryptionKey(pem: try Project.text("\(folder.path)/key"), source: "test")
    )
  }

  @Test(arguments: kinds)
  func whatIsEncryptedOpensAgain(_ kind: [String]) throws {
    let (recipient, key) = try Self.pair(kind)
    let (_, otherKey) = try Self.pair(kind)
    for size in [0, 1, 31, 5_000] {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      let encrypted = try BundleEncryption.encrypt(bytes, to: recipient)
      #expect(try BundleEncryption.decrypt(encrypted, with: key, name: "test") == bytes)
      #expect(throws: (any Error).self) { try BundleEncryption.decrypt(encrypted, with: otherKey, name: "test") }
    }
  }

  @Test(arguments: kinds)
  func noCharacterCanBeChanged(_ kind: [String]) throws {
    let (recipient, key) = try Self.pair(kind)
    let encrypted = try BundleEncryption.encrypt(Array("evidence".utf8), to: recipient)
    for index in stride(from: 0, to: encrypted.count, by: 5) {
      var altered = encrypted
      altered[index] = altered[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      #expect(throws: (any Error).self, "character \(index)") {
        try BundleEncryption.decrypt(altered, with: key, name: "test")
      }
    }
    for count in stride(from: 0, to: encrypted.count, by: 17) {
      #expect(throws: (any Error).self) {
        try BundleEncryption.decrypt(Array(encrypted.prefix(count)), with: key, name: "test")
      }
    }
  }
}
