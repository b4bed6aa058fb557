/// The kinds of token of the native syntax (HCL native syntax, "Lexical Elements").
enum TokenKind: UInt8 {
  case identifier, number, newline
  case openBrace, closeBrace, openBracket, closeBracket, openParen, closeParen
  case comma, dot, colon, doubleColon, equal, arrow, ellipsis, question
  case plus, minus, star, slash, percent, bang, and, or
  case equalEqual, notEqual, less, lessOrEqual, greater, greaterOrEqual
  /// The quotes of a template; what is between them is `text` and template sequences.
  case openQuote, closeQuote
  /// `<<EOT` with its line's end; the marker that closes it, with the whitespace before it.
  case openHeredoc, closeHeredoc
  /// Literal text of a template, escapes as written. In a heredoc never more than one line.
  case text
  /// `${`, `%{` and the brace that closes them; a strip marker `~` is part of the token.
  case openInterpolation, openDirective, closeSequence
  /// Bytes that begin no token.
  case invalid
  case endOfFile
}

/// A token: a kind and a place, nothing that needs memory of its own.
struct Token {
  let kind: TokenKind
  let start: UInt32
  let end: UInt32

  var range: SourceRange { SourceRange(start, end) }
}
