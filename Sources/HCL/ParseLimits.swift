/// Bounds that keep hostile input from exhausting memory or stack.
public struct ParseLimits: Sendable {
  /// Files with more bytes are refused.
  public var maxBytes: Int
  /// How deep blocks, expressions and templates may nest; also the height of the trees handed out, so that every
  /// walk over them may recurse.
  public var maxDepth: Int
  /// After so many diagnostics a file is given up.
  public var maxDiagnostics: Int

  /// Limits far above what hand-written configurations need.
  public init(maxBytes: Int = 16 << 20, maxDepth: Int = 128, maxDiagnostics: Int = 100) {
    self.maxBytes = maxBytes
    self.maxDepth = maxDepth
    self.maxDiagnostics = maxDiagnostics
  }
}
