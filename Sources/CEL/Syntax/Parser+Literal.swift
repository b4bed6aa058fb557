/// Number, string and bytes literals (langdef, Values).
extension Parser {
  mutating func literal(negative: Token?) throws(SyntaxFailure) -> NodeIndex {
    let token = self.token
    let start = negative?.range.start ?? token.range.start
    let whole = SourceRange(start: start, end: token.range.end)
    let sign = negative == nil ? "" : "-"
    let value: Literal
    switch token.kind {
    case .int:
      guard let int = Self.integer(sign + text(token), as: Int64.self) else {
        throw SyntaxFailure("this int is not between -2^63 and 2^63 - 1", at: whole)
      }
      value = .int(int)
    case .uint:
      guard negative == nil, let uint = Self.integer(String(text(token).dropLast()), as: UInt64.self) else {
        throw SyntaxFailure("this uint is not between 0 and 2^64 - 1", at: whole)
      }
      value = .uint(uint)
    case .double:
      guard let double = Double(sign + text(token)) else {
        throw SyntaxFailure("this double cannot be read", at: whole)
      }
      value = .double(double)
    case .string:
      value = .string(try LiteralDecoder.decode(token, in: source))
    case .bytes:
      value = .bytes(try LiteralDecoder.decode(token, in: source))
    default: throw unexpected("a number")
    }
    try advance()
    return try add(.literal(value), whole)
  }

  private static func integer<Number: FixedWidthInteger>(_ text: String, as _: Number.Type) -> Number? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative ? text.dropFirst() : text[...]
    guard digits.hasPrefix("0x") || digits.hasPrefix("0X") else { return Number(text) }
    return Number((isNegative ? "-" : "") + digits.dropFirst(2), radix: 16)
  }
}
