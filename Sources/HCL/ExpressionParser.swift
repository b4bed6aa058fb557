/// Operators and terms (HCL native syntax, "Operations" and "Expression Terms").
extension Parser {
  /// Parses an expression: a conditional or what is stronger.
  mutating func parseExpression() throws(SyntaxError) -> Expression {
    try enter()
    let condition = try parseOperation(minimum: 1)
    guard take(.question) != nil else {
      leave()
      return condition
    }
    let then = try parseExpression()
    try expect(.colon, "between the results of a conditional")
    let otherwise = try parseExpression()
    leave()
    return try node(.conditional(condition, then, otherwise), condition.range.union(otherwise.range))
  }

  /// Parses operators of a minimum precedence; all of them group to the left.
  private mutating func parseOperation(minimum: Int) throws(SyntaxError) -> Expression {
    var left = try parseTerm()
    while let (symbol, precedence) = peek().kind.binaryOperator, precedence >= minimum {
      next()
      let right = try parseOperation(minimum: precedence + 1)
      left = try node(.binary(symbol, left, right), left.range.union(right.range))
    }
    return left
  }

  /// Parses a term with the steps behind it.
  private mutating func parseTerm() throws(SyntaxError) -> Expression {
    let token = peek()
    switch token.kind {
    case .minus, .bang:
      next()
      try enter()
      let operand = try parseTerm()
      leave()
      let symbol: UnaryOperator = token.kind == .minus ? .negate : .not
      return try node(.unary(symbol, operand), range(token).union(operand.range))
    default: return try parsePostfix(try parsePrimary())
    }
  }

  private mutating func parsePrimary() throws(SyntaxError) -> Expression {
    let token = peek()
    switch token.kind {
    case .number: return Expression(.literal(.number(text(next()))), range(token))
    case .identifier: return try parseNamed()
    case .openQuote: return try parseQuotedTemplate()
    case .openHeredoc: return try parseHeredoc()
    case .openParen: return try parseParentheses()
    case .openBracket: return try parseTuple()
    case .openBrace: return try parseObject()
    default: throw unexpected(expected: "a value")
    }
  }

  /// A keyword literal, a call or a variable.
  private mutating func parseNamed() throws(SyntaxError) -> Expression {
    let token = next()
    let behind = peek().kind
    if behind == .openParen || behind == .doubleColon { return try parseCall(token) }
    if isKeyword(token, "true") { return Expression(.literal(.bool(true)), range(token)) }
    if isKeyword(token, "false") { return Expression(.literal(.bool(false)), range(token)) }
    if isKeyword(token, "null") { return Expression(.literal(.null), range(token)) }
    return Expression(.traversal(Traversal(root: text(token), steps: [], range: range(token))), range(token))
  }

  private mutating func parseParentheses() throws(SyntaxError) -> Expression {
    let open = next()
    let outer = skipsNewlines
    skipsNewlines = true
    let inner = try parseExpression()
    let close = try expect(.closeParen, "to close the parentheses")
    skipsNewlines = outer
    return try node(.parentheses(inner), range(open).union(range(close)))
  }

  /// Parses arguments behind a function's name, which may have namespaces.
  private mutating func parseCall(_ first: Token) throws(SyntaxError) -> Expression {
    var name = text(first)
    var nameRange = range(first)
    while take(.doubleColon) != nil {
      let part = try expect(.identifier, "of a function")
      name += "::" + text(part)
      nameRange = nameRange.union(range(part))
    }
    try expect(.openParen, "before the function's arguments")
    let outer = skipsNewlines
    skipsNewlines = true
    var arguments: [Expression] = []
    var expandsLast = false
    while peek().kind != .closeParen, !expandsLast {
      arguments.append(try parseExpression())
      expandsLast = take(.ellipsis) != nil
      if take(.comma) == nil { break }
    }
    let close = try expect(.closeParen, "or `,` after the function's argument")
    skipsNewlines = outer
    let call = FunctionCall(name: name, nameRange: nameRange, arguments: arguments, expandsLast: expandsLast)
    return try node(.call(call), nameRange.union(range(close)))
  }
}

extension TokenKind {
  /// The operator between two operands that a token means, with its precedence (HCL native syntax, "Operations").
  var binaryOperator: (BinaryOperator, Int)? {
    switch self {
    case .or: (.or, 1)
    case .and: (.and, 2)
    case .equalEqual: (.equal, 3)
    case .notEqual: (.notEqual, 3)
    case .less: (.less, 4)
    case .lessOrEqual: (.lessOrEqual, 4)
    case .greater: (.greater, 4)
    case .greaterOrEqual: (.greaterOrEqual, 4)
    case .plus: (.add, 5)
    case .minus: (.subtract, 5)
    case .star: (.multiply, 6)
    case .slash: (.divide, 6)
    case .percent: (.modulo, 6)
    default: nil
    }
  }
}
