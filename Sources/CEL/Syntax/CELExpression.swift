/// A parsed expression: syntactically right, not yet checked against any declarations.
///
/// ```swift
/// let expression = try CELExpression("resource.encrypted == true")
/// ```
public struct CELExpression: Sendable {
  /// The text that was parsed.
  public let source: String
  let tree: SyntaxTree

  /// Parses `source` (langdef, Syntax).
  public init(_ source: String, limits: ExpressionLimits = .standard) throws(ExpressionError) {
    try self.init(source, Array(source.utf8), limits: limits)
  }

  /// Parses a source text of unchecked bytes; those that are no UTF-8 are an error with a position.
  public init(utf8 bytes: [UInt8], limits: ExpressionLimits = .standard) throws(ExpressionError) {
    let source = String(decoding: bytes, as: UTF8.self)
    if bytes.count <= limits.sourceBytes, let offset = Self.firstInvalidByte(bytes, source) {
      let place = SourceRange(start: offset, end: offset + 1)
      throw ExpressionError(
        source: source, diagnostics: [Diagnostic("the expression is not valid UTF-8", at: place)])
    }
    try self.init(source, bytes, limits: limits)
  }

  private init(_ source: String, _ bytes: [UInt8], limits: ExpressionLimits) throws(ExpressionError) {
    self.source = source
    do throws(SyntaxFailure) {
      tree = try Parser.parse(bytes, limits: limits)
    } catch {
      throw ExpressionError(source: source, diagnostics: [Diagnostic(error.message, at: error.range)])
    }
  }

  /// The expression written back in canonical form, with parentheses only where they are needed.
  public var canonicalText: String { SyntaxPrinter(tree).text() }

  /// The names that the expression uses as variables (longest dotted form), in order of appearance; macro variables
  /// are left out.
  public var freeNames: [String] { FreeNames.of(tree) }

  /// The first parts of the free names: what `resource.a.b` and `resource` both begin with.
  public var freeVariables: Set<String> { FreeNames.variables(of: tree) }

  /// Whether one of the names stands somewhere as that of a variable, be it one of a macro.
  public func mentions(_ names: [String]) -> Bool {
    tree.nodes.contains { node in
      if case .identifier(let name, _) = node.kind { names.contains(name) } else { false }
    }
  }

  private static func firstInvalidByte(_ bytes: [UInt8], _ decoded: String) -> Int? {
    let valid = decoded.utf8
    if valid.count == bytes.count, valid.elementsEqual(bytes) { return nil }
    for (index, pair) in zip(bytes, valid).enumerated() where pair.0 != pair.1 { return index }
    return min(bytes.count, valid.count)
  }
}
