extension Address {
  /// Reads a dotted quad or an IPv6 address (RFC 4291 section 2.2, a dotted tail included).
  ///
  /// Strict: no leading zeros in a quad (some systems read them as octal), no zone index, no surrounding space.
  public init(parsing text: String) throws(AddressError) {
    let bytes = Array(text.utf8)
    let bits = bytes.contains(Address.colon) ? Address.ipv6(bytes[...]) : Address.ipv4(bytes[...])
    guard let bits else { throw .notAnAddress(text) }
    self.init(bytes.contains(Address.colon) ? .ipv6 : .ipv4, bits)
  }

  private static let colon = UInt8(ascii: ":")
  private static let dot = UInt8(ascii: ".")

  private static func ipv4(_ bytes: ArraySlice<UInt8>) -> UInt128? {
    let quads = bytes.split(separator: dot, omittingEmptySubsequences: false)
    guard quads.count == 4 else { return nil }
    var bits: UInt128 = 0
    for quad in quads {
      guard let number = decimal(quad), number <= 255 else { return nil }
      bits = bits << 8 | UInt128(number)
    }
    return bits
  }

  /// A block of IPv4 such as `10.0.0.0/16`, in one pass; nil for whatever is not written so.
  static func block(_ text: String) -> (bits: UInt128, length: Int)? {
    var bits: UInt32 = 0
    var (number, digits, quads) = (0, 0, 0)
    for byte in text.utf8 {
      if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        if digits > 0, number == 0 { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
        digits += 1
        if number > 255 { return nil }
      } else {
        guard digits > 0, quads < 4, byte == (quads < 3 ? dot : UInt8(ascii: "/")) else { return nil }
        bits = bits << 8 | UInt32(number)
        quads += 1
        (number, digits) = (0, 0)
      }
    }
    guard quads == 4, digits > 0, number <= 32 else { return nil }
    return (UInt128(bits), number)
  }

  /// A decimal number of at most five digits without leading zeros.
  static func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
    guard let first = digits.first, digits.count <= 5, digits.count == 1 || first != UInt8(ascii: "0") else {
      return nil
    }
    var number = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return number
  }

  private static func ipv6(_ bytes: ArraySlice<UInt8>) -> UInt128? {
    guard let gap = doubleColon(bytes) else {
      guard let groups = groups(bytes), groups.count == 8 else { return nil }
      return number(groups)
    }
    guard let head = groups(bytes[..<gap]), let tail = groups(bytes[(gap + 2)...]) else { return nil }
    guard head.count + tail.count <= 7, !endsInQuad(bytes[..<gap]) else { return nil }
    return number(head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail)
  }

  private static func doubleColon(_ bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.dropLast().first { bytes[$0] == colon && bytes[$0 + 1] == colon }
  }

  private static func endsInQuad(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.contains(dot) }

  private static func groups(_ bytes: ArraySlice<UInt8>) -> [UInt16]? {
    if bytes.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = bytes.split(separator: colon, omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains(dot) {
        guard let quad = ipv4(part) else { return nil }
        groups.append(UInt16(truncatingIfNeeded: quad >> 16))
        groups.append(UInt16(truncatingIfNeeded: quad))
      } else {
        guard let group = hexadecimal(part) else { return nil }
        groups.append(group)
      }
    }
    return groups
  }

  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt16? {
    guard (1...4).contains(digits.count) else { return nil }
    var number: UInt16 = 0
    for digit in digits {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - UInt8(ascii: "A") + 10
      default: return nil
      }
      number = number << 4 | UInt16(value)
    }
    return number
  }

  private static func number(_ groups: [UInt16]) -> UInt128 {
    groups.reduce(0) { $0 << 16 | UInt128($1) }
  }
}
