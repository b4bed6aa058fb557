/// Recursive descent over the tokens of one source (HCL native syntax).
///
/// The grammar is spread over extensions, one file for each kind of construct; this file holds the token cursor.
struct Parser {
  let source: SourceText
  let limits: ParseLimits
  let tokens: [Token]
  /// The place of the next token.
  var index = 0
  /// Inside parentheses, brackets and template sequences a line's end is mere whitespace.
  var skipsNewlines = false
  /// Constructs around the place.
  var depth = 0
  var diagnostics: [SyntaxDiagnostic] = []
  /// A block was still open at the end of the file.
  var endedInBlock = false
  /// Whether a block header in the first column ends the blocks around it, see ``parseFile()``.
  var firstColumnEndsBlocks = false
  /// For a string of the JSON syntax: the offset in the file of each byte of the string's value, and of its end.
  var offsets: [UInt32]?
  /// Whether text has backslash escapes, which JSON strings have resolved already.
  var hasEscapes = true

  init(source: SourceText, tokens: [Token], limits: ParseLimits) {
    self.source = source
    self.tokens = tokens
    self.limits = limits
  }

  /// The next token, line ends skipped where they do not matter.
  mutating func peek() -> Token {
    if skipsNewlines { skipNewlines() }
    return tokens[index]
  }

  /// The token behind the next one, line ends skipped where they do not matter.
  mutating func peekSecond() -> Token {
    _ = peek()
    var second = min(index + 1, tokens.count - 1)
    while skipsNewlines, tokens[second].kind == .newline { second += 1 }
    return tokens[second]
  }

  mutating func skipNewlines() {
    while tokens[index].kind == .newline { index += 1 }
  }

  /// Consumes the next token; the end of the file stays.
  @discardableResult
  mutating func next() -> Token {
    let token = peek()
    if token.kind != .endOfFile { index += 1 }
    return token
  }

  /// Consumes the next token if it is of a kind.
  mutating func take(_ kind: TokenKind) -> Token? { peek().kind == kind ? next() : nil }

  /// Consumes a token that must come.
  @discardableResult
  mutating func expect(_ kind: TokenKind, _ context: String) throws(SyntaxError) -> Token {
    if let token = take(kind) { return token }
    throw unexpected(expected: "\(kind.description) \(context)")
  }

  /// Consumes an identifier of a given spelling if it comes next.
  mutating func takeKeyword(_ keyword: StaticString) -> Bool {
    guard isKeyword(peek(), keyword) else { return false }
    index += 1
    return true
  }

  func isKeyword(_ token: Token, _ keyword: StaticString) -> Bool {
    guard token.kind == .identifier, Int(token.end - token.start) == keyword.utf8CodeUnitCount else { return false }
    for place in 0..<keyword.utf8CodeUnitCount where source.bytes[Int(token.start) + place] != keyword.utf8Start[place]
    {
      return false
    }
    return true
  }

  func text(_ token: Token) -> String {
    String(decoding: source.bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
  }

  /// Where a token stands in the file.
  func range(_ token: Token) -> SourceRange {
    guard let offsets else { return token.range }
    return SourceRange(offsets[Int(token.start)], offsets[Int(token.end)])
  }

  /// The error of a token that the grammar has no place for. It names the kind, never the text, which may be secret.
  mutating func unexpected(expected: String) -> SyntaxError {
    let token = peek()
    return SyntaxError("expected \(expected), found \(token.kind.description)", at: range(token).start)
  }

  /// Goes one level deeper; callers go back up with ``leave()`` unless they throw.
  mutating func enter() throws(SyntaxError) {
    depth += 1
    if depth > limits.maxDepth {
      throw SyntaxError("nested deeper than \(limits.maxDepth) levels", at: range(peek()).start)
    }
  }

  mutating func leave() { depth -= 1 }

  /// Makes an expression, if the tree does not become too high by it.
  func node(_ kind: Expression.Kind, _ range: SourceRange) throws(SyntaxError) -> Expression {
    let expression = Expression(kind, range)
    if Int(expression.height) > limits.maxDepth {
      throw SyntaxError("nested deeper than \(limits.maxDepth) levels", at: range.start)
    }
    return expression
  }

  mutating func report(_ error: SyntaxError) {
    guard diagnostics.count < limits.maxDiagnostics else { return }
    let position = source.position(at: error.offset)
    diagnostics.append(SyntaxDiagnostic(file: source.name, position: position, message: error.message))
  }
}
