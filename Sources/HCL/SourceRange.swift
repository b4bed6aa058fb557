/// A half-open range of byte offsets in a source file.
public struct SourceRange: Hashable, Sendable {
  /// Offset of the first byte.
  public let start: UInt32
  /// Offset behind the last byte.
  public let end: UInt32

  /// A range from `start` up to, not including, `end`.
  public init(_ start: UInt32, _ end: UInt32) {
    self.start = start
    self.end = max(start, end)
  }

  /// The smallest range that covers both.
  public func union(_ other: SourceRange) -> SourceRange {
    SourceRange(min(start, other.start), max(end, other.end))
  }

  /// Whether the byte at `offset` is inside.
  public func contains(_ offset: UInt32) -> Bool { offset >= start && offset < end }
}

/// A place in a source file, as people count it.
public struct SourcePosition: Hashable, Sendable {
  /// Offset in bytes from the beginning of the file, a byte order mark included.
  public let offset: Int
  /// Line, from 1.
  public let line: Int
  /// Column in Unicode scalars, from 1; a byte order mark takes none.
  public let column: Int

  /// A position of known coordinates.
  public init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }
}
