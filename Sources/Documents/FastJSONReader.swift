import Values

/// Reads ordinary JSON in one pass, and nothing else.
///
/// Jansson is the reader of record: it decides what is valid and words every refusal. This reader may only agree with
/// it. It builds the same values and gives up (returns nil) as soon as it meets anything out of the ordinary: an error,
/// a duplicate name, an integer of more than 18 digits, a number that underflows or overflows, an escaped NUL or
/// surrogate, nesting beyond the limit. The caller then starts again with Jansson.
struct FastJSONReader<Sink: JSONSink> {
  var offset: Int
  private var names = NameStamps()
  private var expectations: Expectations
  private var escapes = JSONEscapes()
  /// The member of the root that is not kept if it is a map.
  let passed: KeyID?
  /// What is read on another thread.
  var ahead: ReadAhead?
  /// Looks for something to read on another thread, behind a place.
  let look: (Int) -> ReadAhead?

  /// - Parameters:
  ///   - size: how much is read, in bytes.
  ///   - passed: the member of the root that is not kept if it is a map.
  ///   - look: finds what can be read on another thread, from a place on.
  init(
    at offset: Int = 0, size: Int, passing passed: KeyID? = nil,
    lookingAhead look: @escaping (Int) -> ReadAhead? = { _ in nil }
  ) {
    self.offset = offset
    self.passed = passed
    self.look = look
    ahead = look(offset)
    expectations = Expectations(forTextOf: size)
  }

  /// Reads the one value of a text.
  ///
  /// - Returns: false if Jansson must judge the text.
  mutating func document(_ text: Span<UInt8>, _ sink: inout Sink) -> Bool {
    value(text, key: .none, place: .none, depth: 0, &sink) && isAtEnd(text)
  }

  private mutating func isAtEnd(_ text: Span<UInt8>) -> Bool {
    skipSpace(text)
    return offset == text.count
  }

  @inline(__always)
  mutating func skipSpace(_ text: Span<UInt8>) {
    while offset < text.count, text[offset] <= 0x20 {
      let byte = text[offset]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      offset += 1
    }
  }

  /// The byte here, 0 at the end: NUL is nowhere allowed.
  @inline(__always)
  func peek(_ text: Span<UInt8>) -> UInt8 { offset < text.count ? text[offset] : 0 }

  /// - Parameter place: the name of the member that the value is or is in.
  mutating func value(
    _ text: Span<UInt8>, key: KeyID, place: KeyID, depth: Int, _ sink: inout Sink
  ) -> Bool {
    skipSpace(text)
    switch peek(text) {
    case UInt8(ascii: "\""):
      guard let node = string(text, place, &sink) else { return false }
      sink.push(node, key: key)
      return true
    case UInt8(ascii: "{"): return object(text, key: key, place: place, depth: depth, &sink)
    case UInt8(ascii: "["): return array(text, key: key, place: place, depth: depth, &sink)
    case UInt8(ascii: "t"): return word(text, 0x7472_7565, 4, .bool(true), key, &sink)
    case UInt8(ascii: "f"): return word(text, 0x66_616C_7365, 5, .bool(false), key, &sink)
    case UInt8(ascii: "n"): return word(text, 0x6E75_6C6C, 4, .null, key, &sink)
    default: return number(text, key, &sink)
    }
  }

  private mutating func word(
    _ text: Span<UInt8>, _ letters: UInt64, _ count: Int, _ node: ValueNode, _ key: KeyID,
    _ sink: inout Sink
  ) -> Bool {
    guard offset + count <= text.count else { return false }
    var found: UInt64 = 0
    for index in offset..<offset + count { found = found << 8 | UInt64(text[index]) }
    guard found == letters else { return false }
    offset += count
    sink.push(node, key: key)
    return true
  }

  private mutating func object(
    _ text: Span<UInt8>, key: KeyID, place: KeyID, depth: Int, _ sink: inout Sink
  ) -> Bool {
    guard depth < JSONReader.depthLimit else { return false }
    offset += 1
    let mark = sink.mark
    skipSpace(text)
    if peek(text) == UInt8(ascii: "}") {
      offset += 1
      sink.closeContainer(.map, since: mark, key: key)
      return true
    }
    var step = Expectations.Step(in: place)
    while true {
      skipSpace(text)
      guard peek(text) == UInt8(ascii: "\""), let name = name(text, step, &sink) else { return false }
      step.pass(name)
      skipSpace(text)
      guard peek(text) == UInt8(ascii: ":") else { return false }
      offset += 1
      if depth == 0 {
        guard member(text, name, since: mark, &sink) else { return false }
      } else {
        guard value(text, key: name, place: name, depth: depth + 1, &sink) else { return false }
      }
      skipSpace(text)
      let next = peek(text)
      offset += 1
      if next == UInt8(ascii: "}") { break }
      guard next == UInt8(ascii: ",") else { return false }
    }
    guard sink.pushedNamesAreDistinct(since: mark, &names) else { return false }
    sink.closeContainer(.map, since: mark, key: key)
    return true
  }

