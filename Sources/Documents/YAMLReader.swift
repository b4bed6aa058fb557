import CLibYAML
import Diagnostics
import Values

/// Reads YAML with libyaml into an arena, with line and column on every node.
///
/// Refused: duplicate keys, keys that are no scalars, unknown tags, nesting deeper than ``depthLimit`` (libyaml's own
/// time is quadratic in flow depth), aliases that expand to more than ``expansionLimit`` nodes.
public enum YAMLReader {
  public static let depthLimit = 100
  static let tagPrefix = "tag:yaml.org,2002:"
  /// Nodes that aliases may add to one stream, counted as if they were copied.
  public static let expansionLimit = 100_000
  /// Further bad documents of one stream are not looked at.
  public static let problemLimit = 100

  /// What a stream holds.
  public struct Stream: Sendable {
    /// The documents that could be read, in order; one with nothing in it is null.
    public internal(set) var roots: [NodeID] = []
    /// The documents that could not, one diagnostic each.
    public internal(set) var problems: [Diagnostic] = []
  }

  /// Reads all documents of a stream.
  ///
  /// - Parameter shortTags: local tags that stand for a mapping with one member, by the member's name: with
  ///   `["!Ref": "Ref"]` the value `!Ref x` reads as `{Ref: x}`. A scalar with such a tag is text.
  /// - Returns: the roots, in order; a document with nothing in it is null.
  /// - Throws: a diagnostic for the first document that cannot be read.
  public static func read(
    _ document: InputDocument, schema: YAMLSchema = .core, shortTags: [String: String] = [:],
    into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> [NodeID] {
    let stream = try readEach(document, schema: schema, shortTags: shortTags, problems: 1, into: &builder)
    if let problem = stream.problems.first { throw problem }
    return stream.roots
  }

  /// Reads those documents of a stream that can be read. After one that cannot the next begins at a line with `---`.
  ///
  /// - Throws: a diagnostic if the whole is no text that YAML can be written in.
  public static func readEach(
    _ document: InputDocument, schema: YAMLSchema, shortTags: [String: String] = [:],
    into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> Stream {
    try readEach(document, schema: schema, shortTags: shortTags, problems: problemLimit, into: &builder)
  }

  private static func readEach(
    _ document: InputDocument, schema: YAMLSchema, shortTags: [String: String], problems limit: Int,
    into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> Stream {
    try checkText(document)
    var stream = Stream()
    try document.bytes.withUnsafeBufferPointer { bytes throws(Diagnostic) in
      var start = (offset: 0, line: 0)
      while start.offset < bytes.count {
        let rest = UnsafeBufferPointer(rebasing: bytes[start.offset...])
        let events = try YAMLEvents(rest, name: document.name, firstLine: start.line)
        var composer = YAMLComposer(events: events, name: document.name, schema: schema, shortTags: shortTags)
        let mark = builder.mark
        do throws(Diagnostic) {
          try composer.documents(into: &builder, &stream.roots)
          return
        } catch {
          builder.discard(since: mark)
          // A document whose first line is at fault can be met twice.
          if stream.problems.last != error { stream.problems.append(error) }
          guard stream.problems.count < limit,
            let next = nextDocument(in: bytes, after: start, line: composer.documentLine, error.location?.line)
          else { return }
          start = next
        }
      }
    }
    return stream
  }

  /// The next line that begins with `---`, below the one where the bad document began and not above its problem.
  private static func nextDocument(
    in bytes: UnsafeBufferPointer<UInt8>, after start: (offset: Int, line: Int), line: Int, _ problem: Int?
  ) -> (offset: Int, line: Int)? {
    let first = max(line + 1, (problem ?? 1) - 1)
    var (offset, number) = start
    while offset < bytes.count {
      if number >= first, isDocumentStart(bytes, offset) { return (offset, number) }
      guard let end = bytes[offset...].firstIndex(of: 0x0A) else { return nil }
      (offset, number) = (end + 1, number + 1)
    }
    return nil
  }

  private static func isDocumentStart(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Bool {
    guard offset + 3 <= bytes.count, bytes[offset..<offset + 3].allSatisfy({ $0 == UInt8(ascii: "-") }) else {
      return false
    }
    return offset + 3 == bytes.count || [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset + 3])
  }
}
