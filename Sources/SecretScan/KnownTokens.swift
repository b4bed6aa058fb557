/// Credentials that are known by how they begin.
enum KnownTokens {
  private struct Form {
    let beginning: [UInt8]
    /// How many letters, digits, `_` and `-` follow at least.
    let run: Int
    let kind: SecretKind
  }

  /// The forms that the issuers document: beginning, length of what follows, what it is.
  private static let documented: [(String, Int, SecretKind)] = [
    ("AKIA", 16, .accessKey), ("ASIA", 16, .accessKey), ("ghp_", 36, .token), ("gho_", 36, .token),
    ("ghu_", 36, .token), ("ghs_", 36, .token), ("ghr_", 36, .token), ("github_pat_", 40, .token),
    ("glpat-", 20, .token), ("xoxb-", 20, .token), ("xoxp-", 20, .token), ("xoxa-", 20, .token), ("xoxr-", 20, .token),
    ("sk_live_", 16, .key), ("rk_live_", 16, .key), ("AIza", 35, .key), ("npm_", 36, .token), ("hvs.", 24, .token),
    ("pypi-AgE", 50, .token), ("dop_v1_", 64, .token), ("SG.", 22, .key), ("AccountKey=", 40, .key),
    ("SharedAccessKey=", 40, .key),
  ]
  private static let forms: [Form] = documented.map { entry in
    Form(beginning: Array(entry.0.utf8), run: entry.1, kind: entry.2)
  }

  private static let formsByFirstByte: [[Form]] = {
    var table = [[Form]](repeating: [], count: 256)
    for form in forms { table[Int(form.beginning[0])].append(form) }
    return table
  }()

  /// Whether two bytes begin something that is looked for: nearly all of a text is passed over by one look at each pair.
  private static let isBeginning: [Bool] = {
    var table = [Bool](repeating: false, count: 1 << 16)
    for beginning in forms.map(\.beginning) + ["--", ":/", "ey"].map({ Array($0.utf8) }) {
      table[Int(beginning[0]) << 8 | Int(beginning[1])] = true
    }
    return table
  }()

  /// The first credential in a text, nil if it has none.
  static func kind(of text: UnsafeBufferPointer<UInt8>) -> SecretKind? {
    guard text.count >= 12 else { return nil }
    return isBeginning.withUnsafeBufferPointer { isBeginning in
      var index = 0
      let end = text.count - 8
      while index < end {
        if isBeginning[Int(text[index]) << 8 | Int(text[index + 1])], let kind = kind(of: text, at: index) {
          return kind
        }
        index += 1
      }
      return nil
    }
  }

  private static func kind(of text: UnsafeBufferPointer<UInt8>, at index: Int) -> SecretKind? {
    let byte = text[index]
    for form in formsByFirstByte[Int(byte)] where matches(form, text, index) { return form.kind }
    switch byte {
    case UInt8(ascii: "-"): return isPrivateKey(text, index) ? .privateKey : nil
    case UInt8(ascii: ":"): return hasPassword(text, after: index) ? .addressWithPassword : nil
    case UInt8(ascii: "e"): return isWebToken(text, index) ? .token : nil
    default: return nil
    }
  }

  private static func matches(_ form: Form, _ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    let rest = start + form.beginning.count
    guard rest + form.run <= text.count, start == 0 || !isWord(text[start - 1]) else { return false }
    for (offset, byte) in form.beginning.enumerated() where text[start + offset] != byte { return false }
    var distinct: Set<UInt8> = []
    for index in rest..<rest + form.run {
      guard isWord(text[index]) || text[index] == UInt8(ascii: "/") || text[index] == UInt8(ascii: "+") else {
        return false
      }
      distinct.insert(text[index])
    }
    // `AKIAXXXXXXXXXXXXXXXX` stands for a key, and so does one that says of itself that it is an example.
    return distinct.count > 4 && !contains(text, start..<min(text.count, rest + form.run), "EXAMPLE")
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    CardNumbers.isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-")
  }

  static func contains(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard range.count >= length else { return false }
    var start = range.lowerBound
    while start + length <= range.upperBound {
      var offset = 0
      while offset < length, text[start + offset] == word.utf8Start[offset] { offset += 1 }
      if offset == length { return true }
      start += 1
    }
    return false
  }

  /// A PEM block of a private key with a key in it (RFC 7468).
  private static func isPrivateKey(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    guard start + 80 < text.count, contains(text, start..<start + 11, "-----BEGIN ") else { return false }
    let head = start..<min(text.count, start + 45)
    guard contains(text, head, "PRIVATE KEY-----") else { return false }
    let body = UnsafeBufferPointer(rebasing: text[head.upperBound..<min(text.count, head.upperBound + 200)])
    let digits = body.count { isWord($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
    return digits >= 40 && !contains(body, 0..<body.count, "...")
  }

  /// `eyJ…` and two points: a signed token (RFC 7519).
  private static func isWebToken(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    guard start + 40 < text.count, text[start + 1] == UInt8(ascii: "y"), text[start + 2] == UInt8(ascii: "J"),
      start == 0 || !isWord(text[start - 1])
    else { return false }
    var points = 0
    var run = 0
    for byte in text[start...] {
      if byte == UInt8(ascii: ".") {
        guard run >= 10 else { return false }
        points += 1
        run = 0
      } else if isWord(byte) {
        run += 1
      } else {
        break
      }
    }
    return points == 2 && run >= 10
  }

  /// `://user:password@`, with a password that is no reference.
  private static func hasPassword(_ text: UnsafeBufferPointer<UInt8>, after colon: Int) -> Bool {
    guard colon + 8 < text.count, text[colon + 1] == UInt8(ascii: "/"), text[colon + 2] == UInt8(ascii: "/"), colon > 1
    else { return false }
    let ends: [UInt8] = [0x2F, 0x20, 0x22, 0x27, 0x0A, 0x3F, 0x23, 0x5D, 0x3E]
    let authority = text[(colon + 3)...].prefix { !ends.contains($0) }
    guard let at = authority.lastIndex(of: UInt8(ascii: "@")),
      let split = authority[..<at].firstIndex(of: UInt8(ascii: ":")), split + 1 < at
    else { return false }
    return ValueShape.isLiteral(UnsafeBufferPointer(rebasing: text[(split + 1)..<at]), isPassword: true)
  }
}
