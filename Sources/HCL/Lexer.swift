/// Splits a source file into tokens (HCL native syntax, "Lexical Elements").
///
/// Whitespace is what lies between tokens; everything else is in a token or a comment. Nothing is an error here: bytes
/// that begin no token become `invalid` tokens, which the parser reports where it meets them.
struct Lexer {
  let bytes: [UInt8]
  var offset = 0
  var tokens: [Token] = []
  var comments: [Comment] = []
  /// What surrounds the place: the file, then templates and the sequences in them, innermost last.
  var modes: [LexerMode]
  /// Sequences nested deeper than this are lexed as text, so that the parser's depth limit reports them.
  let maxModes: Int
  private var lineHasToken = false

  init(_ bytes: [UInt8], mode: LexerMode = .normal(braces: 0), maxModes: Int = 512) {
    self.bytes = bytes
    self.maxModes = maxModes
    modes = [mode]
    tokens.reserveCapacity(bytes.count / 6 + 16)
    if bytes.starts(with: byteOrderMark) { offset = byteOrderMark.count }
  }

  /// Lexes everything.
  mutating func run() {
    while offset < bytes.count {
      switch modes.last ?? .normal(braces: 0) {
      case .normal(let braces): lexNormal(braces)
      case .quoted: lexQuoted()
      case .bare: lexBareTemplate()
      case .heredoc(let marker, let atLineStart): lexHeredoc(marker, atLineStart)
      }
    }
    emit(.endOfFile, length: 0)
  }

  mutating func emit(_ kind: TokenKind, length: Int) {
    tokens.append(
      Token(
        kind: kind, start: UInt32(truncatingIfNeeded: offset), end: UInt32(truncatingIfNeeded: offset + length)))
    offset += length
    lineHasToken = kind != .newline
  }

  /// The byte `distance` behind the current one, 0 behind the end.
  func peek(_ distance: Int = 1) -> UInt8 {
    let index = offset + distance
    return index < bytes.count ? bytes[index] : 0
  }

  private mutating func lexNormal(_ braces: Int) {
    let byte = bytes[offset]
    if CharacterClass.of(byte).contains(.identifierStart) || byte >= 0x80 { return lexIdentifier() }
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"): skipSpace()
    case UInt8(ascii: "\n"): emit(.newline, length: 1)
    case UInt8(ascii: "\r") where peek() == UInt8(ascii: "\n"): emit(.newline, length: 2)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): lexNumber()
    case UInt8(ascii: "#"): lexLineComment()
    case UInt8(ascii: "/") where peek() == UInt8(ascii: "/"): lexLineComment()
    case UInt8(ascii: "/") where peek() == UInt8(ascii: "*"): lexBlockComment()
    case UInt8(ascii: "\""):
      emit(.openQuote, length: 1)
      modes.append(.quoted)
    case UInt8(ascii: "<") where peek() == UInt8(ascii: "<"): lexHeredocStart()
    case UInt8(ascii: "{"):
      setBraces(braces + 1)
      emit(.openBrace, length: 1)
    case UInt8(ascii: "}"): lexCloseBrace(braces)
    case UInt8(ascii: "~") where peek() == UInt8(ascii: "}") && braces == 0 && modes.count > 1: closeSequence(length: 2)
    default: lexPunctuation(byte)
    }
  }

  private mutating func skipSpace() {
    var end = offset + 1
    while end < bytes.count, bytes[end] == UInt8(ascii: " ") || bytes[end] == UInt8(ascii: "\t") { end += 1 }
    offset = end
  }

  private mutating func setBraces(_ braces: Int) { modes[modes.count - 1] = .normal(braces: braces) }

  private mutating func lexCloseBrace(_ braces: Int) {
    if braces == 0, modes.count > 1 { return closeSequence(length: 1) }
    setBraces(max(0, braces - 1))
    emit(.closeBrace, length: 1)
  }

  private mutating func closeSequence(length: Int) {
    emit(.closeSequence, length: length)
    modes.removeLast()
  }

  /// Identifiers follow UAX 31, with dashes inside (HCL native syntax, "Identifiers").
  private mutating func lexIdentifier() {
    var end = offset
    while end < bytes.count {
      if bytes[end] < 0x80 {
        guard CharacterClass.of(bytes[end]).contains(.identifierPart) else { break }
        end += 1
      } else {
        guard let (scalar, length) = decodeScalar(bytes, at: end) else { break }
        let properties = scalar.properties
        guard end == offset ? properties.isIDStart : properties.isIDContinue else { break }
        end += length
      }
    }
    guard end > offset else { return emit(.invalid, length: decodeScalar(bytes, at: offset)?.length ?? 1) }
    emit(.identifier, length: end - offset)
  }

  /// `digit+ ("." digit+)? (("e" | "E") ("+" | "-")? digit+)?` (HCL native syntax, "Numeric Literals").
  private mutating func lexNumber() {
    var end = digits(from: offset)
    if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
      let fraction = digits(from: end + 1)
      if fraction > end + 1 { end = fraction }
    }
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
      let hasSign =
        end + 1 < bytes.count && (bytes[end + 1] == UInt8(ascii: "+") || bytes[end + 1] == UInt8(ascii: "-"))
      let first = end + (hasSign ? 2 : 1)
      let exponent = digits(from: first)
      if exponent > first { end = exponent }
    }
    emit(.number, length: end - offset)
  }

  private func digits(from start: Int) -> Int {
    var end = start
    while end < bytes.count, CharacterClass.of(bytes[end]).contains(.digit) { end += 1 }
    return end
  }

  private mutating func lexLineComment() {
    var end = offset
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    if end < bytes.count, end > offset, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    addComment(to: end)
  }

  private mutating func lexBlockComment() {
    var end = offset + 2
    while end + 1 < bytes.count, bytes[end] != UInt8(ascii: "*") || bytes[end + 1] != UInt8(ascii: "/") { end += 1 }
    guard end + 1 < bytes.count else { return emit(.invalid, length: bytes.count - offset) }
    addComment(to: end + 2)
  }

  private mutating func addComment(to end: Int) {
    let range = SourceRange(UInt32(truncatingIfNeeded: offset), UInt32(truncatingIfNeeded: end))
    comments.append(Comment(range: range, isTrailing: lineHasToken))
    offset = end
  }
}

/// What the lexer is inside of.
enum LexerMode {
  /// The file or a template sequence, with the braces open in it.
  case normal(braces: Int)
  /// Between the quotes of a template.
  case quoted
  /// A template that is the whole input, as in a string of the JSON syntax.
  case bare
  /// A heredoc that ends with the marker at this place.
  case heredoc(marker: Range<Int>, atLineStart: Bool)
}
