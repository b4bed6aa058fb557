/// Little-endian numbers at places of an archive; places outside read as nil.
struct ArchiveBytes: Sendable {
  let bytes: [UInt8]

  func number16(_ offset: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - 2 else { return nil }
    return Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
  }

  func number32(_ offset: Int) -> Int? {
    guard let low = number16(offset), let high = number16(offset + 2) else { return nil }
    return low | high << 16
  }

  func slice(_ offset: Int, _ count: Int) -> ArraySlice<UInt8>? {
    guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
    return bytes[offset..<offset + count]
  }
}
