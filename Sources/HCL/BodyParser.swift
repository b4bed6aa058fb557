/// Bodies, attributes and blocks (HCL native syntax, "Structural Elements"), and recovery from errors in them.
extension Parser {
  /// Parses a whole file.
  mutating func parseFile() -> Body {
    let body = parseBody(closing: .endOfFile)
    return Body(
      attributes: body.attributes, blocks: body.blocks,
      range: SourceRange(0, UInt32(truncatingIfNeeded: source.bytes.count)))
  }

  /// Parses items up to the token that closes the body, which stays. An item that is broken is reported and skipped.
  private mutating func parseBody(closing: TokenKind) -> Body {
    var attributes = AttributeList()
    var blocks: [Block] = []
    let start = tokens[index].start
    while true {
      skipNewlines()
      let token = tokens[index]
      if token.kind == closing || token.kind == .endOfFile { break }
      if closing != .endOfFile, firstColumnEndsBlocks, isHeaderInFirstColumn() { break }
      let itemStart = index
      let itemDepth = depth
      do throws(SyntaxError) {
        try parseItem(&attributes, &blocks)
      } catch {
        report(error)
        if diagnostics.count >= limits.maxDiagnostics { index = tokens.count - 1 }
        depth = itemDepth
        skipsNewlines = false
        recover(from: itemStart, closing: closing)
      }
    }
    return Body(attributes: attributes.all, blocks: blocks, range: SourceRange(start, tokens[index].start))
  }

  private mutating func parseItem(_ attributes: inout AttributeList, _ blocks: inout [Block]) throws(SyntaxError) {
    let name = try expect(.identifier, "of an argument or block")
    guard take(.equal) != nil else {
      blocks.append(try parseBlock(name))
      return
    }
    let attribute = Attribute(name: text(name), nameRange: range(name), expression: try parseExpression())
    if !attributes.append(attribute) {
      report(SyntaxError("the argument is set twice in the same block; the first value counts", at: name.start))
    }
    try expectItemEnd("after the value")
  }

  private mutating func parseBlock(_ type: Token) throws(SyntaxError) -> Block {
    var labels: [Block.Label] = []
    while peek().kind != .openBrace {
      if let name = take(.identifier) {
        labels.append(Block.Label(text: text(name), range: range(name)))
      } else if peek().kind == .openQuote {
        labels.append(try parseQuotedLabel())
      } else {
        throw unexpected(expected: labels.isEmpty ? "`=`, a label or `{`" : "a label or `{`")
      }
    }
    next()
    try enter()
    let body = parseBody(closing: .closeBrace)
    leave()
    let end: UInt32
    if let close = take(.closeBrace) {
      end = close.end
      try expectItemEnd("after the block")
    } else {
      endedInBlock = true
      report(SyntaxError("expected `}` to close the block that begins here", at: type.start))
      end = body.range.end
    }
    return Block(
      type: text(type), typeRange: range(type), labels: labels, body: body, range: SourceRange(type.start, end))
  }

  private mutating func parseQuotedLabel() throws(SyntaxError) -> Block.Label {
    let open = next()
    let content = take(.text)
    guard let close = take(.closeQuote) else {
      throw unexpected(expected: "a label without `${`, then a closing quote")
    }
    let label = try content.map { token throws(SyntaxError) in try unescapeQuoted(token) } ?? ""
    return Block.Label(text: label, range: SourceRange(open.start, close.end))
  }

  /// An item ends with its line; the braces of a block on one line end its only item too.
  private mutating func expectItemEnd(_ context: String) throws(SyntaxError) {
    switch tokens[index].kind {
    case .newline: index += 1
    case .closeBrace, .endOfFile: break
    default: throw unexpected(expected: "the end of the line \(context)")
    }
  }

  /// Skips a broken item: to the end of the line on which all that the item opened is closed again, or to the brace
  /// that closes the body.
  private mutating func recover(from start: Int, closing: TokenKind) {
    // After too many errors the rest is given up.
    if index == tokens.count - 1, diagnostics.count >= limits.maxDiagnostics { return }
    let failure = index
    index = start
    var open: [TokenKind] = []
    while tokens[index].kind != .endOfFile {
      switch tokens[index].kind {
      case .openBrace, .openBracket, .openParen, .openInterpolation, .openDirective: open.append(tokens[index].kind)
      case .closeBracket where open.last == .openBracket, .closeParen where open.last == .openParen: open.removeLast()
      case .closeSequence:
        if let match = open.lastIndex(where: { $0 == .openInterpolation || $0 == .openDirective }) {
          open.removeSubrange(match...)
        }
      case .closeBrace:
        // A brace closes whatever brackets were forgotten inside of it.
        if let match = open.lastIndex(of: .openBrace) {
          open.removeSubrange(match...)
        } else if closing == .closeBrace {
          return
        }
      case .newline where open.isEmpty:
        index += 1
        return
      default: break
      }
      if index > start, firstColumnEndsBlocks, isHeaderInFirstColumn() { return }
      index += 1
    }
    if !open.isEmpty { index = lineStart(of: failure, after: start) }
  }

  /// Where to go on if brackets stay open to the end of the file: with the line of the token that does not fit, or
  /// the line behind it if the item begins on that line.
  private func lineStart(of failure: Int, after start: Int) -> Int {
    if let newline = tokens[start..<max(start, failure)].lastIndex(where: { $0.kind == .newline }) {
      return newline + 1
    }
    return tokens[failure...].firstIndex { $0.kind == .newline }.map { $0 + 1 } ?? tokens.count - 1
  }

  /// Whether the next token stands in the first column and begins a block, as only blocks of the file usually do.
  private func isHeaderInFirstColumn() -> Bool {
    let token = tokens[index]
    guard token.kind == .identifier, index + 1 < tokens.count,
      token.start == 0 || source.bytes[Int(token.start) - 1] == UInt8(ascii: "\n")
    else { return false }
    return tokens[index + 1].kind == .openQuote || tokens[index + 1].kind == .openBrace
  }
}
