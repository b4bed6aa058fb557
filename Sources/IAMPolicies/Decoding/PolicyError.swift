/// Why a text or tree is not a policy document.
public struct PolicyError: Error, Hashable, Sendable {
  /// A place in a JSON text.
  public struct Position: Hashable, Sendable {
    /// Bytes from the start, from 0.
    public let offset: Int
    /// From 1.
    public let line: Int
    /// In bytes, from 1.
    public let column: Int

    public init(offset: Int, line: Int, column: Int) {
      self.offset = offset
      self.line = line
      self.column = column
    }
  }

  /// What is wrong: lower case, no final period, names of elements between back-ticks, never a value.
  public let message: String
  /// Where in the document (`Statement[2].Action`); empty for the whole document and for JSON that does not parse.
  public let path: String
  /// Where in the text; nil for policies that did not come as text and for errors of structure.
  public let position: Position?

  public init(_ message: String, path: String = "", position: Position? = nil) {
    self.message = message
    self.path = path
    self.position = position
  }
}

/// What a JSON text may cost.
public struct PolicyLimits: Hashable, Sendable {
  /// The longest text read. AWS' own limits are 20 KB for bucket and 32 KB for key policies, 10 KB for others.
  public var bytes: Int
  /// The deepest nesting of objects and lists. A valid policy nests six deep.
  public var depth: Int

  public init(bytes: Int = 131_072, depth: Int = 32) {
    self.bytes = bytes
    self.depth = depth
  }
}
