import Values

/// Reads ordinary JSON in one pass, and nothing else.
///
/// Jansson is the reader of record: it decides what is valid and words every refusal. This reader may only agree with
/// it. It builds the same values and gives up (returns nil) as soon as it meets anything out of the ordinary: an error,
/// a duplicate name, an integer of more than 18 digits, a number that underflows or overflows, an escaped NUL or
/// surrogate, nesting beyond the limit. The caller then starts again with Jansson.
struct FastJSONReader {
  private var offset = 0
  /// For each key the object that had it last, to find duplicates without a set for each object.
  private var lastObject: [UInt32] = []
  private var objects: UInt32 = 0
  private var unescaped: [UInt8] = []

  /// - Returns: the root value in `builder`'s arena; nil if Jansson must judge the text. What was built until then
  ///   stays in the arena, unreachable.
  static func read(_ bytes: [UInt8], into builder: inout ValueArenaBuilder) -> NodeID? {
    var reader = FastJSONReader()
    let text = bytes.span
    let mark = builder.mark
    builder.reserve(forTextOf: bytes.count)
    guard reader.value(text, key: .none, depth: 0, &builder), reader.isAtEnd(text) else {
      builder.discard(since: mark)
      return nil
    }
    return builder.finishRoot()
  }

  private mutating func isAtEnd(_ text: Span<UInt8>) -> Bool {
    skipSpace(text)
    return offset == text.count
  }

  @inline(__always)
  private mutating func skipSpace(_ text: Span<UInt8>) {
    while offset < text.count {
      let byte = text[offset]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      offset += 1
    }
  }

  /// The byte here, 0 at the end: NUL is nowhere allowed.
  @inline(__always)
  private func peek(_ text: Span<UInt8>) -> UInt8 { offset < text.count ? text[offset] : 0 }

  private mutating func value(_ text: Span<UInt8>, key: KeyID, depth: Int, _ builder: inout ValueArenaBuilder) -> Bool {
    skipSpace(text)
    switch peek(text) {
    case UInt8(ascii: "\""):
      guard let node = string(text, &builder) else { return false }
      builder.push(node, key: key)
      return true
    case UInt8(ascii: "{"): return object(text, key: key, depth: depth, &builder)
    case UInt8(ascii: "["): return array(text, key: key, depth: depth, &builder)
    case UInt8(ascii: "t"): return word(text, 0x7472_7565, 4, .bool(true), key, &builder)
    case UInt8(ascii: "f"): return word(text, 0x66_616C_7365, 5, .bool(false), key, &builder)
    case UInt8(ascii: "n"): return word(text, 0x6E75_6C6C, 4, .null, key, &builder)
    default: return number(text, key, &builder)
    }
  }

  private mutating func word(
    _ text: Span<UInt8>, _ letters: UInt64, _ count: Int, _ node: ValueNode, _ key: KeyID,
    _ builder: inout ValueArenaBuilder
  ) -> Bool {
    guard offset + count <= text.count else { return false }
    var found: UInt64 = 0
    for index in offset..<offset + count { found = found << 8 | UInt64(text[index]) }
    guard found == letters else { return false }
    offset += count
    builder.push(node, key: key)
    return true
  }

  private mutating func object(_ text: Span<UInt8>, key: KeyID, depth: Int, _ builder: inout ValueArenaBuilder) -> Bool
  {
    guard depth < JSONReader.depthLimit else { return false }
    offset += 1
    let mark = builder.mark
    skipSpace(text)
    if peek(text) == UInt8(ascii: "}") {
      offset += 1
      builder.closeContainer(.map, since: mark, key: key)
      return true
    }
    while true {
      skipSpace(text)
      guard peek(text) == UInt8(ascii: "\""), let name = name(text, &builder) else { return false }
      skipSpace(text)
      guard peek(text) == UInt8(ascii: ":") else { return false }
      offset += 1
      guard value(text, key: name, depth: depth + 1, &builder) else { return false }
      skipSpace(text)
      let next = peek(text)
      offset += 1
      if next == UInt8(ascii: "}") { break }
      guard next == UInt8(ascii: ",") else { return false }
    }
    guard namesAreUnique(builder.pushed(since: mark), builder.arena.strings.keyCount) else { return false }
    builder.closeContainer(.map, since: mark, key: key)
    return true
  }

