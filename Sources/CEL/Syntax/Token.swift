/// A lexical element of CEL (langdef, Syntax).
struct Token: Sendable {
  enum Kind: Equatable, Sendable {
    case end
    case identifier
    case quotedIdentifier
    case int
    case uint
    case double
    case string
    case bytes
    case punctuation(Punctuation)
  }

  enum Punctuation: String, Sendable {
    case leftParen = "("
    case rightParen = ")"
    case leftBracket = "["
    case rightBracket = "]"
    case leftBrace = "{"
    case rightBrace = "}"
    case dot = "."
    case comma = ","
    case colon = ":"
    case question = "?"
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case percent = "%"
    case not = "!"
    case less = "<"
    case lessEqual = "<="
    case greater = ">"
    case greaterEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case and = "&&"
    case or = "||"
  }

  let kind: Kind
  let range: SourceRange
}

extension Token.Punctuation {
  init?(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "("): self = .leftParen
    case UInt8(ascii: ")"): self = .rightParen
    case UInt8(ascii: "["): self = .leftBracket
    case UInt8(ascii: "]"): self = .rightBracket
    case UInt8(ascii: "{"): self = .leftBrace
    case UInt8(ascii: "}"): self = .rightBrace
    case UInt8(ascii: "."): self = .dot
    case UInt8(ascii: ","): self = .comma
    case UInt8(ascii: ":"): self = .colon
    case UInt8(ascii: "?"): self = .question
    case UInt8(ascii: "+"): self = .plus
    case UInt8(ascii: "-"): self = .minus
    case UInt8(ascii: "*"): self = .star
    case UInt8(ascii: "/"): self = .slash
    case UInt8(ascii: "%"): self = .percent
    case UInt8(ascii: "!"): self = .not
    case UInt8(ascii: "<"): self = .less
    case UInt8(ascii: ">"): self = .greater
    default: return nil
    }
  }

  init?(_ first: UInt8, _ second: UInt8) {
    switch (first, second) {
    case (UInt8(ascii: "<"), UInt8(ascii: "=")): self = .lessEqual
    case (UInt8(ascii: ">"), UInt8(ascii: "=")): self = .greaterEqual
    case (UInt8(ascii: "="), UInt8(ascii: "=")): self = .equal
    case (UInt8(ascii: "!"), UInt8(ascii: "=")): self = .notEqual
    case (UInt8(ascii: "&"), UInt8(ascii: "&")): self = .and
    case (UInt8(ascii: "|"), UInt8(ascii: "|")): self = .or
    default: return nil
    }
  }

  var logicalOperator: LogicalOperator? {
    switch self {
    case .and: .and
    case .or: .or
    default: nil
    }
  }

  var unaryOperator: UnaryOperator? {
    switch self {
    case .not: .not
    case .minus: .negate
    default: nil
    }
  }

  var binaryOperator: BinaryOperator? {
    switch self {
    case .less: .less
    case .lessEqual: .lessEqual
    case .greater: .greater
    case .greaterEqual: .greaterEqual
    case .equal: .equal
    case .notEqual: .notEqual
    case .plus: .add
    case .minus: .subtract
    case .star: .multiply
    case .slash: .divide
    case .percent: .remainder
    default: nil
    }
  }
}
