/// Turns the text of string and bytes literals into what they denote (langdef, String and Bytes Values).
struct LiteralDecoder {
  private let source: [UInt8]
  private let isBytes: Bool
  private var offset: Int
  private let end: Int
  private var output: [UInt8] = []

  /// The value of the literal `token` of `source`.
  static func decode(_ token: Token, in source: [UInt8]) throws(SyntaxFailure) -> [UInt8] {
    var start = token.range.start
    var isRaw = false
    while source[start].isASCIILetter {
      if source[start] | 0x20 == UInt8(ascii: "r") { isRaw = true }
      start += 1
    }
    let length = token.range.end - start
    let isTriple = length >= 6 && source[start + 1] == source[start] && source[start + 2] == source[start]
    let margin = isTriple ? 3 : 1
    let content = start + margin..<token.range.end - margin
    if isRaw || !source[content].contains(UInt8(ascii: "\\")) { return Array(source[content]) }
    var decoder = LiteralDecoder(
      source: source, isBytes: token.kind == .bytes, offset: content.lowerBound, end: content.upperBound)
    return try decoder.run()
  }

  private init(source: [UInt8], isBytes: Bool, offset: Int, end: Int) {
    self.source = source
    self.isBytes = isBytes
    self.offset = offset
    self.end = end
  }

  private mutating func run() throws(SyntaxFailure) -> [UInt8] {
    output.reserveCapacity(end - offset)
    while offset < end {
      let byte = source[offset]
      if byte == UInt8(ascii: "\\") {
        try escape()
      } else {
        output.append(byte)
        offset += 1
      }
    }
    return output
  }

  private static let simple: [UInt8: UInt8] = [
    UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "?"): UInt8(ascii: "?"),
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "'"): UInt8(ascii: "'"),
    UInt8(ascii: "`"): UInt8(ascii: "`"), UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
    UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11,
  ]

  private mutating func escape() throws(SyntaxFailure) {
    let start = offset
    offset += 1
    guard offset < end else { throw SyntaxFailure("this escape is not finished", start, end) }
    let letter = source[offset]
    if let byte = Self.simple[letter] {
      offset += 1
      output.append(byte)
      return
    }
    switch letter {
    case UInt8(ascii: "x"), UInt8(ascii: "X"): try appendOctet(hex(2, start))
    case UInt8(ascii: "u") where !isBytes: try append(surrogatePair(hex(4, start), start), start)
    case UInt8(ascii: "U") where !isBytes: try append(hex(8, start), start)
    case UInt8(ascii: "0")...UInt8(ascii: "3"): try appendOctet(octal(start))
    default: throw SyntaxFailure("there is no such escape", start, min(offset + 1, end))
    }
  }

  private mutating func hex(_ count: Int, _ start: Int) throws(SyntaxFailure) -> UInt32 {
    offset += 1
    var value: UInt32 = 0
    for _ in 0..<count {
      guard offset < end, let digit = source[offset].hexValue else {
        throw SyntaxFailure("this escape needs \(count) hexadecimal digits", start, min(offset, end))
      }
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    return value
  }

  private mutating func octal(_ start: Int) throws(SyntaxFailure) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<3 {
      guard offset < end, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(source[offset]) else {
        throw SyntaxFailure("an octal escape has three digits, 000 to 377", start, min(offset, end))
      }
      value = value << 3 | UInt32(source[offset] - UInt8(ascii: "0"))
      offset += 1
    }
    return value
  }

  /// `\ud83d\ude00` denotes one code point of another plane.
  private mutating func surrogatePair(_ high: UInt32, _ start: Int) throws(SyntaxFailure) -> UInt32 {
    guard (0xD800..<0xDC00).contains(high), offset + 1 < end, source[offset] == UInt8(ascii: "\\"),
      source[offset + 1] == UInt8(ascii: "u")
    else { return high }
    offset += 1
    let low = try hex(4, start)
    guard (0xDC00..<0xE000).contains(low) else { return high }
    return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
  }

  private mutating func appendOctet(_ value: UInt32) throws(SyntaxFailure) {
    if isBytes {
      output.append(UInt8(truncatingIfNeeded: value))
    } else {
      try append(value, offset)
    }
  }

  private mutating func append(_ value: UInt32, _ start: Int) throws(SyntaxFailure) {
    guard let scalar = UnicodeScalar(value) else {
      throw SyntaxFailure("this escape denotes no Unicode code point", start, offset)
    }
    output.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
  }
}
