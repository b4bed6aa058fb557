/// Reads JSON text (RFC 8259) into a ``PolicyValue``, strictly: duplicate names are refused, as AWS refuses them
/// (IAM User Guide, "Grammar of the IAM JSON policy language").
struct JSONReader {
  private let bytes: [UInt8]
  private let limits: PolicyLimits
  private var index = 0

  static func read(_ bytes: [UInt8], limits: PolicyLimits) throws(PolicyError) -> PolicyValue {
    guard bytes.count <= limits.bytes else {
      throw PolicyError("the text is longer than \(limits.bytes) bytes")
    }
    var reader = JSONReader(bytes: bytes, limits: limits)
    if let offset = reader.firstInvalidByte() { throw reader.error("the text is not valid UTF-8", at: offset) }
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    if reader.index < bytes.count { throw reader.error("text follows the end of the document") }
    return value
  }

  private init(bytes: [UInt8], limits: PolicyLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(PolicyError) -> PolicyValue {
    skipSpace()
    guard index < bytes.count else { throw error("the text ends where a value is expected") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try list(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: throw error("a value is expected here")
    }
  }

  private mutating func object(depth: Int) throws(PolicyError) -> PolicyValue {
    guard depth < limits.depth else { throw error("nested deeper than \(limits.depth) levels") }
    index += 1
    var members: [PolicyValue.Member] = []
    var names: Set<String> = []
    if skip(UInt8(ascii: "}")) { return .map(members) }
    repeat {
      skipSpace()
      let start = index
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw error("a name is expected here") }
      let name = try string()
      guard names.insert(name).inserted else { throw error("a name stands twice in the same object", at: start) }
      guard skip(UInt8(ascii: ":")) else { throw error("`:` is expected here") }
      members.append(PolicyValue.Member(name, try value(depth: depth + 1)))
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "}")) else { throw error("`,` or `}` is expected here") }
    return .map(members)
  }

  private mutating func list(depth: Int) throws(PolicyError) -> PolicyValue {
    guard depth < limits.depth else { throw error("nested deeper than \(limits.depth) levels") }
    index += 1
    var elements: [PolicyValue] = []
    if skip(UInt8(ascii: "]")) { return .list(elements) }
    repeat {
      elements.append(try value(depth: depth + 1))
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "]")) else { throw error("`,` or `]` is expected here") }
    return .list(elements)
  }

  private mutating func word(_ word: StaticString, _ value: PolicyValue) throws(PolicyError) -> PolicyValue {
    let text = Array("\(word)".utf8)
    guard bytes[index...].starts(with: text) else { throw error("a value is expected here") }
    index += text.count
    return value
  }

  private mutating func number() throws(PolicyError) -> String {
    let start = index
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    let integer = digits()
    guard integer > 0, integer == 1 || bytes[index - integer] != UInt8(ascii: "0") else {
      throw error("this is not a number", at: start)
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      guard digits() > 0 else { throw error("this is not a number", at: start) }
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
      guard digits() > 0 else { throw error("this is not a number", at: start) }
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = index
    while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
    return index - start
  }

  // MARK: Strings

  private mutating func string() throws(PolicyError) -> String {
    let start = index
    index += 1
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
      case 0..<0x20: throw error("a control character stands in a string", at: index - 1)
      default: text.append(byte)
      }
    }
    throw error("the string is not closed", at: start)
  }

  private mutating func escape() throws(PolicyError) -> [UInt8] {
    let start = index - 1
    guard index < bytes.count else { throw error("the string is not closed", at: start) }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"): return try unicodeEscape(start)
    default: throw error("this escape does not exist in JSON", at: start)
    }
  }

  private mutating func unicodeEscape(_ start: Int) throws(PolicyError) -> [UInt8] {
    var code = try hexadecimal(start)
    if (0xD800..<0xDC00).contains(code), bytes[index...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
      index += 2
      let low = try hexadecimal(start)
      guard (0xDC00..<0xE000).contains(low) else { throw error("half of a surrogate pair", at: start) }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw error("half of a surrogate pair", at: start) }
    return Array(String(Character(scalar)).utf8)
  }

  private mutating func hexadecimal(_ start: Int) throws(PolicyError) -> UInt32 {
    guard index + 4 <= bytes.count else { throw error("four hexadecimal digits are expected here", at: start) }
    var code: UInt32 = 0
    for byte in bytes[index..<index + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error("four hexadecimal digits are expected here", at: start)
      }
      code = code << 4 | UInt32(digit)
    }
    index += 4
    return code
  }

  // MARK: Characters and places

  private mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private func firstInvalidByte() -> Int? {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }

  private func error(_ message: String, at offset: Int? = nil) -> PolicyError {
    let offset = offset ?? index
    let before = bytes[..<min(offset, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let column = offset - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    return PolicyError(message, position: PolicyError.Position(offset: offset, line: line, column: column))
  }
}
