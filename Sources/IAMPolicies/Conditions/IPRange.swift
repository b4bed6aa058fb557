/// The addresses of a prefix, or of several that touch.
struct IPRange: Hashable, Sendable {
  let first: IPAddress
  let last: IPAddress

  init(first: IPAddress, last: IPAddress) {
    self.first = first
    self.last = last
  }

  /// A prefix in CIDR notation; an address alone is itself (IAM User Guide, "IP address condition operators").
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let address = IPAddress(parts[0]) else { return nil }
    var length = address.bytes.count * 8
    if parts.count == 2 {
      guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let given = Int(parts[1]), given <= length
      else { return nil }
      length = given
    }
    var low = address.bytes
    var high = address.bytes
    for index in low.indices {
      let fixed = min(max(length - index * 8, 0), 8)
      let free = fixed == 8 ? UInt8(0) : UInt8.max >> UInt8(fixed)
      low[index] &= ~free
      high[index] |= free
    }
    self.init(first: IPAddress(bytes: low), last: IPAddress(bytes: high))
  }

  func contains(_ address: IPAddress) -> Bool {
    address.isV4 == first.isV4 && first <= address && address <= last
  }

  /// Ranges that overlap or touch become one.
  static func merged(_ ranges: [IPRange]) -> [IPRange] {
    var merged: [IPRange] = []
    for range in ranges.sorted(by: { $0.first < $1.first }) {
      if let previous = merged.last, previous.first.isV4 == range.first.isV4,
        previous.last.next.map({ range.first <= $0 }) ?? true
      {
        merged[merged.count - 1] = IPRange(first: previous.first, last: max(previous.last, range.last))
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  /// Whether the range is too wide to be somebody's own: wider than /8 for IPv4 or /32 for IPv6 (Amazon S3 User Guide,
  /// "Blocking public access to your Amazon S3 storage": the meaning of "public").
  var isBroad: Bool {
    let free = first.isV4 ? 3 : 12
    guard let nextBlock = IPAddress(bytes: Array(first.bytes.dropLast(free))).next else { return false }
    return IPAddress(bytes: nextBlock.bytes + first.bytes.suffix(free)) <= last
  }

  /// Addresses that no request from the Internet comes from (RFC 1918, RFC 6598, RFC 3927, RFC 4193, loopback).
  static let private4And6 = [
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7",
    "fe80::/10", "::1/128",
  ].compactMap { IPRange($0) }
}
