/// The members of a JSON object as slices of its text, found without reading the values.
///
/// The slices cover everything but white space, colons, commas and the braces, which are checked here: an object whose
/// slices are all valid JSON is valid itself. What a value is, and whether it is one, is left to who reads it.
public enum JSONSlices {
  public struct Member: Sendable, Equatable {
    /// The name, with its quotes.
    public let name: Range<Int>
    public let value: Range<Int>
  }

  /// - Returns: the members in their order; nil if the text has not the shape of an object.
  public static func members(of text: [UInt8]) -> [Member]? {
    var scanner = Scanner()
    return scanner.object(text.span)
  }

  private struct Scanner {
    private var offset = 0

    mutating func object(_ text: Span<UInt8>) -> [Member]? {
      var members: [Member] = []
      guard take(UInt8(ascii: "{"), text) else { return nil }
      guard !take(UInt8(ascii: "}"), text) else { return isAtEnd(text) ? members : nil }
      repeat {
        skipSpace(text)
        guard offset < text.count, text[offset] == UInt8(ascii: "\""), let name = string(text),
          take(UInt8(ascii: ":"), text), let value = value(text)
        else { return nil }
        members.append(Member(name: name, value: value))
      } while take(UInt8(ascii: ","), text)
      guard take(UInt8(ascii: "}"), text), isAtEnd(text) else { return nil }
      return members
    }

    private mutating func skipSpace(_ text: Span<UInt8>) {
      while offset < text.count, Self.isSpace(text[offset]) { offset += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private static func endsScalar(_ byte: UInt8) -> Bool {
      isSpace(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    }

    private mutating func take(_ byte: UInt8, _ text: Span<UInt8>) -> Bool {
      skipSpace(text)
      guard offset < text.count, text[offset] == byte else { return false }
      offset += 1
      return true
    }

    private mutating func isAtEnd(_ text: Span<UInt8>) -> Bool {
      skipSpace(text)
      return offset == text.count
    }

    private mutating func value(_ text: Span<UInt8>) -> Range<Int>? {
      skipSpace(text)
      guard offset < text.count else { return nil }
      switch text[offset] {
      case UInt8(ascii: "\""): return string(text)
      case UInt8(ascii: "{"), UInt8(ascii: "["): return container(text)
      default: return scalar(text)
      }
    }

    private mutating func string(_ text: Span<UInt8>) -> Range<Int>? {
      let start = offset
      offset += 1
      while offset < text.count {
        let byte = text[offset]
        offset += byte == UInt8(ascii: "\\") ? 2 : 1
        if byte == UInt8(ascii: "\"") { return start..<offset }
      }
      return nil
    }

    /// Brackets of both kinds are counted as one: a reader of the slice tells them apart.
    private mutating func container(_ text: Span<UInt8>) -> Range<Int>? {
      let start = offset
      var depth = 0
      while offset < text.count {
        switch text[offset] {
        case UInt8(ascii: "\""):
          guard string(text) != nil else { return nil }
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        offset += 1
        if depth == 0 { return start..<offset }
      }
      return nil
    }

    private mutating func scalar(_ text: Span<UInt8>) -> Range<Int>? {
      let start = offset
      while offset < text.count, !Self.endsScalar(text[offset]) { offset += 1 }
      return start < offset ? start..<offset : nil
    }
  }
}
