/// How large an expression may be. The defaults allow anything that a person writes.
///
/// The specification (Syntax) asks for 32 levels of nesting and 32 repetitions at least.
public struct ExpressionLimits: Hashable, Sendable {
  /// The longest source text, in bytes.
  public var sourceBytes = 1 << 21
  /// The greatest height of the syntax tree. Parser, checker and evaluator recurse once a level, so this bounds the
  /// stack; `&&` and `||` chains and literals are wide, not high.
  public var nesting = 200
  /// The most nodes in a syntax tree.
  public var nodes = 1 << 20
  /// The most diagnostics that are collected before checking stops.
  public var diagnostics = 20

  public static let standard = ExpressionLimits()

  public init() {}
}
