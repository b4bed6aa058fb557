/// Judges single texts of a configuration: by the meaning of their names, by known forms, by their shape.
public enum SecretScanner {
  /// Longer texts are looked at no further than this.
  public static let longestText = 1 << 18

  /// What a scalar's text is, nil for what is no secret.
  ///
  /// - Parameter name: the name under which it stands; of a pair of name and value the name.
  public static func kind(name: String?, text: UnsafeBufferPointer<UInt8>) -> SecretKind? {
    guard text.count >= 4, text.count <= longestText else { return nil }
    if let kind = KnownTokens.kind(of: text) { return kind }
    if let name, let kind = SecretName.kind(name),
      ValueShape.isLiteral(text, isPassword: kind == .password)
    {
      return kind
    }
    guard text.count > 8, text.contains(0x0A) || text.contains(UInt8(ascii: "=")) else { return nil }
    return kindOfLine(in: text)
  }

  /// Whether a name announces a credential.
  public static func announces(_ name: String) -> Bool { SecretName.kind(name) != nil }

  /// Whether a text can be JSON with something secret in it.
  public static func mayBeJSON(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "["), text.count > 24,
      text.count <= longestText
    else { return false }
    for index in text.indices.dropLast(4) {
      let pair = (text[index] | 0x20, text[index + 1] | 0x20, text[index + 2] | 0x20)
      switch pair {
      case (0x70, 0x61, 0x73), (0x70, 0x77, 0x64), (0x63, 0x72, 0x65), (0x65, 0x63, 0x72), (0x6F, 0x6B, 0x65),
        (0x6B, 0x65, 0x79):
        return true
      default: continue
      }
    }
    return CardNumbers.mayOccur(in: text)
  }

  /// Whether a text holds a card number that stands by itself: not within a longer word or number, not in an identifier.
  public static func holdsCardNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count <= longestText, CardNumbers.mayOccur(in: text) else { return false }
    let bytes = Array(text)
    return CardNumbers.ranges(in: bytes).contains { range in
      let before = range.lowerBound == 0 ? 0x20 : bytes[range.lowerBound - 1]
      let after = range.upperBound == bytes.count ? 0x20 : bytes[range.upperBound]
      return !continues(before) && !continues(after)
    }
  }

  /// Whether a byte beside a number makes it a part of something longer.
  private static func continues(_ byte: UInt8) -> Bool {
    CardNumbers.isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF) || "-_./:@+=%#".utf8.contains(byte) || byte >= 0x80
  }

  /// The first credential in a text of lines such as `NAME=VALUE`, `name: value`, `export NAME="value"`.
  private static func kindOfLine(in text: UnsafeBufferPointer<UInt8>) -> SecretKind? {
    var start = 0
    while start < text.count {
      var end = start
      while end < text.count, text[end] != 0x0A { end += 1 }
      if end - start <= 1_024, let kind = kindOfAssignment(UnsafeBufferPointer(rebasing: text[start..<end])) {
        return kind
      }
      start = end + 1
    }
    return nil
  }

  private static func kindOfAssignment(_ line: UnsafeBufferPointer<UInt8>) -> SecretKind? {
    guard let mark = line.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }), mark > 2 else {
      return nil
    }
    let quotes: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: " "), 0x09, 0x0D]
    var nameEnd = mark
    while nameEnd > 0, quotes.contains(line[nameEnd - 1]) { nameEnd -= 1 }
    var nameStart = nameEnd
    while nameStart > 0, isNamePart(line[nameStart - 1]) { nameStart -= 1 }
    // Before the name stands nothing, or a word such as `export` or `-e`; a comment or a sentence is no assignment.
    guard nameEnd - nameStart >= 3, !line[..<nameStart].contains(UInt8(ascii: "#")),
      line[..<nameStart].count(where: { $0 == 0x20 }) < 12,
      let kind = SecretName.kind(
        String(decoding: UnsafeBufferPointer(rebasing: line[nameStart..<nameEnd]), as: UTF8.self))
    else { return nil }
    var (first, last) = (mark + 1, line.count)
    while first < last, quotes.contains(line[first]) { first += 1 }
    let closers = quotes + [UInt8(ascii: ","), UInt8(ascii: ";")]
    while last > first, closers.contains(line[last - 1]) { last -= 1 }
    let value = UnsafeBufferPointer(rebasing: line[first..<last])
    // Programs call things: `password = read(…)`.
    guard !value.contains(UInt8(ascii: "(")), !value.contains(UInt8(ascii: " ")) else { return nil }
    return ValueShape.isLiteral(value, isPassword: kind == .password) ? kind : nil
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    CardNumbers.isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF) || "_-.".utf8.contains(byte)
  }
}
