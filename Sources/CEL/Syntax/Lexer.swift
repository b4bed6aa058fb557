/// Splits a source text into tokens; works on UTF-8 bytes, so that offsets are exact for any input.
struct Lexer {
  let bytes: [UInt8]
  private(set) var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next token, skipping white space and comments.
  mutating func next() throws(SyntaxFailure) -> Token {
    skipBlanks()
    let start = offset
    guard start < bytes.count else { return Token(kind: .end, range: SourceRange(start: start, end: start)) }
    let byte = bytes[start]
    if byte.isIdentifierStart { return try identifierOrString(start) }
    if byte.isDigit || (byte == UInt8(ascii: ".") && peek(1).isDigit) { return number(start) }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return try string(start, kind: .string, isRaw: false)
    case UInt8(ascii: "`"): return try quotedIdentifier(start)
    default: return try punctuation(start)
    }
  }

  private func peek(_ distance: Int) -> UInt8 {
    offset + distance < bytes.count ? bytes[offset + distance] : 0
  }

  private func token(_ kind: Token.Kind, from start: Int) -> Token {
    Token(kind: kind, range: SourceRange(start: start, end: offset))
  }

  private mutating func skipBlanks() {
    while offset < bytes.count {
      switch bytes[offset] {
      case let byte where byte.isBlank:
        offset += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n"), bytes[offset] != UInt8(ascii: "\r") {
          offset += 1
        }
      default: return
      }
    }
  }

  private mutating func identifierOrString(_ start: Int) throws(SyntaxFailure) -> Token {
    // A prefix of b, r or br makes a following quote a literal: `b"..."`, `r'...'`, `bR"""..."""`.
    var prefix = 0
    let isBytes = bytes[start] | 0x20 == UInt8(ascii: "b")
    if isBytes { prefix += 1 }
    let isRaw = peek(prefix) | 0x20 == UInt8(ascii: "r")
    if isRaw { prefix += 1 }
    if prefix > 0, peek(prefix) == UInt8(ascii: "\"") || peek(prefix) == UInt8(ascii: "'") {
      offset += prefix
      return try string(start, kind: isBytes ? .bytes : .string, isRaw: isRaw)
    }
    while offset < bytes.count, bytes[offset].isIdentifierPart { offset += 1 }
    return token(.identifier, from: start)
  }

  private mutating func quotedIdentifier(_ start: Int) throws(SyntaxFailure) -> Token {
    offset += 1
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "`") {
      let byte = bytes[offset]
      let isAllowed =
        byte.isIdentifierPart || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), 0x20].contains(byte)
      guard isAllowed else {
        throw SyntaxFailure("a quoted name may only have letters, digits and _ . - / and spaces", offset, offset + 1)
      }
      offset += 1
    }
    guard offset < bytes.count, offset > start + 1 else {
      throw SyntaxFailure("this quoted name is empty or not closed", start, offset)
    }
    offset += 1
    return token(.quotedIdentifier, from: start)
  }

  private mutating func number(_ start: Int) -> Token {
    if bytes[offset] == UInt8(ascii: "0"), peek(1) | 0x20 == UInt8(ascii: "x"), peek(2).hexValue != nil {
      offset += 2
      while peek(0).hexValue != nil { offset += 1 }
      return integerEnd(start)
    }
    while peek(0).isDigit { offset += 1 }
    var isDouble = false
    if peek(0) == UInt8(ascii: "."), peek(1).isDigit {
      isDouble = true
      offset += 1
      while peek(0).isDigit { offset += 1 }
    }
    if peek(0) | 0x20 == UInt8(ascii: "e") {
      let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
      if peek(1 + sign).isDigit {
        isDouble = true
        offset += 1 + sign
        while peek(0).isDigit { offset += 1 }
      }
    }
    return isDouble ? token(.double, from: start) : integerEnd(start)
  }

  private mutating func integerEnd(_ start: Int) -> Token {
    guard peek(0) | 0x20 == UInt8(ascii: "u") else { return token(.int, from: start) }
    offset += 1
    return token(.uint, from: start)
  }

  /// Finds the end of a string whose opening quote is at `offset`; decoding is ``LiteralDecoder``'s business.
  private mutating func string(_ start: Int, kind: Token.Kind, isRaw: Bool) throws(SyntaxFailure) -> Token {
    let quote = bytes[offset]
    let isTriple = peek(1) == quote && peek(2) == quote
    offset += isTriple ? 3 : 1
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\\"), !isRaw {
        offset += 2
      } else if byte == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
        offset += isTriple ? 3 : 1
        return token(kind, from: start)
      } else if !isTriple, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        break
      } else {
        offset += 1
      }
    }
    throw SyntaxFailure("this string is not closed", start, min(offset, bytes.count))
  }

  private mutating func punctuation(_ start: Int) throws(SyntaxFailure) -> Token {
    offset += 1
    if let two = Token.Punctuation(bytes[start], peek(0)) {
      offset += 1
      return token(.punctuation(two), from: start)
    }
    if let one = Token.Punctuation(bytes[start]) { return token(.punctuation(one), from: start) }
    while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    throw SyntaxFailure("unexpected character \(text.debugDescription)", start, offset)
  }
}

/// Why reading stopped; becomes a ``Diagnostic``.
struct SyntaxFailure: Error {
  let message: String
  let range: SourceRange

  init(_ message: String, _ start: Int, _ end: Int) {
    self.message = message
    range = SourceRange(start: start, end: max(start, end))
  }

  init(_ message: String, at range: SourceRange) {
    self.message = message
    self.range = range
  }
}

extension UInt8 {
  /// White space of langdef, Syntax: space, tab, form feed and the ends of lines.
  var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0C || self == 0x0D }
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isASCIILetter: Bool {
    let lower = self | 0x20
    return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
  }
  var isIdentifierStart: Bool { isASCIILetter || self == UInt8(ascii: "_") }
  var isIdentifierPart: Bool { isIdentifierStart || isDigit }

  /// The value of a hexadecimal digit.
  var hexValue: UInt8? {
    if isDigit { return self - UInt8(ascii: "0") }
    let lower = self | 0x20
    return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "f") ? lower - UInt8(ascii: "a") + 10 : nil
  }
}
