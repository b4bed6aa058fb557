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
