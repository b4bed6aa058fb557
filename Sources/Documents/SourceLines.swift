import Diagnostics

/// The lines of a text that messages may quote: files of this tool's own, which hold no secrets.
public struct SourceLines: Sendable {
  private let lines: [String]

  public init(_ document: InputDocument) {
    lines = String(decoding: document.bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).map(String.init)
  }

  /// The line at a place with a mark under its column; nil for a place without a line.
  public func excerpt(at place: SourceLocation) -> Diagnostic.Excerpt? {
    guard let line = place.line, let column = place.column, lines.indices.contains(line - 1) else { return nil }
    let text = safeText(lines[line - 1], limit: 200)
    guard column <= text.unicodeScalars.count else { return nil }
    return Diagnostic.Excerpt(line: text, column: column)
  }

  /// Where the name of a mapping's member stands, whose value begins at `value`: on that line before it, or on a line
  /// above.
  public func key(_ name: String, before value: SourceLocation) -> SourceLocation? {
    guard let line = value.line, let column = value.column, lines.indices.contains(line - 1) else { return nil }
    for number in stride(from: line, to: max(0, line - 50), by: -1) {
      let text = String(lines[number - 1].unicodeScalars.prefix(number == line ? column - 1 : 10_000))
      guard let start = text.ranges(of: name).last(where: { isKey($0, text) })?.lowerBound else { continue }
      let before = text.unicodeScalars.distance(from: text.startIndex, to: start)
      return SourceLocation(file: value.file, line: number, column: before + 1)
    }
    return nil
  }

  /// Whether a name is followed by a colon and begins a line, an item or a member of a flow mapping.
  private func isKey(_ range: Range<String.Index>, _ text: String) -> Bool {
    let after = text[range.upperBound...].drop { "\"' ".contains($0) }
    let before = text[..<range.lowerBound].last { !"\"' ".contains($0) }
    return after.first == ":" && (before == nil || "-{,?".contains(before ?? " "))
  }
}
