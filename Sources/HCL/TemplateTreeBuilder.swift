/// Puts the pieces of a template together to a tree: directives with what is between them.
struct TemplateTreeBuilder {
  let pieces: [TemplatePiece]
  let maxDepth: Int
  private var index = 0
  private var depth = 0

  init(pieces: [TemplatePiece], maxDepth: Int) {
    self.pieces = pieces
    self.maxDepth = maxDepth
  }

  /// Takes all pieces.
  mutating func build() throws(SyntaxError) -> [TemplatePart] {
    let parts = try takeParts()
    if index < pieces.count { throw SyntaxError("the directive has no beginning", at: pieces[index].range.start) }
    return parts
  }

  /// Takes parts up to a directive that ends or divides the surrounding one.
  private mutating func takeParts() throws(SyntaxError) -> [TemplatePart] {
    var parts: [TemplatePart] = []
    while index < pieces.count {
      let piece = pieces[index]
      switch piece.content {
      case .text(let text):
        index += 1
        if !text.isEmpty { parts.append(.text(text)) }
      case .interpolation(let expression):
        index += 1
        parts.append(.interpolation(expression))
      case .ifStart(let condition): parts.append(try takeConditional(condition, piece))
      case .loopStart(let key, let value, let collection):
        try open(piece)
        let body = try takeParts()
        guard index < pieces.count, case .loopEnd = pieces[index].content else { throw unclosed(piece, "%{endfor}") }
        close()
        parts.append(.loop(TemplateLoop(keyName: key, valueName: value, collection: collection, body: body)))
      case .elseMark, .ifEnd, .loopEnd: return parts
      }
    }
    return parts
  }

  private mutating func takeConditional(
    _ condition: Expression, _ piece: TemplatePiece
  ) throws(SyntaxError) -> TemplatePart {
    try open(piece)
    let then = try takeParts()
    var otherwise: [TemplatePart] = []
    if index < pieces.count, case .elseMark = pieces[index].content {
      index += 1
      otherwise = try takeParts()
    }
    guard index < pieces.count, case .ifEnd = pieces[index].content else { throw unclosed(piece, "%{endif}") }
    close()
    return .conditional(TemplateConditional(condition: condition, then: then, otherwise: otherwise))
  }

  private mutating func open(_ piece: TemplatePiece) throws(SyntaxError) {
    index += 1
    depth += 1
    if depth > maxDepth { throw SyntaxError("nested deeper than \(maxDepth) levels", at: piece.range.start) }
  }

  private mutating func close() {
    index += 1
    depth -= 1
  }

  private func unclosed(_ piece: TemplatePiece, _ end: String) -> SyntaxError {
    SyntaxError("expected `\(end)` to close the directive that begins here", at: piece.range.start)
  }
}
