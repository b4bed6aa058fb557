/// JSON as a tree of values, read by code that has nothing in common with the reader under test.
public indirect enum JSONTree: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONTree])
  case object([Member])

  public struct Member: Equatable, Sendable {
    public var name: String
    public var value: JSONTree

    public init(_ name: String, _ value: JSONTree) {
      self.name = name
      self.value = value
    }
  }

  public struct Problem: Error, CustomStringConvertible {
    public let description: String
  }

  public init(_ text: String) throws { try self.init(Array(text.utf8)) }

  public init(_ bytes: [UInt8]) throws {
    let all = try JSONTree.sequence(bytes)
    guard all.count == 1 else { throw Problem(description: "\(all.count) values") }
    self = all[0]
  }

  /// The values of a text that holds one after the other.
  public static func sequence(_ bytes: [UInt8]) throws -> [JSONTree] {
    var parser = Parser(bytes: bytes)
    var values: [JSONTree] = []
    parser.skipSpace()
    while parser.offset < bytes.count {
      values.append(try parser.value())
      parser.skipSpace()
    }
    return values
  }

  public subscript(_ name: String) -> JSONTree? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  public subscript(_ index: Int) -> JSONTree? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  public var string: String? { if case .string(let text) = self { text } else { nil } }
  public var number: Double? { if case .number(let number) = self { number } else { nil } }
  public var bool: Bool? { if case .bool(let truth) = self { truth } else { nil } }
  public var isNull: Bool { self == .null }
  public var elements: [JSONTree] { if case .array(let elements) = self { elements } else { [] } }
  public var members: [Member] { if case .object(let members) = self { members } else { [] } }

  /// What a JSON pointer (RFC 6901) leads to.
  public func at(pointer: String) -> JSONTree? {
    guard !pointer.isEmpty else { return self }
    guard pointer.hasPrefix("/") else { return nil }
    var current = self
    for token in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      let name = String(token.replacing("~1", with: "/").replacing("~0", with: "~"))
      var next = current[name]
      if case .array = current, let index = Int(name) { next = current[index] }
      guard let next else { return nil }
      current = next
    }
    return current
  }

  /// The same tree with the value at a path changed; names and indexes as texts. Nothing changes if the path is not there.
  public func changing(_ path: ArraySlice<String>, _ change: (JSONTree) -> JSONTree?) -> JSONTree {
    guard let first = path.first else { return change(self) ?? .null }
    switch self {
    case .object(var members):
      guard let index = members.firstIndex(where: { $0.name == first }) else { return self }
      if path.count == 1 {
        if let new = change(members[index].value) { members[index].value = new } else { members.remove(at: index) }
      } else {
        members[index].value = members[index].value.changing(path.dropFirst(), change)
      }
      return .object(members)
    case .array(var elements):
      guard let index = Int(first), elements.indices.contains(index) else { return self }
      if path.count == 1 {
        if let new = change(elements[index]) { elements[index] = new } else { elements.remove(at: index) }
      } else {
        elements[index] = elements[index].changing(path.dropFirst(), change)
      }
      return .array(elements)
    default: return self
    }
  }

  /// The same object with a member set.
  public func setting(_ name: String, to value: JSONTree) -> JSONTree {
    guard case .object(var members) = self else { return .object([Member(name, value)]) }
    if let index = members.firstIndex(where: { $0.name == name }) {
      members[index].value = value
    } else {
      members.append(Member(name, value))
    }
    return .object(members)
  }

  /// Compact JSON text.
  public var bytes: [UInt8] {
    var out: [UInt8] = []
    write(to: &out)
    return out
  }

  private func write(to out: inout [UInt8]) {
    switch self {
    case .null: out += Array("null".utf8)
    case .bool(let truth): out += Array((truth ? "true" : "false").utf8)
    case .number(let number):
      out += Array((Int64(exactly: number).map { String($0) } ?? "\(number)").utf8)
    case .string(let text): Self.quote(text, to: &out)
    case .array(let elements):
      out.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        element.write(to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let members):
      out.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        Self.quote(member.name, to: &out)
        out.append(UInt8(ascii: ":"))
        member.value.write(to: &out)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  private static func quote(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        out += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}

private struct Parser {
  let bytes: [UInt8]
  var offset = 0

  mutating func skipSpace() {
    while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
  }

  mutating func value() throws -> JSONTree {
    skipSpace()
    guard offset < bytes.count else { throw problem("end") }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func object() throws -> JSONTree {
    offset += 1
    var members: [JSONTree.Member] = []
    var names: Set<String> = []
    skipSpace()
    while try !take("}") {
      if !members.isEmpty { try expect(",") }
      skipSpace()
      let name = try string()
      // Most readers take one of them and say nothing.
      guard names.insert(name).inserted else { throw problem("a second member `\(name)`") }
      skipSpace()
      try expect(":")
      members.append(JSONTree.Member(name, try value()))
      skipSpace()
    }
    return .object(members)
  }

  private mutating func array() throws -> JSONTree {
    offset += 1
    var elements: [JSONTree] = []
    skipSpace()
    while try !take("]") {
      if !elements.isEmpty { try expect(",") }
      elements.append(try value())
      skipSpace()
    }
    return .array(elements)
  }

  private mutating func string() throws -> String {
    try expect("\"")
    var units: [UInt8] = []
    while true {
      guard offset < bytes.count else { throw problem("end of text in a string") }
      let byte = bytes[offset]
      offset += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: units, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        units.append(byte)
        continue
      }
      guard offset < bytes.count else { throw problem("end of text in a string") }
      let escaped = bytes[offset]
      offset += 1
      switch escaped {
      case UInt8(ascii: "n"): units.append(0x0A)
      case UInt8(ascii: "t"): units.append(0x09)
      case UInt8(ascii: "r"): units.append(0x0D)
      case UInt8(ascii: "b"): units.append(0x08)
      case UInt8(ascii: "f"): units.append(0x0C)
      case UInt8(ascii: "u"): units += Array(String(try scalar()).utf8)
      default: units.append(escaped)
      }
    }
  }

  private mutating func scalar() throws -> Character {
    var code = try fourDigits()
    if (0xD800..<0xDC00).contains(code) {
      try expect("\\")
      try expect("u")
      code = 0x10000 + (code - 0xD800) << 10 + (try fourDigits() - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw problem("no scalar") }
    return Character(scalar)
  }

  private mutating func fourDigits() throws -> UInt32 {
    guard offset + 4 <= bytes.count,
      let code = UInt32(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
    else { throw problem("four digits") }
    offset += 4
    return code
  }

  private mutating func number() throws -> JSONTree {
    let start = offset
    while offset < bytes.count, "+-.eE0123456789".utf8.contains(bytes[offset]) { offset += 1 }
    guard let number = Double(String(decoding: bytes[start..<offset], as: UTF8.self)) else { throw problem("a number") }
    return .number(number)
  }

  private mutating func word(_ word: String, _ value: JSONTree) throws -> JSONTree {
    guard bytes[offset...].starts(with: word.utf8) else { throw problem(word) }
    offset += word.utf8.count
    return value
  }

  private mutating func take(_ text: String) throws -> Bool {
    guard offset < bytes.count else { throw problem("end of text") }
    guard bytes[offset...].starts(with: text.utf8) else { return false }
    offset += text.utf8.count
    return true
  }

  private mutating func expect(_ text: String) throws {
    guard try take(text) else { throw problem(text) }
  }

  private func problem(_ what: String) -> JSONTree.Problem {
    JSONTree.Problem(description: "\(what) at byte \(offset)")
  }
}
