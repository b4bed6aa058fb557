/// Tuples, objects and for-expressions (HCL native syntax, "Collection Values" and "For Expressions").
extension Parser {
  mutating func parseTuple() throws(SyntaxError) -> Expression {
    let open = next()
    let outer = skipsNewlines
    skipsNewlines = true
    if isKeyword(peek(), "for") {
      let loop = try parseFor(open, closing: .closeBracket)
      skipsNewlines = outer
      return loop
    }
    var elements: [Expression] = []
    while peek().kind != .closeBracket {
      elements.append(try parseExpression())
      if take(.comma) == nil { break }
    }
    let close = try expect(.closeBracket, "or `,` after the element")
    skipsNewlines = outer
    return try node(.tuple(elements), range(open).union(range(close)))
  }

  /// Items are separated by commas or line ends, which therefore count even inside parentheses.
  mutating func parseObject() throws(SyntaxError) -> Expression {
    let open = next()
    let outer = skipsNewlines
    skipsNewlines = false
    skipNewlines()
    if isKeyword(peek(), "for"), tokens[min(index + 1, tokens.count - 1)].kind == .identifier {
      skipsNewlines = true
      let loop = try parseFor(open, closing: .closeBrace)
      skipsNewlines = outer
      return loop
    }
    var items: [ObjectItem] = []
    while peek().kind != .closeBrace {
      items.append(try parseObjectItem())
      let separator = peek().kind
      if separator == .comma || separator == .newline {
        next()
        skipNewlines()
      } else if separator != .closeBrace {
        throw unexpected(expected: "`,`, the end of the line or `}` after the item")
      }
    }
    let close = next()
    skipsNewlines = outer
    return try node(.object(items), range(open).union(range(close)))
  }

  private mutating func parseObjectItem() throws(SyntaxError) -> ObjectItem {
    let key = try parseExpression()
    guard take(.equal) != nil || take(.colon) != nil else { throw unexpected(expected: "`=` or `:` after the key") }
    return ObjectItem(key: bareKey(key), value: try parseExpression())
  }

  /// A key that is a mere name stands for itself.
  private func bareKey(_ key: Expression) -> Expression {
    switch key.kind {
    case .traversal(let traversal) where traversal.steps.isEmpty:
      Expression(.literal(.string(traversal.root)), key.range)
    case .literal(.bool(let value)): Expression(.literal(.string(value ? "true" : "false")), key.range)
    case .literal(.null): Expression(.literal(.string("null")), key.range)
    default: key
    }
  }

  /// `for key, value in collection : [key =>] result [...] [if condition]` and the bracket that closes it.
  private mutating func parseFor(_ open: Token, closing: TokenKind) throws(SyntaxError) -> Expression {
    next()
    let names = try parseForIntroduction()
    try expect(.colon, "after the collection of a for expression")
    var resultKey: Expression?
    var result = try parseExpression()
    if closing == .closeBrace {
      try expect(.arrow, "between key and value of a for expression")
      resultKey = result
      result = try parseExpression()
    }
    let isGrouping = closing == .closeBrace && take(.ellipsis) != nil
    let condition: Expression? = takeKeyword("if") ? try parseExpression() : nil
    let close = try expect(closing, "to close the for expression")
    let loop = ForExpression(
      keyName: names.key, valueName: names.value, collection: names.collection, resultKey: resultKey, result: result,
      condition: condition, isGrouping: isGrouping)
    return try node(.loop(loop), range(open).union(range(close)))
  }

  /// `key, value in collection`, which template loops have too.
  mutating func parseForIntroduction() throws(SyntaxError) -> (key: String?, value: String, collection: Expression) {
    let first = text(try expect(.identifier, "after `for`"))
    var second: String?
    if take(.comma) != nil { second = text(try expect(.identifier, "for the value of a for expression")) }
    guard takeKeyword("in") else { throw unexpected(expected: "`in`") }
    let collection = try parseExpression()
    return second.map { (first, $0, collection) } ?? (nil, first, collection)
  }
}
