/// Which packets a question is about.
struct Scope: Sendable {
  var shapes: [Traffic.Shape] = [.everything]
  var sourcePorts: Interval<UInt16> = PortRange.ephemeral.interval
  var families: [AddressFamily] = AddressFamily.allCases
  /// Narrows the senders' addresses.
  var sources: AddressSet?
  /// Whether a packet counts only if its reply gets back.
  var needsReplies = true

  /// The packets between two parties, before anything is filtered.
  func universe(from: Party, to: Party) -> Bounds {
    var certain: [PacketBox] = []
    var possible: [PacketBox] = []
    for family in families {
      let (senders, receivers) = (from.addresses(family), to.addresses(family))
      let ranges = sources.map { narrowed(senders.ranges, to: $0[family]) } ?? senders.ranges
      let isCertain = senders.doubt == nil && receivers.doubt == nil
      for source in ranges {
        for destination in receivers.ranges {
          for shape in shapes {
            let box = PacketBox(
              family, source: source, destination: destination, protocols: shape.protocols, sourcePorts: sourcePorts,
              destinationPorts: shape.ports)
            possible.append(box)
            if isCertain { certain.append(box) }
          }
        }
      }
    }
    if certain.count == possible.count { return Bounds(exactly: PacketSet(boxes: possible)) }
    return Bounds(lower: PacketSet(boxes: certain), upper: PacketSet(boxes: possible))
  }

  private func narrowed(_ ranges: [Interval<UInt128>], to wanted: [Interval<UInt128>]) -> [Interval<UInt128>] {
    ranges.flatMap { range in wanted.compactMap { range.intersection($0) } }
  }

  /// The same question to whatever sends on behalf of the sender.
  var relayed: Scope {
    var copy = self
    copy.sources = nil
    copy.sourcePorts = PortRange.ephemeral.interval
    return copy
  }
}

extension PacketSet {
  /// The packets whose far end lies among some addresses.
  func restricted(_ way: Way, to addresses: AddressSet) -> PacketSet {
    var result: [PacketBox] = []
    result.reserveCapacity(boxes.count)
    for box in boxes {
      let value = way == .request ? box.destination : box.source
      for range in addresses[box.family] {
        if range.contains(value) {
          result.append(box)
          break
        }
        guard let inside = value.intersection(range) else { continue }
        var part = box
        if way == .request { part.destination = inside } else { part.source = inside }
        result.append(part)
      }
    }
    return PacketSet(boxes: result)
  }

  func restricted(to shape: Traffic.Shape) -> PacketSet {
    if shape == .everything { return self }
    return PacketSet(
      boxes: boxes.compactMap { box in
        guard let protocols = box.protocols.intersection(shape.protocols),
          let ports = box.destinationPorts.intersection(shape.ports)
        else { return nil }
        var copy = box
        copy.protocols = protocols
        copy.destinationPorts = ports
        return copy
      })
  }
}
