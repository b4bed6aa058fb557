/// A product of intervals: every packet whose five fields lie in them.
public struct PacketBox: Hashable, Sendable {
  public let family: AddressFamily
  public internal(set) var source: Interval<UInt128>
  public internal(set) var destination: Interval<UInt128>
  public internal(set) var protocols: Interval<UInt8>
  public internal(set) var sourcePorts: Interval<UInt16>
  /// For ICMP, type and code (see ``Packet/destinationPort``).
  public internal(set) var destinationPorts: Interval<UInt16>

  init(
    _ family: AddressFamily, source: Interval<UInt128>? = nil, destination: Interval<UInt128>? = nil,
    protocols: Interval<UInt8> = .full, sourcePorts: Interval<UInt16> = .full,
    destinationPorts: Interval<UInt16> = .full
  ) {
    let everything = Interval<UInt128>(low: 0, high: family.highest)
    self.family = family
    self.source = source ?? everything
    self.destination = destination ?? everything
    self.protocols = protocols
    self.sourcePorts = sourcePorts
    self.destinationPorts = destinationPorts
  }

  public var sourceRange: AddressRange { AddressRange(family, source) }
  public var destinationRange: AddressRange { AddressRange(family, destination) }

  func contains(_ packet: Packet) -> Bool {
    packet.source.family == family && source.contains(packet.source.bits)
      && packet.destination.family == family && destination.contains(packet.destination.bits)
      && protocols.contains(packet.protocol.number) && sourcePorts.contains(packet.sourcePort)
      && destinationPorts.contains(packet.destinationPort)
  }

  func contains(_ other: PacketBox) -> Bool {
    family == other.family && destinationPorts.contains(other.destinationPorts) && protocols.contains(other.protocols)
      && source.contains(other.source) && destination.contains(other.destination)
      && sourcePorts.contains(other.sourcePorts)
  }

  func overlaps(_ other: PacketBox) -> Bool {
    family == other.family && destinationPorts.overlaps(other.destinationPorts) && protocols.overlaps(other.protocols)
      && source.overlaps(other.source) && destination.overlaps(other.destination)
      && sourcePorts.overlaps(other.sourcePorts)
  }

  func intersection(_ other: PacketBox) -> PacketBox? {
    guard family == other.family, let destinationPorts = destinationPorts.intersection(other.destinationPorts),
      let protocols = protocols.intersection(other.protocols), let source = source.intersection(other.source),
      let destination = destination.intersection(other.destination),
      let sourcePorts = sourcePorts.intersection(other.sourcePorts)
    else { return nil }
    return PacketBox(
      family, source: source, destination: destination, protocols: protocols, sourcePorts: sourcePorts,
      destinationPorts: destinationPorts)
  }

  /// The box with one interval replaced.
  func with<Value>(_ field: WritableKeyPath<PacketBox, Value>, _ value: Value) -> PacketBox {
    var copy = self
    copy[keyPath: field] = value
    return copy
  }
}

extension PacketBox {
  /// This box without another that overlaps it, as at most ten boxes that do not overlap.
  func subtracting(_ other: PacketBox) -> [PacketBox] {
    guard overlaps(other) else { return [self] }
    var rest = self
    var pieces: [PacketBox] = []
    carve(\.protocols, other.protocols, from: &rest, into: &pieces)
    carve(\.destinationPorts, other.destinationPorts, from: &rest, into: &pieces)
    carve(\.source, other.source, from: &rest, into: &pieces)
    carve(\.destination, other.destination, from: &rest, into: &pieces)
    carve(\.sourcePorts, other.sourcePorts, from: &rest, into: &pieces)
    return pieces
  }

  private func carve<Bound>(
    _ field: WritableKeyPath<PacketBox, Interval<Bound>>, _ hole: Interval<Bound>, from rest: inout PacketBox,
    into pieces: inout [PacketBox]
  ) {
    let parts = rest[keyPath: field].outside(hole)
    if let below = parts.below { pieces.append(rest.with(field, below)) }
    if let above = parts.above { pieces.append(rest.with(field, above)) }
    if let inside = rest[keyPath: field].intersection(hole) { rest[keyPath: field] = inside }
  }

  /// One box for both, if they differ in one field only and overlap or adjoin there.
  func joined(_ other: PacketBox) -> PacketBox? {
    guard family == other.family else { return nil }
    var copy = self
    var differences = 0
    if destinationPorts != other.destinationPorts {
      guard let joined = destinationPorts.joined(other.destinationPorts) else { return nil }
      copy.destinationPorts = joined
      differences += 1
    }
    if protocols != other.protocols {
      guard differences == 0, let joined = protocols.joined(other.protocols) else { return nil }
      copy.protocols = joined
      differences += 1
    }
    if source != other.source {
      guard differences == 0, let joined = source.joined(other.source) else { return nil }
      copy.source = joined
      differences += 1
    }
    if destination != other.destination {
      guard differences == 0, let joined = destination.joined(other.destination) else { return nil }
      copy.destination = joined
      differences += 1
    }
    if sourcePorts != other.sourcePorts {
      guard differences == 0, let joined = sourcePorts.joined(other.sourcePorts) else { return nil }
      copy.sourcePorts = joined
    }
    return copy
  }
}
