import CLibYAML
import Diagnostics
import Values

/// libyaml's event stream; the parser is freed with this value.
struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let event: UnsafeMutablePointer<yaml_event_t>
  private var holdsEvent = false
  private let name: String
  private let bytes: UnsafeBufferPointer<UInt8>
  /// The line of the text, from 0, where `bytes` begin.
  let firstLine: Int

  /// - Parameter bytes: must stay valid as long as this value.
  init(_ bytes: UnsafeBufferPointer<UInt8>, name: String, firstLine: Int = 0) throws(Diagnostic) {
    self.firstLine = firstLine
    self.name = name
    self.bytes = bytes
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    event = .allocate(capacity: 1)
    event.initialize(to: yaml_event_t())
    guard yaml_parser_initialize(parser) == 1 else {
      throw Diagnostic(.error, "cannot be read: out of memory", at: SourceLocation(file: name))
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    if holdsEvent { yaml_event_delete(event) }
    yaml_parser_delete(parser)
    parser.deallocate()
    event.deallocate()
  }

  /// The next event; it is valid until the next call.
  mutating func next() throws(Diagnostic) -> UnsafePointer<yaml_event_t> {
    if holdsEvent {
      yaml_event_delete(event)
      holdsEvent = false
    }
    guard yaml_parser_parse(parser, event) == 1 else { throw problem() }
    holdsEvent = true
    return UnsafePointer(event)
  }

  /// Where an event begins.
  func position(_ event: UnsafePointer<yaml_event_t>) -> SourcePosition {
    let mark = event.pointee.start_mark
    return SourcePosition(
      line: UInt32(truncatingIfNeeded: firstLine &+ Int(mark.line) &+ 1),
      column: UInt32(truncatingIfNeeded: mark.column &+ 1))
  }

  private func problem() -> Diagnostic {
    guard parser.pointee.error != YAML_MEMORY_ERROR else {
      return Diagnostic(.error, "cannot be read: out of memory", at: SourceLocation(file: name))
    }
    let text = parser.pointee.problem.map { String(cString: $0) } ?? "not understood"
    // Of bytes that are no characters libyaml says the offset only.
    if parser.pointee.error == YAML_READER_ERROR {
      let (line, column) = lineAndColumn(of: parser.pointee.problem_offset, in: Array(bytes))
      let help = text.contains("UTF-8") ? "save the file as UTF-8" : nil
      return Diagnostic(
        .error, "invalid YAML: \(text)", at: SourceLocation(file: name, line: firstLine + line, column: column),
        help: help)
    }
    let mark = parser.pointee.problem_mark
    let context = parser.pointee.context.map { "\(String(cString: $0)), " } ?? ""
    let help =
      text.contains("token") || text.contains("tab")
      ? "YAML indents with spaces, never tabs; quote scalars that begin with a special character" : nil
    return Diagnostic(
      .error, "invalid YAML: \(context)\(text)",
      at: SourceLocation(file: name, line: firstLine + Int(mark.line) + 1, column: Int(mark.column) + 1), help: help)
  }
}
