/// The policies that are built into the binary: an index, and texts that are parsed when somebody needs them.
public struct PolicyStore: Sendable {
  /// One file of `policies/`, or one line of a file of lines.
  public struct Entry: Sendable {
    /// The folder: `rules`, `views`, `defaults`, `categories`, `catalog`, `profiles`, `schema`.
    public let kind: String
    /// The id, or the file's name without `.yaml`; for a schema line the resource type (`data.` before data sources).
    public let name: String
    /// The path below `policies/`.
    public let path: String
    /// The types that a rule or view is about, as written (categories begin with `@`).
    public let types: [String]
    public let aliases: [String]
    let text: Range<Int>
    let examples: Range<Int>
  }

  public let entries: [Entry]

  public static let embedded = PolicyStore(index: EmbeddedPolicies.index)

  init(index: StaticString) {
    var fields = FieldReader(UnsafeBufferPointer(start: index.utf8Start, count: index.utf8CodeUnitCount))
    var entries: [Entry] = []
    entries.reserveCapacity(fields.lines)
    while let entry = Self.entry(&fields) { entries.append(entry) }
    self.entries = entries
  }

  private static func entry(_ fields: inout FieldReader) -> Entry? {
    guard !fields.isAtEnd else { return nil }
    let (kind, name, path) = (fields.text(), fields.text(), fields.text())
    let (text, examples) = (fields.range(), fields.range())
    return Entry(
      kind: kind, name: name, path: path, types: fields.texts(), aliases: fields.texts(), text: text,
      examples: examples)
  }

  /// The text of a line of a file of lines, nil if there is none: `schema` and a resource type (`data.` before data
  /// sources). The index of lines is searched, not parsed: a run needs few of its thousands.
  public func line(kind: String, name: String) -> [UInt8]? {
    let index = EmbeddedPolicies.lineIndex
    let lines = UnsafeBufferPointer(start: index.utf8Start, count: index.utf8CodeUnitCount)
    let wanted = Array("\(kind)/\(name)\t".utf8)
    var low = 0
    var high = lines.count
    while low < high {
      let middle = low + (high - low) / 2
      let start = lines[low..<middle].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? low
      let end = lines[middle..<high].firstIndex(of: UInt8(ascii: "\n")) ?? high
      let line = lines[start..<end]
      if line.starts(with: wanted) { return Self.slice(line.dropFirst(wanted.count)) }
      if line.lexicographicallyPrecedes(wanted) { low = min(end + 1, high) } else { high = start }
    }
    return nil
  }

  /// The text at an offset and length that stand as `offset TAB length`.
  private static func slice(_ fields: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
    let numbers = fields.split(separator: UInt8(ascii: "\t")).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == 2 else { return nil }
    return slice(numbers[0]..<numbers[0] + numbers[1])
  }

  /// The entry's text as JSON; examples of rules are left out.
  public func text(of entry: Entry) -> [UInt8] { Self.slice(entry.text) }

  /// The examples of a rule as JSON, nil if it has none.
  public func examples(of entry: Entry) -> [UInt8]? { entry.examples.isEmpty ? nil : Self.slice(entry.examples) }

  private static func slice(_ range: Range<Int>) -> [UInt8] {
    let texts = EmbeddedPolicies.texts
    return Array(UnsafeBufferPointer(start: texts.utf8Start + range.lowerBound, count: range.count))
  }
}
