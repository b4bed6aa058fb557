/// Recursive descent over the grammar of langdef, Syntax; binary operators by precedence climbing.
///
/// Also reads what the optional library adds (`a.?b`, `a[?b]`, `[?a]`, `{?k: v}`) and quoted member names.
struct Parser {
  let source: [UInt8]
  let limits: ExpressionLimits
  private var lexer: Lexer
  var token: Token
  var tree = SyntaxTree()
  private var depth = 0

  /// Parses a whole source text.
  static func parse(_ source: [UInt8], limits: ExpressionLimits) throws(SyntaxFailure) -> SyntaxTree {
    guard source.count <= limits.sourceBytes else {
      throw SyntaxFailure("the expression is longer than \(limits.sourceBytes) bytes", 0, 1)
    }
    var parser = try Parser(source, limits: limits)
    let root = try parser.expression()
    guard parser.token.kind == .end else { throw parser.unexpected("an operator or the end") }
    parser.tree.root = root
    return parser.tree
  }

  private init(_ source: [UInt8], limits: ExpressionLimits) throws(SyntaxFailure) {
    self.source = source
    self.limits = limits
    lexer = Lexer(source)
    token = try lexer.next()
  }

  // MARK: tokens

  func text(_ token: Token) -> String { String(decoding: source[token.range.start..<token.range.end], as: UTF8.self) }

  func unexpected(_ wanted: String) -> SyntaxFailure {
    let found = token.kind == .end ? "the expression ends here" : "found `\(text(token))`"
    return SyntaxFailure("expected \(wanted), \(found)", at: token.range)
  }

  @discardableResult
  mutating func advance() throws(SyntaxFailure) -> Token {
    let current = token
    token = try lexer.next()
    return current
  }

  mutating func accept(_ punctuation: Token.Punctuation) throws(SyntaxFailure) -> Bool {
    guard token.kind == .punctuation(punctuation) else { return false }
    try advance()
    return true
  }

  mutating func expect(_ punctuation: Token.Punctuation) throws(SyntaxFailure) -> Token {
    guard token.kind == .punctuation(punctuation) else { throw unexpected("`\(punctuation.rawValue)`") }
    return try advance()
  }

  // MARK: nodes

  mutating func add(
    _ kind: SyntaxKind, _ range: SourceRange, focus: SourceRange? = nil
  ) throws(SyntaxFailure) -> NodeIndex {
    var height = 1
    kind.forEachChild { height = max(height, tree.nodes[$0.value].height + 1) }
    guard height <= limits.height else {
      throw SyntaxFailure("the expression is more than \(limits.height) operations deep", at: focus ?? range)
    }
    guard tree.nodes.count < limits.nodes else {
      throw SyntaxFailure("the expression has more than \(limits.nodes) parts", at: focus ?? range)
    }
    tree.nodes.append(SyntaxNode(kind: kind, range: range, focus: focus ?? range, height: height))
    return NodeIndex(tree.nodes.count - 1)
  }

  func range(_ index: NodeIndex) -> SourceRange { tree.nodes[index.value].range }

  func range(from start: Int) -> SourceRange { SourceRange(start: start, end: lastEnd) }

  /// The end of what was read last: blanks before the current token do not belong to a node.
  private var lastEnd: Int {
    var end = token.range.start
    while end > 0, source[end - 1].isBlank { end -= 1 }
    return end
  }

  // MARK: operators

  /// Expr = ConditionalOr ["?" ConditionalOr ":" Expr]
  mutating func expression() throws(SyntaxFailure) -> NodeIndex {
    depth += 1
    defer { depth -= 1 }
    guard depth <= limits.nesting else {
      throw SyntaxFailure("the expression is nested more than \(limits.nesting) levels deep", at: token.range)
    }
    let condition = try binary(1)
    let question = token
    guard try accept(.question) else { return condition }
    let positive = try binary(1)
    _ = try expect(.colon)
    let negative = try expression()
    let whole = SourceRange(start: range(condition).start, end: range(negative).end)
    return try add(
      .conditional(condition, positive, negative), whole, focus: question.range)
  }

  private mutating func binary(_ minimum: Int) throws(SyntaxFailure) -> NodeIndex {
    var left = try unary()
    while true {
      let at = token.range
      if let logical = logicalOperator, logical.precedence >= minimum {
        left = try chain(logical, from: left)
      } else if let infix = binaryOperator, infix.precedence >= minimum {
        try advance()
        let right = try binary(infix.precedence + 1)
        let whole = SourceRange(start: range(left).start, end: range(right).end)
        left = try add(.binary(infix, left, right), whole, focus: at)
      } else {
        return left
      }
    }
  }

  private mutating func chain(_ logical: LogicalOperator, from first: NodeIndex) throws(SyntaxFailure) -> NodeIndex {
    let at = token.range
    var operands = [first]
    while logicalOperator == logical {
      try advance()
      operands.append(try binary(logical.precedence + 1))
    }
    let whole = SourceRange(start: range(first).start, end: range(operands[operands.count - 1]).end)
    return try add(.logical(logical, operands), whole, focus: at)
  }

  private var logicalOperator: LogicalOperator? {
    guard case .punctuation(let punctuation) = token.kind else { return nil }
    return punctuation.logicalOperator
  }

  private var binaryOperator: BinaryOperator? {
    switch token.kind {
    case .punctuation(let punctuation): punctuation.binaryOperator
    case .identifier where isIn(token.range): .in
    default: nil
    }
  }

  private func isIn(_ range: SourceRange) -> Bool {
    range.end - range.start == 2 && source[range.start] == UInt8(ascii: "i")
      && source[range.start + 1] == UInt8(ascii: "n")
  }

  /// Unary = Member | "!" {"!"} Member | "-" {"-"} Member
  private mutating func unary() throws(SyntaxFailure) -> NodeIndex {
    guard case .punctuation(let punctuation) = token.kind, let prefix = punctuation.unaryOperator else {
      return try member()
    }
    var places: [SourceRange] = []
    while token.kind == .punctuation(punctuation) {
      if prefix == .negate, startsNumber(after: token) { break }
      places.append(try advance().range)
    }
    var operand = try member()
    for place in places.reversed() {
      let whole = SourceRange(start: place.start, end: range(operand).end)
      operand = try add(.unary(prefix, operand), whole, focus: place)
    }
    return operand
  }

  /// A minus right before digits is the literal's sign: the only way to write the least int.
  func startsNumber(after minus: Token) -> Bool {
    let rest = source[minus.range.end...].prefix(2)
    let digit = rest.first == UInt8(ascii: ".") ? rest.dropFirst().first : rest.first
    return digit?.isDigit == true
  }
}
