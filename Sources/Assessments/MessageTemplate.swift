import CEL
import Rules

/// A message with holes: `traffic_type is {resource.traffic_type}`; each hole is a CEL expression.
struct MessageTemplate {
  enum Part: Equatable {
    case text(String)
    /// An expression and its UTF-8 offset in the message.
    case hole(String, offset: Int)
  }

  let parts: [Part]

  /// Splits a message. Braces and quotes inside a hole are those of the expression.
  init(_ message: RuleExpression) throws(Diagnostic) {
    let bytes = Array(message.text.utf8)
    var parts: [Part] = []
    var text: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "{") else {
        text.append(bytes[index])
        index += 1
        continue
      }
      guard let end = Self.holeEnd(bytes, from: index + 1) else {
        throw Diagnostic(.error, "a hole in the message is not closed, expected `}`", at: message.location)
      }
      if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
      text = []
      parts.append(.hole(String(decoding: bytes[index + 1..<end], as: UTF8.self), offset: index + 1))
      index = end + 1
    }
    if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
    self.parts = parts
  }

  private static func holeEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    var depth = 0
    var quote: UInt8?
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == UInt8(ascii: "\\") { index += 1 } else if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == UInt8(ascii: "{") {
        depth += 1
      } else if byte == UInt8(ascii: "}") {
        if depth == 0 { return index }
        depth -= 1
      }
      index += 1
    }
    return nil
  }
}