  private mutating func namesAreUnique(_ members: ArraySlice<ValueNode>, _ keyCount: Int) -> Bool {
    objects &+= 1
    if lastObject.count < keyCount { lastObject += repeatElement(0, count: keyCount * 2 - lastObject.count) }
    for member in members {
      let index = Int(member.key.index)
      if lastObject[index] == objects { return false }
      lastObject[index] = objects
    }
    return true
  }

  private mutating func array(_ text: Span<UInt8>, key: KeyID, depth: Int, _ builder: inout ValueArenaBuilder) -> Bool {
    guard depth < JSONReader.depthLimit else { return false }
    offset += 1
    let mark = builder.mark
    skipSpace(text)
    if peek(text) == UInt8(ascii: "]") {
      offset += 1
      builder.closeContainer(.list, since: mark, key: key)
      return true
    }
    while true {
      guard value(text, key: .none, depth: depth + 1, &builder) else { return false }
      skipSpace(text)
      let next = peek(text)
      offset += 1
      if next == UInt8(ascii: "]") { break }
      guard next == UInt8(ascii: ",") else { return false }
    }
    builder.closeContainer(.list, since: mark, key: key)
    return true
  }

  private mutating func number(_ text: Span<UInt8>, _ key: KeyID, _ builder: inout ValueArenaBuilder) -> Bool {
    let start = offset
    let isNegative = peek(text) == UInt8(ascii: "-")
    if isNegative { offset += 1 }
    let firstDigit = offset
    var magnitude: Int64 = 0
    while case let digit = peek(text) &- 0x30, digit < 10 {
      guard offset - firstDigit < 18 else { return false }
      magnitude = magnitude * 10 + Int64(digit)
      offset += 1
    }
    let digits = offset - firstDigit
    guard digits > 0, digits == 1 || text[firstDigit] != UInt8(ascii: "0") else { return false }
    let next = peek(text)
    if next == UInt8(ascii: ".") || next | 0x20 == UInt8(ascii: "e") { return real(text, from: start, key, &builder) }
    builder.push(.int(isNegative ? -magnitude : magnitude), key: key)
    return true
  }

