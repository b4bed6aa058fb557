/// A parsed file: what it holds, and what of it could not be read.
public struct HCLFile: Sendable {
  /// The file with its positions.
  public let source: SourceText
  /// The blocks and attributes that could be read.
  public let body: Body
  /// All comments, in source order; none in the JSON syntax.
  public let comments: [Comment]
  /// What is wrong with the file, in source order; items with errors are missing from ``body``.
  public let diagnostics: [SyntaxDiagnostic]

  init(source: SourceText, body: Body, comments: [Comment], diagnostics: [SyntaxDiagnostic]) {
    self.source = source
    self.body = body
    self.comments = comments
    self.diagnostics = diagnostics
  }

  /// Parses the native syntax. Broken items are left out and reported; the rest of the file is still read.
  public init(native bytes: [UInt8], name: String, limits: ParseLimits = ParseLimits()) {
    if let refusal = Self.refuse(bytes, name: name, limits: limits) {
      self = refusal
      return
    }
    let source = SourceText(name: name, bytes: bytes)
    var lexer = Lexer(bytes)
    lexer.run()
    var parser = Parser(source: source, tokens: lexer.tokens, limits: limits)
    var body = parser.parseFile()
    if parser.endedInBlock {
      // A brace is missing. Where blocks of the file begin in the first column, the others need not be lost.
      let diagnostics = parser.diagnostics
      parser = Parser(source: source, tokens: lexer.tokens, limits: limits)
      parser.firstColumnEndsBlocks = true
      body = parser.parseFile()
      if parser.diagnostics.isEmpty { parser.diagnostics = diagnostics }
    }
    self.init(source: source, body: body, comments: lexer.comments, diagnostics: parser.diagnostics)
  }

  /// A file that is not read at all: too large, or not UTF-8.
  static func refuse(_ bytes: [UInt8], name: String, limits: ParseLimits) -> HCLFile? {
    let message: String
    var offset = 0
    if bytes.count > min(limits.maxBytes, Int(UInt32.max) - 1) {
      message = "the file is larger than \(limits.maxBytes) bytes"
    } else if let invalid = firstInvalidUTF8(bytes) {
      message = "the file is not UTF-8"
      offset = invalid
    } else {
      return nil
    }
    let source = SourceText(name: name, bytes: message.hasSuffix("UTF-8") ? bytes : [])
    let position = source.position(at: UInt32(truncatingIfNeeded: offset))
    let body = Body(attributes: [], blocks: [], range: SourceRange(0, 0))
    return HCLFile(
      source: source, body: body, comments: [],
      diagnostics: [SyntaxDiagnostic(file: name, position: position, message: message)])
  }
}

/// The offset of the first byte that is no part of valid UTF-8.
func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
  do throws(UTF8.ValidationError) {
    _ = try UTF8Span(validating: bytes.span)
    return nil
  } catch {
    return error.byteOffsets.lowerBound
  }
}
