import Values

/// The resources by the nodes of their attributes: open addressing, since rules ask for every element of every relation.
///
/// Nodes are numbers that nobody outside can choose freely, so that their hash needs no seed.
struct NodeIndex: Sendable {
  private struct Slot {
    var node: UInt32
    var resource: UInt32
  }

  private static let empty = UInt32.max
  private var slots: [Slot]
  private let shift: UInt64

  /// Of two resources at one node the later counts.
  init(_ resources: [Resource]) {
    var bits: UInt64 = 4
    while 1 << bits < resources.count * 2 { bits += 1 }
    shift = 64 - bits
    slots = [Slot](repeating: Slot(node: Self.empty, resource: 0), count: 1 << bits)
    for index in resources.indices {
      let node = resources[index].values
      slots[slot(of: node)] = Slot(node: node.index, resource: UInt32(index))
    }
  }

  subscript(_ node: NodeID) -> ResourceID? {
    let slot = slots[slot(of: node)]
    return slot.node == Self.empty ? nil : ResourceID(Int(slot.resource))
  }

  /// Where a node stands, or would.
  private func slot(of node: NodeID) -> Int {
    var place = Int((UInt64(node.index) &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while slots[place].node != Self.empty, slots[place].node != node.index { place = (place + 1) & (slots.count - 1) }
    return place
  }
}
