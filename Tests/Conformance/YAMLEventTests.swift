import CLibYAML
import Diagnostics
import TestSupport
import Testing

@testable import Documents

private let folder = Project.shared("yaml-suite")
private let isThere = Project.exists(folder)
private let absent: Comment =
  "the YAML suite (github.com/yaml/yaml-test-suite) is not beside the package, so its cases are not run"

/// The events that the reader is made of are those that the suite expects, where libyaml 0.2.5 supports the case.
@Suite struct YAMLEventTests {
  /// Cases that libyaml reads as YAML 1.1 has it, or does not support.
  private static let different: Set<String> = ["652Z", "HM87/01", "JEF9/02", "L24T/01", "Y2GN"]

  @Test(.enabled(if: isThere, absent))
  func eventsAreThoseOfTheSuite() throws {
    var compared = 0
    var different: Set<String> = []
    for path in Project.filesBelow(folder, ending: "in.yaml").map({ String($0.dropLast("/in.yaml".count)) })
    where !Project.exists("\(path)/error") {
      guard let found = try events("\(path)/in.yaml") else { continue }
      compared += 1
      let expected = String(decoding: try Project.bytes("\(path)/test.event"), as: UTF8.self)
        .split(separator: "\n").map { Self.plain(String($0)) }
      if found != expected { different.insert(String(path.dropFirst(folder.count + 1))) }
    }
    #expect(compared > 240)
    #expect(different == Self.different, "\(different.symmetricDifference(Self.different).sorted())")
  }

  /// An event of the suite without what is a matter of notation: markers of documents, flow style, kinds of quotes.
  private static func plain(_ line: String) -> String {
    if line.hasPrefix("+DOC") || line.hasPrefix("-DOC") { return String(line.prefix(4)) }
    if line.hasPrefix("+MAP") || line.hasPrefix("+SEQ") {
      return line.replacing(" {}", with: "").replacing(" []", with: "")
    }
    return line
  }

  /// The events of a file as the suite writes them, nil if it is refused.
  private func events(_ path: String) throws -> [String]? {
    let bytes = try Project.bytes(path)
    return try bytes.withUnsafeBufferPointer { buffer in
      var events = try YAMLEvents(buffer, name: "in.yaml")
      var lines: [String] = []
      while true {
        let event: UnsafePointer<yaml_event_t>
        do { event = try events.next() } catch { return nil }
        guard event.pointee.type != YAML_NO_EVENT else { return lines }
        lines.append(Self.line(event.pointee))
        if event.pointee.type == YAML_STREAM_END_EVENT { return lines }
      }
    }
  }

  private static func line(_ event: yaml_event_t) -> String {
    switch event.type {
    case YAML_STREAM_START_EVENT: "+STR"
    case YAML_STREAM_END_EVENT: "-STR"
    case YAML_DOCUMENT_START_EVENT: "+DOC"
    case YAML_DOCUMENT_END_EVENT: "-DOC"
    case YAML_MAPPING_START_EVENT:
      "+MAP" + properties(event.data.mapping_start.anchor, event.data.mapping_start.tag)
    case YAML_MAPPING_END_EVENT: "-MAP"
    case YAML_SEQUENCE_START_EVENT:
      "+SEQ" + properties(event.data.sequence_start.anchor, event.data.sequence_start.tag)
    case YAML_SEQUENCE_END_EVENT: "-SEQ"
    case YAML_ALIAS_EVENT: "=ALI *" + String(cString: event.data.alias.anchor)
    default: "=VAL" + properties(event.data.scalar.anchor, event.data.scalar.tag) + " " + text(event)
    }
  }

  private static func properties(_ anchor: UnsafeMutablePointer<UInt8>?, _ tag: UnsafeMutablePointer<UInt8>?) -> String
  {
    (anchor.map { " &\(String(cString: $0))" } ?? "") + (tag.map { " <\(String(cString: $0))>" } ?? "")
  }

  private static func text(_ event: yaml_event_t) -> String {
    let scalar = event.data.scalar
    let mark =
      switch scalar.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: "'"
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: "\""
      case YAML_LITERAL_SCALAR_STYLE: "|"
      case YAML_FOLDED_SCALAR_STYLE: ">"
      default: ":"
      }
    var text = mark
    for byte in String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      .unicodeScalars
    {
      switch byte {
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case "\u{8}": text += "\\b"
      case "\0": text += "\\0"
      default: text.unicodeScalars.append(byte)
      }
    }
    return text
  }
}
