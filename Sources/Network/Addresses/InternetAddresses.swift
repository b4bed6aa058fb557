extension AddressSet {
  /// The addresses that the Internet routes.
  ///
  /// IPv4: all but this-network, private use, shared (carrier-grade NAT), loopback, link-local, multicast and reserved
  /// (IANA IPv4 Special-Purpose Address Registry, RFC 6890). The documentation blocks count as Internet, because plans
  /// use them as stand-ins for public addresses. IPv6: global unicast, `2000::/3` (RFC 4291 section 2.4).
  public static let internet: AddressSet = {
    let notRouted: [(UInt128, Int)] = [
      (0, 8), (10, 8), (0x6440, 10), (127, 8), (0xA9FE, 16), (0xAC10, 12), (0xC0A8, 16), (224, 4), (240, 4),
    ]
    let holes = notRouted.compactMap { leading, length in
      Prefix(around: Address(.ipv4, leading << (leading > 255 ? 16 : 24)), length: length)
    }
    let ipv4 = AddressSet([Prefix.everything(.ipv4)]).subtracting(AddressSet(holes))
    let ipv6 = Prefix(around: Address(.ipv6, 0x2000 << 112), length: 3).map { AddressSet([$0]) } ?? AddressSet()
    return ipv4.union(ipv6)
  }()
}
