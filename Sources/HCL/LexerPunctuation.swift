extension Lexer {
  /// Operators and delimiters (HCL native syntax, "Operators and Delimiters"), longest first.
  mutating func lexPunctuation(_ byte: UInt8) {
    let next = peek()
    let equalNext = next == UInt8(ascii: "=")
    switch byte {
    case UInt8(ascii: "="):
      if equalNext { return emit(.equalEqual, length: 2) }
      next == UInt8(ascii: ">") ? emit(.arrow, length: 2) : emit(.equal, length: 1)
    case UInt8(ascii: "!"): equalNext ? emit(.notEqual, length: 2) : emit(.bang, length: 1)
    case UInt8(ascii: "<"): equalNext ? emit(.lessOrEqual, length: 2) : emit(.less, length: 1)
    case UInt8(ascii: ">"): equalNext ? emit(.greaterOrEqual, length: 2) : emit(.greater, length: 1)
    case UInt8(ascii: "&"): next == byte ? emit(.and, length: 2) : emit(.invalid, length: 1)
    case UInt8(ascii: "|"): next == byte ? emit(.or, length: 2) : emit(.invalid, length: 1)
    case UInt8(ascii: ":"): next == byte ? emit(.doubleColon, length: 2) : emit(.colon, length: 1)
    case UInt8(ascii: "."): next == byte && peek(2) == byte ? emit(.ellipsis, length: 3) : emit(.dot, length: 1)
    default: emit(Self.single(byte), length: 1)
    }
  }

  private static func single(_ byte: UInt8) -> TokenKind {
    switch byte {
    case UInt8(ascii: "["): .openBracket
    case UInt8(ascii: "]"): .closeBracket
    case UInt8(ascii: "("): .openParen
    case UInt8(ascii: ")"): .closeParen
    case UInt8(ascii: ","): .comma
    case UInt8(ascii: "?"): .question
    case UInt8(ascii: "+"): .plus
    case UInt8(ascii: "-"): .minus
    case UInt8(ascii: "*"): .star
    case UInt8(ascii: "/"): .slash
    case UInt8(ascii: "%"): .percent
    default: .invalid
    }
  }
}
