/// All addresses from one to another.
public struct AddressRange: Hashable, Sendable {
  public let family: AddressFamily
  public let interval: Interval<UInt128>

  init(_ family: AddressFamily, _ interval: Interval<UInt128>) {
    self.family = family
    self.interval = interval
  }

  static func everything(_ family: AddressFamily) -> AddressRange {
    AddressRange(family, Interval(low: 0, high: family.highest))
  }

  public var first: Address { Address(family, interval.low) }
  public var last: Address { Address(family, interval.high) }

  /// The fewest prefixes that cover exactly this range.
  public var prefixes: [Prefix] {
    var prefixes: [Prefix] = []
    var low = interval.low
    while true {
      var size = min(low == 0 ? family.width : low.trailingZeroBitCount, family.width)
      while size > 0 && (size == 128 ? interval.high < .max : interval.high - low < (1 << UInt128(size)) - 1) {
        size -= 1
      }
      guard let prefix = Prefix(around: Address(family, low), length: family.width - size) else { return prefixes }
      prefixes.append(prefix)
      let last = prefix.range.interval.high
      if last >= interval.high { return prefixes }
      low = last + 1
    }
  }
}

extension AddressRange: CustomStringConvertible {
  /// A prefix where the range is one, else `first-last`.
  public var description: String {
    if first == last { return first.description }
    let prefixes = prefixes
    return prefixes.count == 1 ? prefixes[0].description : "\(first)-\(last)"
  }
}