  private mutating func real(_ text: Span<UInt8>, from start: Int, _ key: KeyID, _ builder: inout ValueArenaBuilder)
    -> Bool
  {
    if peek(text) == UInt8(ascii: ".") {
      offset += 1
      guard digits(text) else { return false }
    }
    if peek(text) | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if peek(text) == UInt8(ascii: "+") || peek(text) == UInt8(ascii: "-") { offset += 1 }
      guard digits(text) else { return false }
    }
    var spelling: [UInt8] = []
    for index in start..<offset { spelling.append(text[index]) }
    guard let value = Double(String(decoding: spelling, as: UTF8.self)), value.isNormal else { return false }
    builder.push(.double(value), key: key)
    return true
  }

  private mutating func digits(_ text: Span<UInt8>) -> Bool {
    let start = offset
    while peek(text) &- 0x30 < 10 { offset += 1 }
    return offset > start
  }

  private mutating func name(_ text: Span<UInt8>, _ builder: inout ValueArenaBuilder) -> KeyID? {
    guard let (start, end, isEscaped) = quoted(text) else { return nil }
    if isEscaped {
      guard unescape(text, start, end) else { return nil }
      return unescaped.withUnsafeBufferPointer { builder.key(utf8: $0) }
    }
    return text.extracting(start..<end).withUnsafeBufferPointer { builder.key(utf8: $0) }
  }

  private mutating func string(_ text: Span<UInt8>, _ builder: inout ValueArenaBuilder) -> ValueNode? {
    guard let (start, end, isEscaped) = quoted(text) else { return nil }
    if isEscaped {
      guard unescape(text, start, end) else { return nil }
      return unescaped.withUnsafeBufferPointer { builder.stringNode(utf8: $0) }
    }
    return text.extracting(start..<end).withUnsafeBufferPointer { builder.stringNode(utf8: $0) }
  }

  /// The extent of the string that begins here, its quotes left out; nil if it does not end or is not valid UTF-8.
  @inline(__always)
  private mutating func quoted(_ text: Span<UInt8>) -> (start: Int, end: Int, isEscaped: Bool)? {
    offset += 1
    let start = offset
    var isEscaped = false
    var isASCII = true
    let raw = text.bytes
    while true {
      // Eight bytes at a time: a byte that is a quote, a backslash, a control or not ASCII sets its high bit in `marks`
      // (Bit Twiddling Hacks, "determine if a word has a byte less than n").
      while offset + 8 <= text.count {
        let word = raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let marks =
          ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word | word)
          & (ones &* 0x80)
        if marks != 0 {
          offset += marks.trailingZeroBitCount >> 3
          break
        }
        offset += 8
      }
      guard offset < text.count else { return nil }
      let byte = text[offset]
      switch byte {
      case UInt8(ascii: "\""):
        let end = offset
        offset += 1
        guard isASCII || isValidUTF8(text, start, end) else { return nil }
        return (start, end, isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        offset += 2
      case 0..<0x20: return nil
      default:
        if byte >= 0x80 { isASCII = false }
        offset += 1
      }
    }
  }

  /// Puts the text with its escapes replaced into `unescaped`; false for an escape that Jansson should judge.
  private mutating func unescape(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    unescaped.removeAll(keepingCapacity: true)
    var index = start
    while index < end {
      let byte = text[index]
      guard byte == UInt8(ascii: "\\") else {
        unescaped.append(byte)
        index += 1
        continue
      }
      guard index + 1 < end else { return false }
      let escape = text[index + 1]
      index += 2
      switch escape {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(escape)
      case UInt8(ascii: "b"): unescaped.append(0x08)
      case UInt8(ascii: "f"): unescaped.append(0x0C)
      case UInt8(ascii: "n"): unescaped.append(0x0A)
      case UInt8(ascii: "r"): unescaped.append(0x0D)
      case UInt8(ascii: "t"): unescaped.append(0x09)
      case UInt8(ascii: "u"):
        guard index + 4 <= end, appendScalar(text, index) else { return false }
        index += 4
      default: return false
      }
    }
    return true
  }

  private mutating func appendScalar(_ text: Span<UInt8>, _ start: Int) -> Bool {
    var code: UInt32 = 0
    for index in start..<start + 4 {
      guard let digit = Self.hexDigit(text[index]) else { return false }
      code = code << 4 | digit
    }
    guard code != 0, let scalar = Unicode.Scalar(code) else { return false }
    unescaped.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    return true
  }

  private static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x41 + 10)
    case 0x61...0x66: UInt32(byte - 0x61 + 10)
    default: nil
    }
  }

  /// Well-formed UTF-8 (Unicode, table 3-7): no overlong forms, no surrogates, nothing beyond U+10FFFF.
  private func isValidUTF8(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var index = start
    func continues(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      index + offset < end && text[index + offset] >= low && text[index + offset] <= high
    }
    while index < end {
      let byte = text[index]
      switch byte {
      case 0..<0x80: index += 1
      case 0xC2...0xDF:
        guard continues(1) else { return false }
        index += 2
      case 0xE0...0xEF:
        guard continues(1, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF), continues(2) else { return false }
        index += 3
      case 0xF0...0xF4:
        guard continues(1, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF), continues(2), continues(3) else {
          return false
        }
        index += 4
      default: return false
      }
    }
    return true
  }
}
