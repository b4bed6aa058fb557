/// An IPv4 or IPv6 address.
struct IPAddress: Hashable, Comparable, Sendable {
  /// 4 or 16 bytes.
  let bytes: [UInt8]

  var isV4: Bool { bytes.count == 4 }

  init(bytes: [UInt8]) { self.bytes = bytes }

  init?(_ text: some StringProtocol) {
    guard let bytes = text.contains(":") ? Self.version6(text) : Self.version4(text) else { return nil }
    self.bytes = bytes
  }

  /// IPv4 before IPv6.
  static func < (left: IPAddress, right: IPAddress) -> Bool {
    if left.bytes.count != right.bytes.count { return left.bytes.count < right.bytes.count }
    return left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// The address after this one, nil after the last.
  var next: IPAddress? {
    var bytes = bytes
    for index in bytes.indices.reversed() {
      if bytes[index] < 255 {
        bytes[index] += 1
        return IPAddress(bytes: bytes)
      }
      bytes[index] = 0
    }
    return nil
  }

  var text: String {
    if isV4 { return bytes.map(String.init).joined(separator: ".") }
    return stride(from: 0, to: 16, by: 2)
      .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
      .joined(separator: ":")
  }

  private static func version4(_ text: some StringProtocol) -> [UInt8]? {
    let parts = String(text).split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let byte = UInt8(part)
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  private static func version6(_ text: some StringProtocol) -> [UInt8]? {
    let parts = String(text).split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard (3...9).contains(parts.count) else { return nil }
    var before: [UInt8] = []
    var after: [UInt8]?
    for (index, part) in parts.enumerated() {
      if part.isEmpty {
        // An empty part is `::`, or one of the two ends that `::` makes empty as well.
        let isEnd = (index == 0 && parts[1].isEmpty) || (index == parts.count - 1 && parts[index - 1].isEmpty)
        if isEnd { continue }
        guard after == nil else { return nil }
        after = []
        continue
      }
      guard let group = group(part, isLast: index == parts.count - 1) else { return nil }
      if after == nil { before += group } else { after? += group }
    }
    guard let after else { return before.count == 16 ? before : nil }
    guard before.count + after.count <= 14 else { return nil }
    return before + [UInt8](repeating: 0, count: 16 - before.count - after.count) + after
  }

  private static func group(_ part: String, isLast: Bool) -> [UInt8]? {
    if isLast, part.contains(".") { return version4(part) }
    guard part.utf8.count <= 4, part.allSatisfy(\.isHexDigit), let value = UInt16(part, radix: 16) else { return nil }
    return [UInt8(value >> 8), UInt8(value & 255)]
  }
}
