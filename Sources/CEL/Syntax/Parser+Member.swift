/// Members and primaries: what stands between operators.
extension Parser {
  /// Words that may not be variables (langdef, Syntax), by their length: most names have that of few of them.
  private static let reserved: [[String]] = {
    let words = [
      "false", "in", "null", "true", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
      "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ]
    let longest = words.reduce(0) { max($0, $1.utf8.count) }
    return (0...longest).map { length in words.filter { $0.utf8.count == length } }
  }()

  private static func isReserved(_ name: String) -> Bool {
    let length = name.utf8.count
    return length < reserved.count && reserved[length].contains(name)
  }

  /// Those that are tokens of the grammar, so that they cannot even be member names.
  private static func isLiteralWord(_ name: String) -> Bool { name == "in" || literal(name) != nil }

  /// Member = Primary { "." IDENT ["(" args ")"] | "[" Expr "]" | "{" fields "}" }
  mutating func member() throws(SyntaxFailure) -> NodeIndex {
    var operand = try primary()
    while case .punctuation(let punctuation) = token.kind {
      switch punctuation {
      case .dot: operand = try selection(operand)
      case .leftBracket: operand = try indexing(operand)
      case .leftBrace:
        guard let (_, isAbsolute) = tree.root(ofName: operand), let name = tree.qualifiedName(operand) else {
          return operand
        }
        operand = try message(name, isAbsolute, start: range(operand).start)
      default: return operand
      }
    }
    return operand
  }

  private mutating func selection(_ operand: NodeIndex) throws(SyntaxFailure) -> NodeIndex {
    try advance()
    let isOptional = try accept(.question)
    let nameToken = token
    let name: String
    switch token.kind {
    case .identifier:
      name = text(token)
      guard !Self.isLiteralWord(name) else { throw unexpected("a member name") }
    case .quotedIdentifier: name = String(text(token).dropFirst().dropLast())
    default: throw unexpected("a member name")
    }
    try advance()
    let start = range(operand).start
    if !isOptional, nameToken.kind == .identifier, token.kind == .punctuation(.leftParen) {
      return try call(name, nameToken, target: operand, isAbsolute: false, start: start)
    }
    return try add(
      .select(operand, field: name, isOptional: isOptional), SourceRange(start: start, end: nameToken.range.end),
      focus: nameToken.range)
  }

  private mutating func indexing(_ operand: NodeIndex) throws(SyntaxFailure) -> NodeIndex {
    let bracket = try advance()
    let isOptional = try accept(.question)
    let index = try expression()
    let end = try expect(.rightBracket)
    return try add(
      .index(operand, index, isOptional: isOptional),
      SourceRange(start: range(operand).start, end: end.range.end),
      focus: SourceRange(start: bracket.range.start, end: end.range.end))
  }

  private mutating func primary() throws(SyntaxFailure) -> NodeIndex {
    switch token.kind {
    case .int, .uint, .double, .string, .bytes: return try literal(negative: nil)
    case .identifier: return try identifier()
    case .punctuation(.minus) where startsNumber(after: token):
      let minus = try advance()
      return try literal(negative: minus)
    case .punctuation(.dot):
      let start = try advance().range.start
      guard token.kind == .identifier else { throw unexpected("a name") }
      return try name(start: start, isAbsolute: true)
    case .punctuation(.leftParen):
      try advance()
      let inner = try expression()
      _ = try expect(.rightParen)
      return inner
    case .punctuation(.leftBracket): return try list()
    case .punctuation(.leftBrace): return try map()
    default: throw unexpected("a value")
    }
  }

  private mutating func identifier() throws(SyntaxFailure) -> NodeIndex {
    let word = token
    guard word.range.end - word.range.start <= 5, let literal = Self.literal(text(word)) else {
      return try name(start: word.range.start, isAbsolute: false)
    }
    try advance()
    return try add(.literal(literal), word.range)
  }

  private static func literal(_ word: String) -> Literal? {
    switch word {
    case "true": .bool(true)
    case "false": .bool(false)
    case "null": .null
    default: nil
    }
  }

  private mutating func name(start: Int, isAbsolute: Bool) throws(SyntaxFailure) -> NodeIndex {
    let word = try advance()
    let name = text(word)
    guard !Self.isReserved(name) else {
      throw SyntaxFailure("`\(name)` is a reserved word and cannot be a name", at: word.range)
    }
    if token.kind == .punctuation(.leftParen) {
      return try call(name, word, target: nil, isAbsolute: isAbsolute, start: start)
    }
    return try add(
      .identifier(name, isAbsolute: isAbsolute), SourceRange(start: start, end: word.range.end), focus: word.range)
  }

  // MARK: calls

  private mutating func call(
    _ name: String, _ nameToken: Token, target: NodeIndex?, isAbsolute: Bool, start: Int
  ) throws(SyntaxFailure) -> NodeIndex {
    try advance()
    var arguments: [NodeIndex] = []
    if token.kind != .punctuation(.rightParen) {
      repeat { arguments.append(try expression()) } while try accept(.comma)
    }
    let end = try expect(.rightParen)
    let whole = SourceRange(start: start, end: end.range.end)
    let written = CallSyntax(name: name, isAbsolute: isAbsolute, target: target, arguments: arguments)
    return try add(try macro(written, at: nameToken.range) ?? .call(written), whole, focus: nameToken.range)
  }

  // MARK: aggregates

  private mutating func list() throws(SyntaxFailure) -> NodeIndex {
    let start = try advance().range.start
    var elements: [ElementSyntax] = []
    while token.kind != .punctuation(.rightBracket) {
      let isOptional = try accept(.question)
      elements.append(ElementSyntax(value: try expression(), isOptional: isOptional))
      guard try accept(.comma) else { break }
    }
    let end = try expect(.rightBracket).range.end
    return try add(.list(elements), SourceRange(start: start, end: end))
  }

  private mutating func map() throws(SyntaxFailure) -> NodeIndex {
    let start = try advance().range.start
    var entries: [EntrySyntax] = []
    while token.kind != .punctuation(.rightBrace) {
      let isOptional = try accept(.question)
      let key = try expression()
      _ = try expect(.colon)
      entries.append(EntrySyntax(key: key, value: try expression(), isOptional: isOptional))
      guard try accept(.comma) else { break }
    }
    let end = try expect(.rightBrace).range.end
    return try add(
      .map(entries), SourceRange(start: start, end: end))
  }

  private mutating func message(_ name: String, _ isAbsolute: Bool, start: Int) throws(SyntaxFailure) -> NodeIndex {
    try advance()
    var fields: [MessageSyntax.Field] = []
    while token.kind != .punctuation(.rightBrace) {
      let isOptional = try accept(.question)
      guard token.kind == .identifier || token.kind == .quotedIdentifier else { throw unexpected("a field name") }
      let word = try advance()
      let field = word.kind == .identifier ? text(word) : String(text(word).dropFirst().dropLast())
      _ = try expect(.colon)
      fields.append(MessageSyntax.Field(name: field, value: try expression(), isOptional: isOptional))
      guard try accept(.comma) else { break }
    }
    let end = try expect(.rightBrace).range.end
    let syntax = MessageSyntax(typeName: name, isAbsolute: isAbsolute, fields: fields)
    return try add(.message(syntax), SourceRange(start: start, end: end))
  }
}
