/// A set of addresses of both families, kept as sorted ranges that neither overlap nor adjoin.
public struct AddressSet: Hashable, Sendable {
  var ipv4: [Interval<UInt128>] = []
  var ipv6: [Interval<UInt128>] = []

  public init() {}

  public init(_ prefixes: some Sequence<Prefix>) { self.init(ranges: prefixes.lazy.map(\.range)) }

  init(_ prefix: Prefix) { self[prefix.family] = [prefix.range.interval] }

  public init(ranges: some Sequence<AddressRange>) {
    for range in ranges {
      if range.family == .ipv4 { ipv4.append(range.interval) } else { ipv6.append(range.interval) }
    }
    ipv4 = AddressSet.normalized(ipv4)
    ipv6 = AddressSet.normalized(ipv6)
  }

  /// Every address of both families.
  public static let everything = AddressSet(ranges: AddressFamily.allCases.map { AddressRange.everything($0) })

  subscript(family: AddressFamily) -> [Interval<UInt128>] {
    get { family == .ipv4 ? ipv4 : ipv6 }
    set { if family == .ipv4 { ipv4 = newValue } else { ipv6 = newValue } }
  }

  public var isEmpty: Bool { ipv4.isEmpty && ipv6.isEmpty }

  public var ranges: [AddressRange] {
    ipv4.map { AddressRange(.ipv4, $0) } + ipv6.map { AddressRange(.ipv6, $0) }
  }

  public func contains(_ address: Address) -> Bool { self[address.family].contains { $0.contains(address.bits) } }

  public func union(_ other: AddressSet) -> AddressSet {
    if other.isEmpty { return self }
    var result = self
    result.ipv4 = AddressSet.normalized(ipv4 + other.ipv4)
    result.ipv6 = AddressSet.normalized(ipv6 + other.ipv6)
    return result
  }

  public func intersection(_ other: AddressSet) -> AddressSet {
    var result = AddressSet()
    for one in ipv4 { for two in other.ipv4 { if let both = one.intersection(two) { result.ipv4.append(both) } } }
    for one in ipv6 { for two in other.ipv6 { if let both = one.intersection(two) { result.ipv6.append(both) } } }
    return result
  }

  public func subtracting(_ other: AddressSet) -> AddressSet {
    var result = self
    for hole in other.ipv4 { AddressSet.cut(hole, outOf: &result.ipv4) }
    for hole in other.ipv6 { AddressSet.cut(hole, outOf: &result.ipv6) }
    return result
  }

  private static func cut(_ hole: Interval<UInt128>, outOf ranges: inout [Interval<UInt128>]) {
    guard ranges.contains(where: { $0.overlaps(hole) }) else { return }
    var rest: [Interval<UInt128>] = []
    rest.reserveCapacity(ranges.count + 1)
    for range in ranges {
      guard range.overlaps(hole) else {
        rest.append(range)
        continue
      }
      let parts = range.outside(hole)
      if let below = parts.below { rest.append(below) }
      if let above = parts.above { rest.append(above) }
    }
    ranges = rest
  }

  public func isSubset(of other: AddressSet) -> Bool { subtracting(other).isEmpty }

  public func overlaps(_ other: AddressSet) -> Bool {
    AddressFamily.allCases.contains { family in
      let others = other[family]
      return self[family].contains { one in others.contains { one.overlaps($0) } }
    }
  }

  private static func normalized(_ ranges: [Interval<UInt128>]) -> [Interval<UInt128>] {
    guard ranges.count > 1 else { return ranges }
    var result: [Interval<UInt128>] = []
    for range in ranges.sorted(by: { $0.low < $1.low }) {
      if let last = result.last, let joined = last.joined(range) {
        result[result.count - 1] = joined
      } else {
        result.append(range)
      }
    }
    return result
  }
}

extension AddressSet: CustomStringConvertible {
  public var description: String { ranges.map(\.description).joined(separator: ", ") }
}
