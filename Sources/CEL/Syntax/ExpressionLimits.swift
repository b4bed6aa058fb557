/// How large an expression may be. The defaults allow anything that a person writes.
///
/// The specification (Syntax) asks for 32 levels of nesting and 32 repetitions at least.
public struct ExpressionLimits: Hashable, Sendable {
  /// The longest source text, in bytes.
  public var sourceBytes = 1 << 21
  /// How deep brackets, calls and conditionals may nest. The parser recurses once a level.
  public var nesting = 64
  /// The greatest height of the syntax tree, which `a + b + c` and `a.b.c` raise too. Checker and compiler recurse once
  /// a level, so this bounds the stack to half a megabyte (one in debug builds); `&&` and `||` chains and literals are
  /// wide, not high.
  public var height = 100
  /// The most nodes in a syntax tree.
  public var nodes = 1 << 20
  /// The most diagnostics that are collected before checking stops.
  public var diagnostics = 20

  public static let standard = ExpressionLimits()

  public init() {}
}
