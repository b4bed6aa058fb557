extension PacketSet {
  /// A packet of the set, the same one every time, or nil if it is empty.
  ///
  /// TCP before other protocols, IPv4 before IPv6, an ephemeral source port and an address that is not the first of
  /// its range where there is a choice: such packets read like real ones.
  public func sample() -> Packet? {
    let tcp = boxes.filter { $0.protocols.contains(IPProtocol.tcp.number) }
    return (tcp.isEmpty ? boxes : tcp).min { PacketSet.precedes($0, $1) }?.sample()
  }

  private static func precedes(_ left: PacketBox, _ right: PacketBox) -> Bool {
    if left.family != right.family { return left.family < right.family }
    if left.destinationPorts.low != right.destinationPorts.low {
      return left.destinationPorts.low < right.destinationPorts.low
    }
    if left.destination.low != right.destination.low { return left.destination.low < right.destination.low }
    return (left.source.low, left.protocols.low, left.sourcePorts.low)
      < (right.source.low, right.protocols.low, right.sourcePorts.low)
  }
}

extension PacketBox {
  fileprivate func sample() -> Packet {
    let tcp = IPProtocol.tcp.number
    return Packet(
      source: address(in: source), destination: address(in: destination),
      protocol: IPProtocol(protocols.contains(tcp) ? tcp : protocols.low),
      sourcePort: sourcePorts.contains(49152) ? 49152 : sourcePorts.low,
      destinationPort: destinationPorts.low == 0 && destinationPorts.contains(443) ? 443 : destinationPorts.low)
  }

  private func address(in range: Interval<UInt128>) -> Address {
    let stranger: UInt128 = 0xC633_640A  // 198.51.100.10, a documentation address
    if family == .ipv4 && range.contains(stranger) && range.high - range.low > 1 << 16 {
      return Address(family, stranger)
    }
    return Address(family, range.high - range.low >= 16 ? range.low + 10 : range.low)
  }
}
