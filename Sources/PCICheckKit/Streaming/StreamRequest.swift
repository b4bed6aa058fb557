import Diagnostics
import Documents
import Values

/// One line of a stream: what to check, and what the caller calls it.
package struct StreamRequest: Sendable {
  package enum Input: Sendable {
    case path(String)
    case plan(InputDocument)
  }

  /// What the caller calls the request, as JSON; nil if the line gives no name.
  package var id: String?
  package var input: Input
  /// Where in the line an inline plan begins.
  package var planOffset = 0

  private static let names = ["id", "path", "plan"]
  private static let help = #"a line is {"path": "plan.json"} or {"plan": {...}}, with an "id" if you like"#

  /// - Parameters:
  ///   - line: an object with `path` or `plan`, and possibly `id`.
  ///   - location: the line's place.
  ///   - reader: who reads the parts of the line.
  ///   - id: receives the id as soon as it is known, so that a line that is refused later can be named.
  /// - Throws: a diagnostic for a line that is no request.
  package static func decode(
    _ line: [UInt8], at location: SourceLocation, with reader: JSONReaderChoice, id: inout String?
  ) throws(Diagnostic) -> StreamRequest {
    guard let members = JSONSlices.members(of: line) else { throw try notARequest(line, location, reader) }
    var parts: [String: Range<Int>] = [:]
    var problem: Diagnostic?
    for member in members {
      let name = try text(line, member.name, "the name of a member", location, reader)
      let isKnown = names.contains(name)
      guard isKnown, parts.updateValue(member.value, forKey: name) == nil else {
        let what =
          isKnown
          ? "duplicate member `\(name)`, expected each once"
          : "unknown member `\(safeText(name, limit: 80))`, expected `path` or `plan`, and `id`"
        problem =
          problem
          ?? Diagnostic(.error, what, at: place(location, member.name.lowerBound, line), help: help)
        continue
      }
    }
    // The id comes first wherever it stands, so that also a line that is refused can be named.
    var name: String?
    if let part = parts["id"] { (id, name) = try identity(line, part, location, reader) }
    if let problem { throw problem }
    guard (parts["path"] == nil) != (parts["plan"] == nil) else {
      let found = parts["path"] == nil ? "has neither `path` nor `plan`" : "has both `path` and `plan`"
      throw Diagnostic(.error, "\(found), expected one of them", at: location, help: help)
    }
    if let part = parts["path"] {
      return StreamRequest(id: id, input: .path(try path(line, part, location, reader)))
    }
    let part = parts["plan"] ?? 0..<0
    let bytes = Array(line[part])
    let document = InputDocument(
      name: name ?? "line \(location.line ?? 0)", bytes: bytes, sha256: hexDigest(bytes))
    return StreamRequest(id: id, input: .plan(document), planOffset: part.lowerBound)
  }

  /// What is wrong with a line that is no object: Jansson says it, unless it is some other value.
  private static func notARequest(
    _ line: [UInt8], _ location: SourceLocation, _ reader: JSONReaderChoice
  ) throws(Diagnostic) -> Diagnostic {
    _ = try value(line, 0..<line.count, location, reader)
    return Diagnostic(.error, "the line is no JSON object", at: location, help: help)
  }

  private static func path(
    _ line: [UInt8], _ part: Range<Int>, _ location: SourceLocation, _ reader: JSONReaderChoice
  ) throws(Diagnostic) -> String {
    let path = try text(line, part, "`path`", location, reader)
    guard !path.isEmpty, path != "-" else {
      throw Diagnostic(
        .error, "`path` names no file, expected a plan, state or manifests, or a folder of these",
        at: place(location, part.lowerBound, line), help: "a plan that is in no file goes into the line, as `plan`")
    }
    return path
  }

  /// The id as JSON, and as a name for messages.
  private static func identity(
    _ line: [UInt8], _ part: Range<Int>, _ location: SourceLocation, _ reader: JSONReaderChoice
  ) throws(Diagnostic) -> (json: String?, name: String?) {
    let (arena, root) = try value(line, part, location, reader)
    switch arena[root].kind {
    case .string, .int:
      var writer = JSONWriter()
      if let text = arena.string(root) { writer.value(text) } else { writer.value(arena[root].intValue) }
      return (writer.text, arena.string(root) ?? "\(arena[root].intValue)")
    default:
      throw Diagnostic(
        .error, "`id` is neither text nor integer", at: place(location, part.lowerBound, line), help: help)
    }
  }

  private static func text(
    _ line: [UInt8], _ part: Range<Int>, _ what: String, _ location: SourceLocation, _ reader: JSONReaderChoice
  ) throws(Diagnostic) -> String {
    let (arena, root) = try value(line, part, location, reader)
    guard let text = arena.string(root) else {
      throw Diagnostic(
        .error, "\(what) is no text, expected a string", at: place(location, part.lowerBound, line), help: help)
    }
    return text
  }

  private static func value(
    _ line: [UInt8], _ part: Range<Int>, _ location: SourceLocation, _ reader: JSONReaderChoice
  ) throws(Diagnostic) -> (arena: ValueArena, root: NodeID) {
    var builder = ValueArenaBuilder()
    let document = InputDocument(name: location.file, bytes: Array(line[part]))
    do throws(Diagnostic) {
      let root = try JSONReader.read(document, with: reader, into: &builder)
      return (builder.build(), root)
    } catch {
      throw error.moved(from: location.file, to: location, by: part.lowerBound, in: line)
    }
  }

  private static func place(_ location: SourceLocation, _ offset: Int, _ line: [UInt8]) -> SourceLocation {
    SourceLocation(
      file: location.file, line: location.line, column: lineAndColumn(of: offset, in: line).column)
  }
}

extension Diagnostic {
  /// A problem of a part of a line as one of the line: the part's own places mean nothing to who reads the stream.
  ///
  /// - Parameters:
  ///   - name: what the part was called; problems of other files stay as they are.
  ///   - offset: where in the line the part begins.
  func moved(from name: String, to place: SourceLocation, by offset: Int, in line: [UInt8]) -> Diagnostic {
    guard let location, location.file == name, location.line ?? 1 == 1 else { return self }
    let column = location.column.map { $0 + lineAndColumn(of: offset, in: line).column - 1 }
    return Diagnostic(
      severity, message, at: SourceLocation(file: place.file, line: place.line, column: column), help: help,
      excerpt: excerpt)
  }
}
