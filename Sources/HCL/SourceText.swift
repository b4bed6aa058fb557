/// The bytes of one source file, with the table that turns byte offsets into lines and columns.
public struct SourceText: Sendable {
  /// The file's name as given, for messages.
  public let name: String
  /// The file as read.
  public let bytes: [UInt8]
  private let lineStarts: [UInt32]

  /// Takes a file; `bytes` must be shorter than 4 GB, which the parser's limits see to.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    lineStarts = Self.findLineStarts(bytes)
  }

  private static func findLineStarts(_ bytes: [UInt8]) -> [UInt32] {
    var starts: [UInt32] = [0]
    starts.reserveCapacity(bytes.count / 24 + 1)
    bytes.withUnsafeBufferPointer { buffer in
      for offset in 0..<buffer.count where buffer[offset] == UInt8(ascii: "\n") {
        starts.append(UInt32(truncatingIfNeeded: offset + 1))
      }
    }
    return starts
  }

  /// Line (from 1) that holds the byte at `offset`; an offset behind the end is in the last line.
  public func line(at offset: UInt32) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// Line and column of the byte at `offset`.
  public func position(at offset: UInt32) -> SourcePosition {
    let line = line(at: offset)
    let end = min(Int(offset), bytes.count)
    var start = Int(lineStarts[line - 1])
    if start == 0, bytes.starts(with: byteOrderMark), end >= byteOrderMark.count { start = byteOrderMark.count }
    // A scalar begins at every byte that is not a continuation byte.
    let column = start < end ? bytes[start..<end].count { $0 & 0xC0 != 0x80 } : 0
    return SourcePosition(offset: Int(offset), line: line, column: column + 1)
  }

  /// Where a range begins.
  public func position(of range: SourceRange) -> SourcePosition { position(at: range.start) }

  /// The text of a range; what lies outside of the file is left out.
  public func text(_ range: SourceRange) -> String {
    let start = min(Int(range.start), bytes.count)
    return String(decoding: bytes[start..<min(max(start, Int(range.end)), bytes.count)], as: UTF8.self)
  }
}

/// The UTF-8 byte order mark, which editors on Windows like to write.
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
