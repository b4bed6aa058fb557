import EvidenceBundle
import Testing

/// Keys as people keep them: with text around them, in files of other systems, and cut short.
@Suite struct PEMTests {
  private static let key = SigningKey(new: .ed25519).publicKey
  private static var lines: [String] { key.pem.split(separator: "\n").map(String.init) }

  private static func read(_ text: String) -> String? {
    try? VerificationKey(pem: text, source: "key.pem").id
  }

  private static let readable: [[String]] = [
    lines,
    lines.map { "\($0)\r" },
    lines.map { "  \($0)\t" },
    ["# the key of the build"] + lines + ["-----BEGIN CERTIFICATE-----"],
    lines + lines.dropLast(),
  ]

  private static let broken: [[String]] = [
    lines.dropLast(),
    lines.dropLast() + ["-----END PRIVATE KEY-----"],
    lines.dropLast() + ["\u{E9}", lines[2]],
    [String](lines.dropFirst()),
    [lines[0]] + lines,
    [lines.joined(separator: " ")],
    [],
  ]

  @Test(arguments: readable) func isRead(_ lines: [String]) {
    #expect(Self.read(lines.joined(separator: "\n")) == Self.key.id)
    #expect(Self.read(lines.joined(separator: "\r")) == Self.key.id)
  }

  @Test(arguments: broken) func isRefused(_ lines: [String]) {
    #expect(Self.read(lines.joined(separator: "\n")) == nil)
  }

  /// Each beginning was once looked for an end of its own through all of the text.
  @Test func manyBeginningsAreReadAtOnce() {
    let text = String(repeating: "-----BEGIN CERTIFICATE-----\n", count: 100_000)
    #expect(throws: (any Error).self) { try TimeStampAuthority(pem: text, source: "authority.pem") }
  }
}
