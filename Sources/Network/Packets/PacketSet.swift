/// An exact set of packets, kept as a union of boxes.
///
/// Boxes may overlap; a box inside another is dropped and boxes that differ in one field only are joined, which keeps
/// the sets of real networks at a handful of boxes.
public struct PacketSet: Sendable {
  public private(set) var boxes: [PacketBox]

  public static let empty = PacketSet(boxes: [])
  public static let everything = PacketSet(boxes: AddressFamily.allCases.map { PacketBox($0) })

  /// Trusts that no box is worth joining with another.
  init(boxes: [PacketBox]) { self.boxes = boxes }

  init(joining boxes: some Sequence<PacketBox>) {
    self.boxes = []
    for box in boxes { insert(box) }
  }

  /// The packets of some boxes.
  public init(_ boxes: some Sequence<PacketBox>) { self.init(joining: boxes) }

  /// The packets from some addresses to others, of the same family, carrying some traffic.
  public init(
    source: AddressSet = .everything, destination: AddressSet = .everything, protocol: IPProtocol? = nil,
    sourcePorts: PortRange = .all, destinationPorts: PortRange = .all
  ) {
    let protocols = `protocol`.map { Interval($0.number) } ?? .full
    self.init(
      joining: AddressFamily.allCases.flatMap { family in
        source[family].flatMap { from in
          destination[family].map { to in
            PacketBox(
              family, source: from, destination: to, protocols: protocols, sourcePorts: sourcePorts.interval,
              destinationPorts: destinationPorts.interval)
          }
        }
      })
  }

  /// Exact: a set has no boxes when no packet is in it.
  public var isEmpty: Bool { boxes.isEmpty }

  public func contains(_ packet: Packet) -> Bool { boxes.contains { $0.contains(packet) } }

  mutating func insert(_ box: PacketBox) {
    var box = box
    var index = 0
    while index < boxes.count {
      if boxes[index].contains(box) { return }
      if let joined = box.contains(boxes[index]) ? box : boxes[index].joined(box) {
        boxes.swapAt(index, boxes.count - 1)
        boxes.removeLast()
        if joined != box {
          box = joined
          index = 0
        }
      } else {
        index += 1
      }
    }
    boxes.append(box)
  }
}

extension PacketSet {
  public func union(_ other: PacketSet) -> PacketSet {
    if isEmpty { return other }
    var result = self
    for box in other.boxes { result.insert(box) }
    return result
  }

  public func intersection(_ other: PacketSet) -> PacketSet {
    var result = PacketSet.empty
    for one in boxes {
      for two in other.boxes {
        if let both = one.intersection(two) { result.insert(both) }
      }
    }
    return result
  }

  public func subtracting(_ other: PacketSet) -> PacketSet {
    var rest = boxes
    for hole in other.boxes where rest.contains(where: { $0.overlaps(hole) }) {
      rest = rest.flatMap { $0.subtracting(hole) }
    }
    return PacketSet(joining: rest)
  }

  public func overlaps(_ other: PacketSet) -> Bool {
    boxes.contains { one in other.boxes.contains { one.overlaps($0) } }
  }

  public func isSubset(of other: PacketSet) -> Bool {
    boxes.allSatisfy { box in
      other.boxes.contains { $0.contains(box) } || PacketSet(boxes: [box]).subtracting(other).isEmpty
    }
  }
}

extension PacketSet: Equatable {
  /// Equal when they hold the same packets, however they are cut into boxes.
  public static func == (left: PacketSet, right: PacketSet) -> Bool {
    left.boxes == right.boxes || left.isSubset(of: right) && right.isSubset(of: left)
  }
}
