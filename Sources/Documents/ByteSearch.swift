import Glibc

extension ArraySlice<UInt8> {
  /// Whether a text of ASCII occurs in the bytes.
  public func contains(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    return withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, length > 0 else { return false }
      var position = 0
      while position + length <= bytes.count,
        let found = memchr(start + position, Int32(word.utf8Start[0]), bytes.count - length - position + 1)
      {
        if memcmp(found, word.utf8Start, length) == 0 { return true }
        position = UnsafeRawPointer(found) - start + 1
      }
      return false
    }
  }
}

extension [UInt8] {
  /// Whether a text of ASCII occurs in the bytes.
  public func contains(_ word: StaticString) -> Bool { self[...].contains(word) }

  /// Where a text of two bytes or more first occurs in a range: Horspool's search ("Practical fast searching in strings",
  /// 1980) by pairs of bytes, which are rarer than bytes. It looks at one place in as many as the text is long.
  func offset(of text: [UInt8], in range: Range<Int>) -> Int? {
    guard let last = text.indices.last, last > 0 else { return nil }
    var shifts = [UInt8](repeating: UInt8(clamping: last), count: Self.pairs)
    for index in 1..<last { shifts[Self.pair(text[index - 1], text[index])] = UInt8(clamping: last - index) }
    let wanted = Self.pair(text[last - 1], text[last])
    let (bytes, shift) = (span, shifts.span)
    let limit = Swift.min(range.upperBound, bytes.count)
    var end = range.lowerBound + last
    while end < limit {
      let found = Self.pair(bytes[unchecked: end - 1], bytes[unchecked: end])
      if found == wanted, stands(text, at: end - last) { return end - last }
      end += Int(shift[found])
    }
    return nil
  }

  /// Few enough numbers for pairs that the table of shifts stays in the processor's nearest memory.
  private static let pairs = 1 << 12

  /// A number for two bytes, which pairs of rare bytes share.
  @inline(__always)
  private static func pair(_ first: UInt8, _ second: UInt8) -> Int { (Int(first) << 5 ^ Int(second)) & (pairs - 1) }

  private func stands(_ text: [UInt8], at start: Int) -> Bool {
    for index in text.indices where self[start + index] != text[index] { return false }
    return true
  }

  /// Where a byte first occurs.
  func offset(of byte: UInt8) -> Int? {
    withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return nil }
      return memchr(start, Int32(byte), bytes.count).map { UnsafeRawPointer($0) - start }
    }
  }
}
