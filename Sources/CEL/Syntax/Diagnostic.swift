/// One thing wrong with an expression, with the place where it is wrong.
public struct Diagnostic: Hashable, Sendable {
  /// What is wrong, in one sentence without a full stop.
  public let message: String
  /// Where: the caret points at its start.
  public let range: SourceRange
  /// What could have been meant: overload signatures, "did you mean".
  public let notes: [String]

  public init(_ message: String, at range: SourceRange, notes: [String] = []) {
    self.message = message
    self.range = range
    self.notes = notes
  }

  /// The diagnostic as a person reads it: location, message, the source line with a caret, notes.
  public func rendered(in source: String) -> String {
    let location = SourceLocation(offset: range.start, in: source)
    var text = "\(location.line):\(location.column): \(message)"
    let (line, caret) = Self.excerpt(of: source, around: range, column: location.column)
    text += "\n  \(line)\n  \(caret)"
    for note in notes { text += "\n  \(note)" }
    return text
  }

  /// Long lines (an expression may be a megabyte) are shown from a little before the caret.
  private static let before = 60
  private static let width = 120

  private static func excerpt(of source: String, around range: SourceRange, column: Int) -> (String, String) {
    let bytes = Array(source.utf8)
    var start = min(range.start, bytes.count)
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    var end = min(range.start, bytes.count)
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    let scalars = String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars
    let skipped = max(0, column - 1 - before)
    var line = String.UnicodeScalarView()
    for scalar in scalars.dropFirst(skipped).prefix(width) {
      line.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
    }
    let spaces = String(repeating: " ", count: column - 1 - skipped)
    let length = min(max(1, min(range.end, end) - range.start), width - min(width, spaces.count))
    return (String(line), spaces + "^" + String(repeating: "~", count: max(0, length - 1)))
  }
}

/// An expression that does not parse or does not type-check.
public struct ExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
  public let source: String
  /// At least one, in source order.
  public let diagnostics: [Diagnostic]

  public init(source: String, diagnostics: [Diagnostic]) {
    self.source = source
    self.diagnostics = diagnostics
  }

  public var description: String {
    diagnostics.map { $0.rendered(in: source) }.joined(separator: "\n")
  }
}
