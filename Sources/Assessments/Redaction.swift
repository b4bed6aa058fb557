import Documents
import ResourceGraph
import SecretScan
import Values

/// Decides what of an input may be shown.
///
/// Hidden: what the input marks as sensitive, what an attribute's name says is secret, and what looks like a key, a
/// token or a card number (13 to 19 digits of an issuer's range that satisfy Luhn's check, ISO/IEC 7812-1).
enum Redaction {
  /// Words that make a name secret, compared without case and separators.
  private static let secretWords = WordSearch([
    "password", "passwd", "passphrase", "secret", "token", "privatekey", "apikey", "accesskey", "credential",
    "connectionstring", "userdata", "authkey", "clientkey", "masteruserpassword", "encryptedvalue", "certificatebody",
  ])
  /// Names that contain such a word and hold no secret.
  private static let harmless = WordSearch([
    "secretarn", "secretname", "tokenendpoint", "passwordlength", "minimumpasswordlength", "requirepassword",
    "secretkeyref",
    "managemasteruserpassword", "allowuserstochangepassword", "passwordreuseprevention", "maxpasswordage", "httptokens",
    "secretversion", "secretid", "automountserviceaccounttoken", "tokenkey", "passwordpolicy", "accesskeyage",
    "kmskeyid", "metadataoptions", "secretsmanager", "authtokenupdatestrategy", "hardexpiry",
  ])

  /// Whether a member's name says that its value is secret.
  static func isSecret(name: String) -> Bool {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: name.utf8.count) { plain in
      var count = 0
      for byte in name.utf8 {
        switch byte {
        case 0x41...0x5A: plain[count] = byte | 0x20
        case 0x61...0x7A, 0x30...0x39, 0x80...: plain[count] = byte
        default: continue
        }
        count += 1
      }
      let name = UnsafeBufferPointer(rebasing: plain[..<count])
      return secretWords.finds(in: name) && !harmless.finds(in: name)
    }
  }

  /// What is shown in place of a value.
  static func mark(_ what: String, _ digest: String?) -> String { digest.map { "(\(what) \($0))" } ?? "(\(what))" }

  /// The text with whatever looks like a secret taken out.
  static func scrubbed(_ text: String) -> String { scrubbed(text, nil) }

  /// The same, with a digest in place of what was taken out.
  static func scrubbed(_ text: String, _ digest: ValueDigest?) -> String {
    if let json = redactedJSON(text, digest) { return json }
    return scrubbedPlain(text, digest)
  }

  /// The same for a text that is no JSON: an address, a path, a URL.
  static func scrubbedPlain(_ text: String, _ digest: ValueDigest? = nil) -> String {
    var text = text
    let (isKey, hasCard) = text.withUTF8 { text in
      mayHide(text) ? (looksLikeKey(text), containsCardNumber(text)) : (false, false)
    }
    if isKey { return mark("secret", digest?.digest(of: Array(text.utf8))) }
    return hasCard ? withoutCardNumbers(Array(text.utf8), digest) : text
  }

  /// A text that is JSON itself (container definitions, policies), with its own secrets taken out; nil for other texts.
  private static func redactedJSON(_ text: String, _ digest: ValueDigest?) -> String? {
    guard let first = text.utf8.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      text.utf8.count < 1 << 18
    else {
      return nil
    }
    var builder = ValueArenaBuilder()
    guard let root = try? JSONReader.read(InputDocument(name: "text", bytes: Array(text.utf8)), into: &builder) else {
      return nil
    }
    var writer = EvidenceJSON(arena: builder.build(), limit: 4_000, digest: digest)
    return writer.text(of: root)
  }

  /// How a secret begins, and how many letters and digits follow at least.
  private struct Mark {
    let bytes: [UInt8]
    let run: Int

    init(_ text: String, _ run: Int) {
      bytes = Array(text.utf8)
      self.run = run
    }
  }

  private static let marks: [Mark] =
    ["ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "sk_live_", "rk_live_", "sk_test_", "AIza", "hvs.", "npm_"]
    .map { Mark($0, 10) } + ["AKIA", "ASIA"].map { Mark($0, 12) } + ["xoxb-", "xoxp-", "SG."].map { Mark($0, 8) }
    + [
      "PRIVATE KEY-----", "eyJhbGciOi", "password=", "Password=", "pwd=", "PASSWORD=", "SECRET=", "secret=", "token=",
      "TOKEN=", "AccountKey=", "SharedAccessKey=", "Bearer ",
    ].map { Mark($0, 0) }

  private static let beginnings = WordSearch(marks.map { String(decoding: $0.bytes, as: UTF8.self) })

  /// The marks by their first byte: nearly every text is let through after one look at each of its bytes.
  private static let marksByFirstByte: [[Mark]] = {
    var table = [[Mark]](repeating: [], count: 256)
    for mark in marks { table[Int(mark.bytes[0])].append(mark) }
    return table
  }()

  /// Whether a text can hold anything to hide: few can.
  private static func mayHide(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var (digits, colons) = (0, 0)
    for byte in text {
      if CardNumbers.isDigit(byte) { digits += 1 }
      if byte == UInt8(ascii: ":") { colons += 1 }
    }
    return digits >= 13 || text.count >= 8 && (colons > 0 || beginnings.finds(in: text))
  }

  private static func looksLikeKey(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.count >= 8 && (beginnings.finds(in: text) && holdsMark(text) || hasPasswordInURL(text))
  }

  private static func holdsMark(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for start in bytes.indices {
      for mark in marksByFirstByte[Int(bytes[start])] where start + mark.bytes.count + mark.run <= bytes.count {
        let rest = start + mark.bytes.count
        if mark.bytes.indices.allSatisfy({ bytes[start + $0] == mark.bytes[$0] }),
          bytes[rest..<(rest + mark.run)].allSatisfy(isAlphanumeric)
        {
          return true
        }
      }
    }
    return false
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    CardNumbers.isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// A URL with a user and a password before the host.
  private static func hasPasswordInURL(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let (colon, slash, at, space) = (UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: " "))
    for index in text.indices.dropLast(2) where text[index] == colon {
      guard text[index + 1] == slash, text[index + 2] == slash else { continue }
      let authority = text[(index + 3)...].prefix { $0 != slash && $0 != space }
      if let end = authority.firstIndex(of: at), authority[..<end].contains(colon) { return true }
    }
    return false
  }

  private static func containsCardNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    CardNumbers.mayOccur(in: text) && !CardNumbers.ranges(in: Array(text)).isEmpty
  }

  private static func withoutCardNumbers(_ text: [UInt8], _ digest: ValueDigest?) -> String {
    var result: [UInt8] = []
    var position = 0
    for range in CardNumbers.ranges(in: text) {
      result += text[position..<range.lowerBound]
      let digits = text[range].filter(CardNumbers.isDigit)
      result += Array(mark("card number", digest?.digest(of: digits)).utf8)
      position = range.upperBound
    }
    return String(decoding: result + text[position...], as: UTF8.self)
  }
}

extension ValueDigest {
  /// The digest of a value: of a string's own bytes, of anything else's JSON.
  func digest(of arena: ValueArena, _ node: NodeID) -> String {
    arena[node].kind == .string ? digest(of: Array(arena.utf8(node))) : digest(of: arena.json(node))
  }
}

/// A text from an input or from the machine with whatever looks like a key, a token or a card number taken out; for what
/// is shown beside evidence: addresses, paths, URLs.
public func withoutSecrets(_ text: String, _ digest: ValueDigest? = nil) -> String {
  Redaction.scrubbedPlain(text, digest)
}
