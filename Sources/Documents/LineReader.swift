import Diagnostics
import Glibc

/// Reads a file line by line; no more of it than one line is in memory.
public struct LineReader: ~Copyable {
  private let descriptor: Int32
  private let location: SourceLocation
  private let limit: Int
  private var buffer: [UInt8] = []
  /// Where in `buffer` the next line begins.
  private var offset = 0
  private var isAtEnd = false
  private static let portion = 64 << 10

  /// What there is to say of one line.
  public enum Line: Sendable, Equatable {
    /// Its bytes without the line feed.
    case text([UInt8])
    /// It is longer than the limit; its bytes were passed over.
    case tooLong
  }

  /// - Parameters:
  ///   - path: a file, or `-` for standard input.
  ///   - limit: the longest line, in bytes.
  /// - Throws: a diagnostic if the file cannot be opened.
  public init(_ path: String, limit: Int) throws(Diagnostic) {
    descriptor = try Self.descriptor(path)
    location = SourceLocation(file: path)
    self.limit = limit
  }

  private static func descriptor(_ path: String) throws(Diagnostic) -> Int32 {
    if path == "-" { return 0 }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(SourceLocation(file: path)) }
    return descriptor
  }

  deinit { if descriptor != 0 { close(descriptor) } }

  /// The next line, nil after the last; a last line need not end with a line feed.
  ///
  /// - Throws: a diagnostic if the file cannot be read on.
  public mutating func next() throws(Diagnostic) -> Line? {
    var searched = offset
    while true {
      if let end = lineFeed(from: searched) {
        defer { offset = end + 1 }
        return end - offset > limit ? .tooLong : .text(Array(buffer[offset..<end]))
      }
      if isAtEnd {
        guard offset < buffer.count else { return nil }
        defer { offset = buffer.count }
        return .text(Array(buffer[offset...]))
      }
      if buffer.count - offset > limit {
        try skipLine()
        return .tooLong
      }
      dropRead()
      searched = buffer.count
      try fill()
    }
  }

  private func lineFeed(from start: Int) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard start < bytes.count, let base = bytes.baseAddress else { return nil }
      return memchr(base + start, 0x0A, bytes.count - start).map { UnsafeRawPointer($0) - base }
    }
  }

  private mutating func dropRead() {
    guard offset > 0 else { return }
    // A line that needed much room does not keep it for the rest of the file.
    if buffer.capacity > 16 * Self.portion { buffer = Array(buffer[offset...]) } else { buffer.removeFirst(offset) }
    offset = 0
  }

  private mutating func fill() throws(Diagnostic) {
    var count = 0
    let piece = [UInt8](unsafeUninitializedCapacity: Self.portion) { room, initialized in
      repeat { count = read(descriptor, room.baseAddress, Self.portion) } while count < 0 && errno == EINTR
      initialized = max(0, count)
    }
    guard count >= 0 else { throw unreadable(location) }
    isAtEnd = count == 0
    buffer += piece
  }

  private mutating func skipLine() throws(Diagnostic) {
    while true {
      buffer = []
      offset = 0
      try fill()
      if let end = lineFeed(from: 0) {
        offset = end + 1
        return
      }
      if isAtEnd { return }
    }
  }
}
