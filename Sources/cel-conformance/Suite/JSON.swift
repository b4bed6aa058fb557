/// A JSON value, as little of one as the conformance files need; numbers stay text.
public indirect enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSON])
  case object([(name: String, value: JSON)])

  public static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let one), .bool(let other)): one == other
    case (.number(let one), .number(let other)), (.string(let one), .string(let other)): one == other
    case (.array(let one), .array(let other)): one == other
    case (.object(let one), .object(let other)):
      one.count == other.count && zip(one, other).allSatisfy { $0.name == $1.name && $0.value == $1.value }
    default: false
    }
  }

  /// The member called `name` of an object.
  public subscript(_ name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  public var string: String? {
    if case .string(let value) = self { return value }
    return nil
  }

  public var array: [JSON]? {
    if case .array(let value) = self { return value }
    return nil
  }

  public var members: [(name: String, value: JSON)] {
    if case .object(let members) = self { return members }
    return []
  }

  public var isTrue: Bool { self == .bool(true) }
}

/// Reads one JSON text.
public struct JSONReader {
  private let bytes: [UInt8]
  private var offset = 0
  private var depth = 0

  public struct Failure: Error, CustomStringConvertible {
    public let offset: Int
    public var description: String { "malformed JSON at byte \(offset)" }
  }

  public static func read(_ bytes: [UInt8]) throws(Failure) -> JSON {
    var reader = JSONReader(bytes: bytes)
    let value = try reader.value()
    reader.skipBlanks()
    guard reader.offset == bytes.count else { throw Failure(offset: reader.offset) }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var byte: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  private mutating func skipBlanks() {
    while [0x20, 0x09, 0x0A, 0x0D].contains(byte) { offset += 1 }
  }

  private mutating func accept(_ scalar: UnicodeScalar) -> Bool {
    skipBlanks()
    guard offset < bytes.count, byte == UInt8(ascii: scalar) else { return false }
    offset += 1
    return true
  }

  private mutating func expect(_ scalar: UnicodeScalar) throws(Failure) {
    guard accept(scalar) else { throw Failure(offset: offset) }
  }

  private mutating func value() throws(Failure) -> JSON {
    depth += 1
    defer { depth -= 1 }
    guard depth < 500 else { throw Failure(offset: offset) }
    skipBlanks()
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: String, _ value: JSON) throws(Failure) -> JSON {
    guard bytes[offset...].starts(with: text.utf8) else { throw Failure(offset: offset) }
    offset += text.utf8.count
    return value
  }

  private mutating func number() throws(Failure) -> JSON {
    let start = offset
    while "+-.eE0123456789".utf8.contains(byte), offset < bytes.count { offset += 1 }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard Double(text) != nil else { throw Failure(offset: start) }
    return .number(text)
  }

  private mutating func array() throws(Failure) -> JSON {
    try expect("[")
    var elements: [JSON] = []
    if accept("]") { return .array(elements) }
    repeat { elements.append(try value()) } while accept(",")
    try expect("]")
    return .array(elements)
  }

  private mutating func object() throws(Failure) -> JSON {
    try expect("{")
    var members: [(name: String, value: JSON)] = []
    if accept("}") { return .object(members) }
    repeat {
      skipBlanks()
      let name = try string()
      try expect(":")
      members.append((name, try value()))
    } while accept(",")
    try expect("}")
    return .object(members)
  }

  private mutating func string() throws(Failure) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while offset < bytes.count, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") {
        offset += 1
        text.append(contentsOf: try escape())
      } else {
        text.append(byte)
        offset += 1
      }
    }
    try expect("\"")
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func escape() throws(Failure) -> [UInt8] {
    let letter = byte
    offset += 1
    switch letter {
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "u"): return try unicode()
    default: return [letter]
    }
  }

  private mutating func unicode() throws(Failure) -> [UInt8] {
    var unit = try hex()
    if (0xD800..<0xDC00).contains(unit), bytes[offset...].starts(with: "\\u".utf8) {
      offset += 2
      unit = 0x10000 + (unit - 0xD800) << 10 + (try hex() & 0x3FF)
    }
    guard let scalar = UnicodeScalar(unit) else { throw Failure(offset: offset) }
    return Array(String(scalar).utf8)
  }

  private mutating func hex() throws(Failure) -> UInt32 {
    guard offset + 4 <= bytes.count,
      let value = UInt32(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
    else { throw Failure(offset: offset) }
    offset += 4
    return value
  }
}
