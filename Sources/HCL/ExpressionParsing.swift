extension Expression {
  /// Parses a text that is one expression of the native syntax, as `moved.from` is in the JSON syntax.
  ///
  /// - Parameter offset: the text's place in a file, for the expression's ranges.
  public static func parse(
    _ text: String, at offset: UInt32 = 0, limits: ParseLimits = ParseLimits()
  ) throws(SyntaxDiagnostic) -> Expression {
    let bytes = Array(text.utf8)
    let source = SourceText(name: "expression", bytes: bytes)
    var lexer = Lexer(bytes)
    lexer.run()
    var parser = Parser(source: source, tokens: lexer.tokens, limits: limits)
    if offset > 0 { parser.offsets = (0...bytes.count).map { offset &+ UInt32(truncatingIfNeeded: $0) } }
    parser.skipsNewlines = true
    do throws(SyntaxError) {
      let expression = try parser.parseExpression()
      try parser.expect(.endOfFile, "after the expression")
      return expression
    } catch {
      let place = error.offset >= offset ? error.offset - offset : 0
      throw SyntaxDiagnostic(file: source.name, position: source.position(at: place), message: error.message)
    }
  }
}
