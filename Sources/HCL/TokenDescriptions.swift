extension TokenKind {
  /// The kind as messages name it.
  var description: String {
    switch self {
    case .identifier: "a name"
    case .number: "a number"
    case .newline: "the end of the line"
    case .openQuote: "a string"
    case .closeQuote: "a closing quote"
    case .openHeredoc: "a heredoc"
    case .closeHeredoc: "the marker that closes the heredoc"
    case .text: "text"
    case .invalid: "a character that HCL does not know here"
    case .endOfFile: "the end of the file"
    default: "`\(spelling)`"
    }
  }

  private var spelling: String {
    switch self {
    case .openBrace: "{"
    case .closeBrace, .closeSequence: "}"
    case .openBracket: "["
    case .closeBracket: "]"
    case .openParen: "("
    case .closeParen: ")"
    case .comma: ","
    case .dot: "."
    case .colon: ":"
    case .doubleColon: "::"
    case .equal: "="
    case .arrow: "=>"
    case .ellipsis: "..."
    case .question: "?"
    case .openInterpolation: "${"
    case .openDirective: "%{"
    default: operatorSpelling
    }
  }

  private var operatorSpelling: String {
    switch self {
    case .plus: "+"
    case .minus: "-"
    case .star: "*"
    case .slash: "/"
    case .percent: "%"
    case .bang: "!"
    case .and: "&&"
    case .or: "||"
    case .equalEqual: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    default: ""
    }
  }
}
