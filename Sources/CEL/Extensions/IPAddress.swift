/// An IPv4 or IPv6 address.
struct IPAddress: Hashable, Sendable {
  /// 4 or 6.
  let version: UInt8
  let high: UInt64
  let low: UInt64

  var bits: Int { version == 4 ? 32 : 128 }

  init(v4: UInt32) {
    version = 4
    high = 0
    low = UInt64(v4)
  }

  init(high: UInt64, low: UInt64) {
    version = 6
    self.high = high
    self.low = low
  }

  /// Mapped addresses are the IPv4 addresses that they stand for.
  static func == (left: IPAddress, right: IPAddress) -> Bool {
    let (left, right) = (left.unmapped, right.unmapped)
    return left.version == right.version && left.high == right.high && left.low == right.low
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(unmapped.high)
    hasher.combine(unmapped.low)
  }

  /// Reads `192.0.2.1` or `2001:db8::1`; no zones, no leading zeros in IPv4.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    if bytes.contains(UInt8(ascii: ":")) {
      guard let (high, low) = Self.v6(bytes) else { return nil }
      self.init(high: high, low: low)
      // Mapped addresses are taken in their plain form, `::ffff:c0a8:1`, not in the mixed one, as the network
      // library of the specification's suite has it.
      if isMapped, bytes.contains(UInt8(ascii: ".")) { return nil }
    } else {
      guard let value = Self.v4(bytes[...]) else { return nil }
      self.init(v4: value)
    }
  }

  /// `::ffff:192.0.2.1`: an IPv4 address in IPv6's clothes.
  var isMapped: Bool { version == 6 && high == 0 && low >> 32 == 0xFFFF }

  /// The IPv4 address if this is one, mapped or not.
  var unmapped: IPAddress { isMapped ? IPAddress(v4: UInt32(truncatingIfNeeded: low)) : self }

  /// The address with all bits beyond a prefix length zero.
  func masked(_ length: Int) -> IPAddress {
    if version == 4 {
      return IPAddress(v4: length == 0 ? 0 : UInt32(truncatingIfNeeded: low) & (~0 << UInt32(32 - length)))
    }
    let highMask: UInt64 = length >= 64 ? ~0 : length == 0 ? 0 : ~0 << UInt64(64 - length)
    let lowMask: UInt64 = length <= 64 ? 0 : ~0 << UInt64(128 - length)
    return IPAddress(high: high & highMask, low: low & lowMask)
  }

  private static func v4(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy(\.isDigit), part.count == 1 || part.first != UInt8(ascii: "0")
      else { return nil }
      let number = part.reduce(0) { $0 * 10 + UInt32($1 - UInt8(ascii: "0")) }
      guard number < 256 else { return nil }
      value = value << 8 | number
    }
    return value
  }

  private static func v6(_ bytes: [UInt8]) -> (UInt64, UInt64)? {
    var groups: [UInt16] = []
    var gap: Int?
    var offset = 0
    if bytes.starts(with: [UInt8(ascii: ":"), UInt8(ascii: ":")]) {
      gap = 0
      offset = 2
    }
    while offset < bytes.count {
      guard groups.count < 8 else { return nil }
      let end = bytes[offset...].firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
      if end == bytes.count, bytes[offset...].contains(UInt8(ascii: ".")) {
        guard groups.count <= 6, let v4 = v4(bytes[offset...]) else { return nil }
        groups += [UInt16(truncatingIfNeeded: v4 >> 16), UInt16(truncatingIfNeeded: v4)]
        break
      }
      guard let group = group(bytes[offset..<end]) else { return nil }
      groups.append(group)
      offset = end
      guard offset < bytes.count else { break }
      offset += 1
      if offset < bytes.count, bytes[offset] == UInt8(ascii: ":") {
        guard gap == nil else { return nil }
        gap = groups.count
        offset += 1
      } else if offset == bytes.count {
        return nil
      }
    }
    guard gap == nil ? groups.count == 8 : groups.count < 8 else { return nil }
    if let gap { groups.insert(contentsOf: [UInt16](repeating: 0, count: 8 - groups.count), at: gap) }
    return (groups[..<4].reduce(0) { $0 << 16 | UInt64($1) }, groups[4...].reduce(0) { $0 << 16 | UInt64($1) })
  }

  private static func group(_ digits: ArraySlice<UInt8>) -> UInt16? {
    guard (1...4).contains(digits.count) else { return nil }
    var value: UInt16 = 0
    for digit in digits {
      guard let hex = digit.hexValue else { return nil }
      value = value << 4 | UInt16(hex)
    }
    return value
  }

  /// The canonical text (RFC 5952): lower case, the longest run of zero groups as `::`.
  var text: String {
    if version == 4 { return (0..<4).map { String(low >> UInt64(24 - 8 * $0) & 0xFF) }.joined(separator: ".") }
    if isMapped { return "::ffff:" + unmapped.text }
    let groups = (0..<8).map { UInt16(truncatingIfNeeded: ($0 < 4 ? high : low) >> UInt64(48 - 16 * ($0 % 4))) }
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > best.count { best = start..<end }
      start = max(end, start + 1)
    }
    guard best.count > 1 else { return groups.map { String($0, radix: 16) }.joined(separator: ":") }
    let left = groups[..<best.lowerBound].map { String($0, radix: 16) }.joined(separator: ":")
    let right = groups[best.upperBound...].map { String($0, radix: 16) }.joined(separator: ":")
    return left + "::" + right
  }
}

extension IPAddress {
  var isUnspecified: Bool { high == 0 && low == 0 }
  var isLoopback: Bool { version == 4 ? low >> 24 == 127 : high == 0 && low == 1 }
  var isLinkLocalMulticast: Bool { version == 4 ? low >> 8 == 0xE0_0000 : high >> 48 & 0xFF0F == 0xFF02 }
  var isLinkLocalUnicast: Bool { version == 4 ? low >> 16 == 0xA9FE : high >> 54 == 0x3FA }
  var isMulticast: Bool { version == 4 ? low >> 28 == 0xE : high >> 56 == 0xFF }
  /// Neither unspecified, loopback, multicast, link-local nor the broadcast address.
  var isGlobalUnicast: Bool {
    !(isUnspecified || isLoopback || isMulticast || isLinkLocalUnicast || (version == 4 && low == 0xFFFF_FFFF))
  }
}

/// An address prefix, `10.0.0.0/8`; bits beyond the length are kept as written.
struct IPPrefix: Hashable, Sendable {
  let address: IPAddress
  let length: Int

  init(address: IPAddress, length: Int) {
    self.address = address
    self.length = length
  }

  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(String(parts[0])), !address.isMapped,
      (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy(\.isDigit),
      parts[1].utf8.count == 1 || parts[1].first != "0", let length = Int(parts[1]), length <= address.bits
    else { return nil }
    self.init(address: address, length: length)
  }

  func contains(_ other: IPAddress) -> Bool {
    let other = other.unmapped
    return other.version == address.version && other.masked(length) == address.masked(length)
  }

  func contains(_ other: IPPrefix) -> Bool { other.length >= length && contains(other.address) }

  var text: String { "\(address.text)/\(length)" }
}
