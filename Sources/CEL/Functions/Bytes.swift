/// Work on UTF-8 without decoding it.
enum Bytes {
  /// The number of code points: bytes that do not continue one.
  static func scalarCount(_ bytes: some Collection<UInt8>) -> Int {
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// The first place of `part` at or after `start`.
  static func find(_ part: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    if part.isEmpty { return start <= whole.count ? start : nil }
    guard whole.count - start >= part.count else { return nil }
    let first = part[0]
    var index = start
    let last = whole.count - part.count
    while index <= last {
      if whole[index] == first {
        var offset = 1
        while offset < part.count, whole[index + offset] == part[offset] { offset += 1 }
        if offset == part.count { return index }
      }
      index += 1
    }
    return nil
  }

  static func find(_ part: [UInt8], in whole: [UInt8], from start: Int) -> Int? {
    part.withUnsafeBufferPointer { part in whole.withUnsafeBufferPointer { find(part, in: $0, from: start) } }
  }

  /// The last place of `part` that is not after `limit`.
  static func findLast(_ part: [UInt8], in whole: [UInt8], notAfter limit: Int) -> Int? {
    var index = min(limit, whole.count - part.count)
    while index >= 0 {
      if whole[index..<index + part.count].elementsEqual(part) { return index }
      index -= 1
    }
    return nil
  }

  /// The byte offset of the code point at `index`, nil if the text is shorter; `count` itself is the end.
  static func offset(ofScalar index: Int, in bytes: [UInt8]) -> Int? {
    guard index >= 0 else { return nil }
    var seen = 0
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      if seen == index { return offset }
      seen += 1
    }
    return seen == index ? bytes.count : nil
  }
}
