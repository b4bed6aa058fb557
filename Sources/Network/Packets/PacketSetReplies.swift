extension PacketSet {
  /// The packets whose replies are in this set.
  ///
  /// A reply has source and destination exchanged, addresses and ports. The reply to an ICMP echo request is an echo
  /// reply (RFC 792; RFC 4443 section 4); other ICMP messages are taken to be answered in kind, so that a path that
  /// works in one direction only does not count for them either.
  func requests() -> PacketSet {
    PacketSet(joining: boxes.flatMap { $0.requests() })
  }

  /// The packets that agree with one of this set in everything but the fields given, which may be any.
  func projecting(sources: Bool = false, destinations: Bool = false, sourcePorts: Bool = false) -> PacketSet {
    PacketSet(
      joining: boxes.map { box in
        PacketBox(
          box.family, source: sources ? nil : box.source, destination: destinations ? nil : box.destination,
          protocols: box.protocols, sourcePorts: sourcePorts ? .full : box.sourcePorts,
          destinationPorts: box.destinationPorts)
      })
  }
}

extension PacketBox {
  /// Type and code of ICMP are no ports, so they stay where they are; that holds for either ICMP in either family, also
  /// where no sensible host sends it.
  fileprivate func requests() -> [PacketBox] {
    if sourcePorts == .full && destinationPorts == .full { return [exchanged()] }
    var withPorts = [protocols]
    var result: [PacketBox] = []
    for icmp in [IPProtocol.icmp, .icmpv6] where protocols.contains(icmp.number) {
      withPorts = withPorts.flatMap { range in
        guard range.contains(icmp.number) else { return [range] }
        let others = range.outside(Interval(icmp.number))
        return [others.below, others.above].compactMap { $0 }
      }
      result += with(\.protocols, Interval(icmp.number)).echoRequests(icmp)
    }
    return withPorts.map { with(\.protocols, $0).exchanged() } + result
  }

  private func exchanged() -> PacketBox {
    PacketBox(
      family, source: destination, destination: source, protocols: protocols, sourcePorts: destinationPorts,
      destinationPorts: sourcePorts)
  }

  private func echoRequests(_ icmp: IPProtocol) -> [PacketBox] {
    let (request, reply): (UInt16, UInt16) = icmp == .icmp ? (8, 0) : (128, 129)
    let requests = Interval<UInt16>(low: request << 8, high: request << 8 | 255)
    let replies = Interval<UInt16>(low: reply << 8, high: reply << 8 | 255)
    var answered =
      destinationPorts.overlaps(requests)
      ? [destinationPorts.outside(requests).below, destinationPorts.outside(requests).above].compactMap { $0 }
      : [destinationPorts]
    if let codes = destinationPorts.intersection(replies) {
      answered.append(
        Interval(low: codes.low - replies.low + requests.low, high: codes.high - replies.low + requests.low))
    }
    return answered.map {
      PacketBox(
        family, source: destination, destination: source, protocols: protocols, sourcePorts: sourcePorts,
        destinationPorts: $0)
    }
  }
}
