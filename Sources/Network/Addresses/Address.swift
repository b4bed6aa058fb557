/// One IPv4 or IPv6 address.
public struct Address: Hashable, Sendable, Comparable {
  public let family: AddressFamily
  /// The address as a number; an IPv4 address occupies the low 32 bits.
  public let bits: UInt128

  /// Makes an address of a number; bits above the family's width are dropped.
  public init(_ family: AddressFamily, _ bits: UInt128) {
    self.family = family
    self.bits = bits & family.highest
  }

  public static func < (left: Address, right: Address) -> Bool {
    left.family == right.family ? left.bits < right.bits : left.family < right.family
  }
}

extension Address: CustomStringConvertible {
  /// Dotted quad, or the canonical text of RFC 5952.
  public var description: String {
    switch family {
    case .ipv4:
      return [24, 16, 8, 0].map { String((bits >> UInt128($0)) & 255) }.joined(separator: ".")
    case .ipv6:
      let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
      guard let zeros = Address.longestZeroRun(groups) else { return Address.text(groups[...]) }
      return Address.text(groups[..<zeros.lowerBound]) + "::" + Address.text(groups[zeros.upperBound...])
    }
  }

  private static func text(_ groups: ArraySlice<UInt16>) -> String {
    groups.map { String($0, radix: 16) }.joined(separator: ":")
  }

  private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
    var best: Range<Int>?
    var index = 0
    while index < groups.count {
      var end = index
      while end < groups.count && groups[end] == 0 { end += 1 }
      if end - index >= 2 && end - index > (best?.count ?? 0) { best = index..<end }
      index = max(end, index + 1)
    }
    return best
  }
}
