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

  /// Where a byte first occurs.
  func offset(of byte: UInt8) -> Int? {
    withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return nil }
      return memchr(start, Int32(byte), bytes.count).map { UnsafeRawPointer($0) - start }
    }
  }
}
