import CJansson
import Diagnostics
import Glibc
import Values

/// Reads JSON into an arena. Jansson decides what is valid; ordinary texts are read by ``FastJSONReader``, which may only
/// agree with it.
///
/// Refused: anything RFC 8259 refuses, duplicate member names, integers beyond 64 bits, numbers beyond double, NUL in
/// strings, nesting deeper than ``depthLimit``.
public enum JSONReader {
  /// Levels of nesting that are read; plans of real modules stay under 40.
  public static let depthLimit = 512

  /// Reads one JSON text.
  ///
  /// A NUL byte is refused before either reader could take it: ``FastJSONReader`` has no place where one may stand, and
  /// ``checkText(_:)`` looks for one before Jansson reads.
  ///
  /// - Parameter repetition: what need not be kept.
  /// - Returns: the root value, in `builder`'s arena.
  /// - Throws: a diagnostic with line and column. It never quotes the text, which may hold secrets.
  public static func read(
    _ document: InputDocument, with choice: JSONReaderChoice = .fast, omitting repetition: JSONRepetition? = nil,
    into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> NodeID {
    if choice == .fast, let root = FastJSON.read(document.bytes, omitting: repetition, into: &builder) {
      return root
    }
    return try readWithJansson(document, into: &builder)
  }

  /// The reader of record.
  static func readWithJansson(
    _ document: InputDocument, into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> NodeID {
    try checkText(document)
    var problem = json_error_t()
    let flags = size_t(JSON_REJECT_DUPLICATES) | size_t(JSON_DECODE_ANY)
    var failure: Int32 = 0
    let parsed = document.bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { text in
        errno = 0
        let parsed = json_loadb(text.baseAddress, text.count, flags, &problem)
        failure = errno
        return parsed
      }
    }
    guard let parsed else {
      // Where an allocation fails Jansson says nothing, or that the text is wrong; only malloc says what it was.
      throw failure == ENOMEM ? outOfMemory(document) : diagnostic(problem, document)
    }
    defer { json_decref(parsed) }
    guard push(parsed, key: .none, depth: 0, into: &builder) else {
      throw Diagnostic(
        .error, "is nested deeper than \(depthLimit) levels", at: SourceLocation(file: document.name),
        help: "no Terraform plan is nested that deep; check what wrote the file")
    }
    return builder.finishRoot()
  }

  /// - Returns: false beyond the depth limit.
  private static func push(
    _ value: UnsafeMutablePointer<json_t>, key: KeyID, depth: Int, into builder: inout ValueArenaBuilder
  ) -> Bool {
    switch value.pointee.type {
    case JSON_OBJECT:
      guard depth < depthLimit else { return false }
      let mark = builder.mark
      var iterator = json_object_iter(value)
      while let entry = iterator {
        let name = UnsafeRawPointer(json_object_iter_key(entry)).assumingMemoryBound(to: UInt8.self)
        let memberKey = builder.key(
          utf8: UnsafeBufferPointer(start: name, count: json_object_iter_key_len(entry)))
        guard let member = json_object_iter_value(entry),
          push(member, key: memberKey, depth: depth + 1, into: &builder)
        else { return false }
        iterator = json_object_iter_next(value, entry)
      }
      builder.closeContainer(.map, since: mark, key: key)
    case JSON_ARRAY:
      guard depth < depthLimit else { return false }
      let mark = builder.mark
      for index in 0..<json_array_size(value) {
        guard let element = json_array_get(value, index),
          push(element, key: .none, depth: depth + 1, into: &builder)
        else { return false }
      }
      builder.closeContainer(.list, since: mark, key: key)
    case JSON_STRING:
      let text = UnsafeRawPointer(json_string_value(value)).assumingMemoryBound(to: UInt8.self)
      builder.push(
        builder.stringNode(utf8: UnsafeBufferPointer(start: text, count: json_string_length(value))), key: key)
    case JSON_INTEGER: builder.push(.int(Int64(json_integer_value(value))), key: key)
    case JSON_REAL: builder.push(.double(json_real_value(value)), key: key)
    case JSON_TRUE: builder.push(.bool(true), key: key)
    case JSON_FALSE: builder.push(.bool(false), key: key)
    default: builder.push(.null, key: key)
    }
    return true
  }

  private static func diagnostic(_ problem: json_error_t, _ document: InputDocument) -> Diagnostic {
    var problem = problem
    let text = withUnsafeBytes(of: &problem.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    // The last byte of the text is the error code (jansson.h, json_error_code).
    let code = withUnsafeBytes(of: &problem.text) { UInt32($0[$0.count - 1]) }
    let location = SourceLocation(file: document.name, line: Int(problem.line), column: max(1, Int(problem.column)))
    // A text that is cut inside a word or an escape ends with something that is none.
    let isCut = code == json_error_invalid_syntax.rawValue && Int(problem.position) >= document.bytes.count
    let (message, help) = explanation(
      isCut ? json_error_premature_end_of_input : json_error_code(code), text,
      name: name(before: Int(problem.position), document.bytes))
    return Diagnostic(.error, message, at: location, help: help)
  }

  private static func outOfMemory(_ document: InputDocument) -> Diagnostic {
    Diagnostic(
      .error, "cannot be read: out of memory", at: SourceLocation(file: document.name),
      help: "check the plan on a machine with more memory, or give the program more")
  }

  private static func explanation(
    _ code: json_error_code, _ text: String, name: String?
  ) -> (message: String, help: String?) {
    let truncated = "the file seems to be cut short; write it again with `terraform show -json tfplan > plan.json`"
    switch code {
    case json_error_premature_end_of_input:
      return (
        "invalid JSON: the text ends in the middle of a value, expected \(expectation(text) ?? "its end")", truncated
      )
    case json_error_duplicate_key:
      let name = name.map { " `\(safeText($0, limit: 200))`" } ?? ""
      return (
        "duplicate member name\(name) in an object, expected each name once",
        "two values for one name cannot both be meant; see what wrote the file"
      )
    case json_error_numeric_overflow:
      return ("number out of range, expected a 64-bit integer or a double", "write such a number as a string")
    case json_error_stack_overflow:
      return ("is nested too deep", "no Terraform plan is nested that deep; check what wrote the file")
    case json_error_invalid_utf8: return ("invalid JSON: not valid UTF-8", "save the file as UTF-8")
    case json_error_null_character, json_error_null_byte_in_key:
      return ("a string contains the character U+0000, which no configuration can mean", nil)
    case json_error_end_of_input_expected:
      return (
        "invalid JSON: text after the end of the value, expected the end of the file",
        "one JSON value a file; several plans are given as several files"
      )
    default: return ("invalid JSON: \(detail(text))", nil)
    }
  }

  /// What is wrong, from the beginning of Jansson's message; nothing of the input is repeated.
  private static func detail(_ text: String) -> String {
    if text.hasPrefix("invalid Unicode escape") { return "a `\\u` escape needs four hexadecimal digits" }
    if text.hasPrefix("invalid Unicode") { return "a `\\u` escape of half a surrogate pair, expected both halves" }
    if text.hasPrefix("invalid escape") { return "an unknown escape in a string, expected a backslash as `\\\\`" }
    if text.hasPrefix("control character") || text.hasPrefix("unexpected newline") {
      return "a control character in a string, expected it as an escape (`\\n`, `\\u0009`)"
    }
    return "expected \(expectation(text) ?? "a value")"
  }

  /// What Jansson expected, from its own vocabulary; the part after "near" quotes the input and is dropped.
  private static func expectation(_ text: String) -> String? {
    let own = text.firstRange(of: " near ").map { text[..<$0.lowerBound] } ?? text[...]
    return own.firstRange(of: " expected").map { String(own[..<$0.lowerBound]) }
  }

  /// The member name that ends at an offset, as it is spelt; Jansson quotes only short ones.
  private static func name(before end: Int, _ bytes: [UInt8]) -> String? {
    guard end > 1, end <= bytes.count, bytes[end - 1] == UInt8(ascii: "\"") else { return nil }
    var start = end - 2
    while start > 0 {
      if bytes[start] == UInt8(ascii: "\""), bytes[start - 1] != UInt8(ascii: "\\") { break }
      start -= 1
    }
    return String(decoding: bytes[(start + 1)..<(end - 1)], as: UTF8.self)
  }
}
