/// Reads JSON (RFC 8259) with positions; strict, depth-limited.
struct JSONScanner {
  let bytes: [UInt8]
  let maxDepth: Int
  private var offset = 0

  init(_ bytes: [UInt8], maxDepth: Int) {
    self.bytes = bytes
    self.maxDepth = maxDepth
    if bytes.starts(with: byteOrderMark) { offset = byteOrderMark.count }
  }

  /// Reads one value that is the whole text.
  mutating func readAll() throws(SyntaxError) -> JSONValue {
    let value = try read(depth: 1)
    skipSpace()
    if offset < bytes.count { throw error("expected the end of the file after the JSON value") }
    return value
  }

  private func error(_ message: String) -> SyntaxError {
    SyntaxError(message, at: UInt32(truncatingIfNeeded: offset))
  }

  private func range(from start: Int) -> SourceRange {
    SourceRange(UInt32(truncatingIfNeeded: start), UInt32(truncatingIfNeeded: offset))
  }

  private mutating func skipSpace() {
    while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
  }

  private func at(_ character: Unicode.Scalar) -> Bool {
    offset < bytes.count && bytes[offset] == UInt8(ascii: character)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard at(character) else { return false }
    offset += 1
    return true
  }

  private mutating func read(depth: Int) throws(SyntaxError) -> JSONValue {
    skipSpace()
    if depth > maxDepth { throw error("nested deeper than \(maxDepth) levels") }
    let start = offset
    guard offset < bytes.count else { throw error("expected a JSON value, found the end of the file") }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return JSONValue(content: .object(try readMembers(depth)), range: range(from: start))
    case UInt8(ascii: "["): return JSONValue(content: .array(try readElements(depth)), range: range(from: start))
    case UInt8(ascii: "\""):
      let string = try readString()
      return JSONValue(content: .string(string), range: string.range)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let number = try readNumber()
      return JSONValue(content: .number(number), range: range(from: start))
    default:
      let content = try readWord()
      return JSONValue(content: content, range: range(from: start))
    }
  }

  private mutating func readMembers(_ depth: Int) throws(SyntaxError) -> [JSONMember] {
    offset += 1
    var members: [JSONMember] = []
    if take("}") { return members }
    repeat {
      skipSpace()
      guard at("\"") else { throw error("expected a member name in quotes") }
      let name = try readString()
      guard take(":") else { throw error("expected `:` after the member name") }
      members.append(JSONMember(name: name, value: try read(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw error("expected `,` or `}` after the member") }
    return members
  }

  private mutating func readElements(_ depth: Int) throws(SyntaxError) -> [JSONValue] {
    offset += 1
    var elements: [JSONValue] = []
    if take("]") { return elements }
    repeat { elements.append(try read(depth: depth + 1)) } while take(",")
    guard take("]") else { throw error("expected `,` or `]` after the element") }
    return elements
  }

  private mutating func readWord() throws(SyntaxError) -> JSONValue.Content {
    let words: [(StaticString, JSONValue.Content)] = [("true", .bool(true)), ("false", .bool(false)), ("null", .null)]
    for (word, content) in words where bytes[offset...].starts(with: word.description.utf8) {
      offset += word.utf8CodeUnitCount
      return content
    }
    throw error("expected a JSON value")
  }

  private mutating func readNumber() throws(SyntaxError) -> String {
    let start = offset
    if at("-") { offset += 1 }
    if at("0") { offset += 1 } else { try readDigits() }
    if at(".") {
      offset += 1
      try readDigits()
    }
    if at("e") || at("E") {
      offset += 1
      if at("+") || at("-") { offset += 1 }
      try readDigits()
    }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func readDigits() throws(SyntaxError) {
    let start = offset
    while offset < bytes.count, CharacterClass.of(bytes[offset]).contains(.digit) { offset += 1 }
    if offset == start { throw error("expected a digit") }
  }

  private mutating func readString() throws(SyntaxError) -> JSONString {
    let start = offset
    offset += 1
    var hasEscapes = false
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      if bytes[offset] < 0x20 { throw error("expected a closing quote before the control character") }
      if bytes[offset] == UInt8(ascii: "\\") {
        hasEscapes = true
        offset += 1
      }
      offset += 1
    }
    guard offset < bytes.count else { throw SyntaxError("expected a closing quote", at: UInt32(start)) }
    let content = (start + 1)..<offset
    offset += 1
    guard hasEscapes else {
      return JSONString(
        text: String(decoding: bytes[content], as: UTF8.self), range: range(from: start), hasEscapes: false)
    }
    let decoded = try JSONStringDecoder.decode(bytes, content)
    return JSONString(text: String(decoding: decoded.bytes, as: UTF8.self), range: range(from: start), hasEscapes: true)
  }
}
