/// Templates (HCL native syntax, "Templates"): first to a flat list of parts, then strip markers and indentation, then
/// directives to a tree.
extension Parser {
  mutating func parseQuotedTemplate() throws(SyntaxError) -> Expression {
    let open = next()
    // Most strings are one text, or empty.
    if tokens[index].kind == .closeQuote {
      return Expression(.literal(.string("")), range(open).union(range(advance())))
    }
    if tokens[index].kind == .text, tokens[index + 1].kind == .closeQuote {
      let content = advance()
      return Expression(.literal(.string(try unescapeQuoted(content))), range(open).union(range(advance())))
    }
    var pieces = try parsePieces(closing: .closeQuote)
    let close = try closeTemplate(.closeQuote, "to end the string on its line")
    return try template(&pieces, range(open).union(range(close)))
  }

  /// `<<EOT` keeps the indentation, `<<-EOT` takes the smallest one off every line.
  mutating func parseHeredoc() throws(SyntaxError) -> Expression {
    let open = next()
    var pieces = try parsePieces(closing: .closeHeredoc)
    let close = try closeTemplate(.closeHeredoc, "on a line of its own")
    if source.bytes[Int(open.start) + 2] == UInt8(ascii: "-") { removeIndentation(&pieces) }
    return try template(&pieces, range(open).union(range(close)))
  }

  /// Parses a template that is the whole input.
  mutating func parseBareTemplate() throws(SyntaxError) -> Expression {
    var pieces = try parsePieces(closing: .endOfFile)
    guard tokens[index].kind == .endOfFile else { throw unexpected(expected: "text or `${`") }
    let end = range(tokens[index])
    return try template(&pieces, SourceRange(tokens.first.map { range($0).start } ?? end.start, end.start))
  }

  private mutating func advance() -> Token {
    let token = tokens[index]
    if token.kind != .endOfFile { index += 1 }
    return token
  }

  /// The token that ends a template; around it no line ends may be skipped.
  private mutating func closeTemplate(_ kind: TokenKind, _ context: String) throws(SyntaxError) -> Token {
    guard tokens[index].kind == kind else {
      throw SyntaxError(
        "expected \(kind.description) \(context), found \(tokens[index].kind.description)",
        at: range(tokens[index]).start)
    }
    return advance()
  }

  private func template(_ pieces: inout [TemplatePiece], _ range: SourceRange) throws(SyntaxError) -> Expression {
    applyStripMarkers(&pieces)
    var builder = TemplateTreeBuilder(pieces: pieces, maxDepth: limits.maxDepth)
    let parts = try builder.build()
    if parts.count == 1, case .interpolation(let inner) = parts[0], pieces.count == 1 {
      return try node(.wrapped(inner), range)
    }
    let texts = parts.compactMap { part -> String? in if case .text(let text) = part { text } else { nil } }
    if texts.count == parts.count { return Expression(.literal(.string(texts.joined())), range) }
    return try node(.template(parts), range)
  }

  private mutating func parsePieces(closing: TokenKind) throws(SyntaxError) -> [TemplatePiece] {
    var pieces: [TemplatePiece] = []
    let outer = skipsNewlines
    try enter()
    while true {
      let token = tokens[index]
      switch token.kind {
      case .text:
        index += 1
        let text = closing == .closeQuote && hasEscapes ? try unescapeQuoted(token) : unescapeMarkers(token)
        pieces.append(TemplatePiece(.text(text), range(token)))
      case .openInterpolation, .openDirective:
        index += 1
        skipsNewlines = true
        let content: TemplatePiece.Content =
          token.kind == .openInterpolation ? .interpolation(try parseExpression()) : try parseDirective()
        let close = try expect(.closeSequence, "to close the template sequence")
        skipsNewlines = outer
        pieces.append(
          TemplatePiece(
            content, range(token).union(range(close)), stripsBefore: token.end - token.start == 3,
            stripsAfter: close.end - close.start == 2))
      default:
        leave()
        return pieces
      }
    }
  }

  private mutating func parseDirective() throws(SyntaxError) -> TemplatePiece.Content {
    if takeKeyword("if") { return .ifStart(try parseExpression()) }
    if takeKeyword("else") { return .elseMark }
    if takeKeyword("endif") { return .ifEnd }
    if takeKeyword("endfor") { return .loopEnd }
    guard takeKeyword("for") else { throw unexpected(expected: "`if`, `else`, `endif`, `for` or `endfor`") }
    let names = try parseForIntroduction()
    return .loopStart(key: names.key, value: names.value, names.collection)
  }
}
