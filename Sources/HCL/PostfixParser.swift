/// Attribute access, indices and splats (HCL native syntax, "Index Operator", "Attribute Access Operator", "Splat Operators").
extension Parser {
  /// Parses all steps that follow a term.
  mutating func parsePostfix(_ term: Expression) throws(SyntaxError) -> Expression {
    var base = term
    var steps: [Traversal.Step] = []
    while true {
      switch peek().kind {
      case .dot where peekSecond().kind == .star:
        base = try parseAttributeSplat(try walk(base, &steps))
      case .dot: try parseDot(&steps)
      case .openBracket:
        if let key = try parseBrackets(base, &steps) {
          base = key
          // A full splat takes all that follows to its elements.
          if case .splat = base.kind { return base }
        }
      default: return try walk(base, &steps)
      }
    }
  }

  /// Puts collected steps on an expression.
  private func walk(_ base: Expression, _ steps: inout [Traversal.Step]) throws(SyntaxError) -> Expression {
    guard let last = steps.last else { return base }
    let taken = steps
    steps = []
    let range = base.range.union(last.range)
    if case .traversal(let traversal) = base.kind {
      return Expression(.traversal(Traversal(root: traversal.root, steps: taken, range: range)), range)
    }
    return try node(.steps(base, taken), range)
  }

  /// `.name`, or the legacy `.0`, which the lexer may have joined with the next to a number `0.1`.
  private mutating func parseDot(_ steps: inout [Traversal.Step]) throws(SyntaxError) {
    let dot = next()
    let token = peek()
    switch token.kind {
    case .identifier:
      next()
      steps.append(Traversal.Step(.attribute(text(token)), range(dot).union(range(token))))
    case .number:
      next()
      for part in text(token).split(separator: ".", omittingEmptySubsequences: false) {
        guard part.utf8.allSatisfy({ CharacterClass.of($0).contains(.digit) }) else {
          throw SyntaxError("expected a whole number as index", at: range(token).start)
        }
        steps.append(Traversal.Step(.index(String(part)), range(dot).union(range(token))))
      }
    default: throw unexpected(expected: "a name after `.`")
    }
  }

  /// `.*` with the attributes behind it; an index in brackets applies to the whole result.
  private mutating func parseAttributeSplat(_ source: Expression) throws(SyntaxError) -> Expression {
    next()
    let star = next()
    var steps: [Traversal.Step] = []
    while peek().kind == .dot, peekSecond().kind != .star { try parseDot(&steps) }
    let end = steps.last.map(\.range) ?? range(star)
    let each = try walk(Expression(.splatElement, range(star)), &steps)
    return try node(.splat(source, each: each), source.range.union(end))
  }

  /// `[key]`: a literal key becomes a step (result nil), any other key a new base; `[*]` a splat.
  private mutating func parseBrackets(
    _ base: Expression, _ steps: inout [Traversal.Step]
  ) throws(SyntaxError) -> Expression? {
    let open = next()
    let outer = skipsNewlines
    skipsNewlines = true
    defer { skipsNewlines = outer }
    if let star = take(.star) {
      let close = try expect(.closeBracket, "after `[*`")
      skipsNewlines = outer
      let source = try walk(base, &steps)
      try enter()
      let each = try parsePostfix(Expression(.splatElement, range(star)))
      leave()
      return try node(.splat(source, each: each), source.range.union(range(close)).union(each.range))
    }
    let key = try parseExpression()
    let brackets = range(open).union(range(try expect(.closeBracket, "after the index")))
    switch key.kind {
    case .literal(.number(let number)): steps.append(Traversal.Step(.index(number), brackets))
    case .literal(.string(let name)): steps.append(Traversal.Step(.key(name), brackets))
    default:
      let source = try walk(base, &steps)
      return try node(.index(source, key: key), source.range.union(brackets))
    }
    return nil
  }
}