  private mutating func array(
    _ text: Span<UInt8>, key: KeyID, place: KeyID, depth: Int, _ sink: inout Sink
  ) -> Bool {
    guard depth < JSONReader.depthLimit else { return false }
    offset += 1
    let mark = sink.mark
    skipSpace(text)
    if peek(text) == UInt8(ascii: "]") {
      offset += 1
      sink.closeContainer(.list, since: mark, key: key)
      return true
    }
    let mayRepeat = sink.enterList(in: place)
    while true {
      // With a name at this depth it is a member of the root, which is an object.
      if depth == 1, key != .none, let start = ahead?.start {
        skipSpace(text)
        if start < offset { ahead?.pass(offset) }
        if ahead?.start == offset, !mayRepeat {
          switch takeRest(of: key, since: mark, &sink) {
          case .nothing: break
          case .elements: continue
          case .restOfList: return true
          }
        }
      }
      let finished = sink.finished
      guard value(text, key: .none, place: place, depth: depth + 1, &sink) else { return false }
      if mayRepeat { sink.omit(since: finished) }
      skipSpace(text)
      let next = peek(text)
      offset += 1
      if next == UInt8(ascii: "]") { break }
      guard next == UInt8(ascii: ",") else { return false }
    }
    if mayRepeat { sink.leaveList() }
    sink.closeContainer(.list, since: mark, key: key)
    return true
  }

  private mutating func number(_ text: Span<UInt8>, _ key: KeyID, _ sink: inout Sink) -> Bool {
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
    if next == UInt8(ascii: ".") || next | 0x20 == UInt8(ascii: "e") { return real(text, from: start, key, &sink) }
    sink.push(.int(isNegative ? -magnitude : magnitude), key: key)
    return true
  }

  private mutating func real(_ text: Span<UInt8>, from start: Int, _ key: KeyID, _ sink: inout Sink)
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
    guard let value = DecimalText.double(text.extracting(start..<offset)) else { return false }
    sink.push(.double(value), key: key)
    return true
  }

  private mutating func digits(_ text: Span<UInt8>) -> Bool {
    let start = offset
    while peek(text) &- 0x30 < 10 { offset += 1 }
    return offset > start
  }

  mutating func name(
    _ text: Span<UInt8>, _ step: Expectations.Step, _ sink: inout Sink
  ) -> KeyID? {
    if let expected = expectations.name(step),
      let length = sink.length(of: expected, ifSpeltIn: text.bytes, at: offset + 1)
    {
      offset += length + 2
      return expected
    }
    guard let (start, end, isEscaped) = quoted(text) else { return nil }
    if isEscaped {
      guard escapes.read(text.extracting(start..<end)) else { return nil }
      return escapes.bytes.withUnsafeBufferPointer { sink.key(utf8: $0) }
    }
    let key = text.extracting(start..<end).withUnsafeBufferPointer { sink.key(utf8: $0) }
    expectations.note(key, step)
    return key
  }

  private mutating func string(
    _ text: Span<UInt8>, _ place: KeyID, _ sink: inout Sink
  ) -> ValueNode? {
    if let expected = expectations.text(at: place),
      sink.stands(expected, in: text.bytes, at: offset + 1)
    {
      offset += Int(expected.high) + 2
      return expected
    }
    guard let (start, end, isEscaped) = quoted(text) else { return nil }
    if isEscaped {
      guard escapes.read(text.extracting(start..<end)) else { return nil }
      return escapes.bytes.withUnsafeBufferPointer { sink.stringNode(utf8: $0) }
    }
    let node = text.extracting(start..<end).withUnsafeBufferPointer { sink.stringNode(utf8: $0) }
    expectations.note(node, at: place)
    return node
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
        guard isASCII || isValidUTF8(text.extracting(start..<end)) else { return nil }
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
}
