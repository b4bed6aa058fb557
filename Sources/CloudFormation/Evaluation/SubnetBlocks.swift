/// The blocks that `Fn::Cidr` makes of an IPv4 block: the first `count` with `bits` host bits each.
struct SubnetBlocks {
  let texts: [String]

  /// Nil for what is no block, or has no room for so many.
  init?(block: String, count: Int, bits: Int) {
    let parts = block.split(separator: "/", omittingEmptySubsequences: false)
    let octets = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { UInt32($0) }
    guard parts.count == 2, let prefix = Int(parts[1]), (0...32).contains(prefix), octets.count == 4,
      (1...256).contains(count), (1...32).contains(bits), 32 - bits >= prefix
    else { return nil }
    var address: UInt64 = 0
    for octet in octets {
      guard let octet, octet <= 255 else { return nil }
      address = address << 8 | UInt64(octet)
    }
    let size = UInt64(1) << UInt64(bits)
    let base = address & ~((UInt64(1) << UInt64(32 - prefix)) - 1)
    guard UInt64(count) * size <= UInt64(1) << UInt64(32 - prefix) else { return nil }
    texts = (0..<UInt64(count)).map { index in
      let start = base + index * size
      let octets = [24, 16, 8, 0].map { String(start >> UInt64($0) & 255) }
      return "\(octets.joined(separator: "."))/\(32 - bits)"
    }
  }
}
