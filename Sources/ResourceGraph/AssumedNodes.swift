import Values

/// Collects which nodes are defaults while these are put in: a node gets its id when the block around it is closed.
struct AssumedNodes: Sendable {
  private(set) var entries: [AssumedDefaults.Entry] = []
  /// Those of open blocks: the place in the block, and the default's number.
  private var open: [(offset: Int, number: Int)] = []

  /// To hand to ``place(since:from:)`` when the block is closed that begins now.
  var mark: Int { open.count }

  /// Notes that a member of the block that is open is a default.
  mutating func push(_ number: Int, at offset: Int) { open.append((offset, number)) }

  /// - Parameter first: the id of the block's first member.
  mutating func place(since mark: Int, from first: NodeID) {
    for (offset, number) in open[mark...] {
      entries.append(AssumedDefaults.Entry(node: NodeID(first.index + UInt32(offset)), number: number))
    }
    open.removeSubrange(mark...)
  }

  /// Takes over what was collected for a fragment.
  ///
  /// - Parameter shift: by how much its ids were moved.
  mutating func join(_ other: AssumedNodes, movedBy shift: UInt32) {
    for entry in other.entries {
      entries.append(AssumedDefaults.Entry(node: NodeID(entry.node.index + shift), number: entry.number))
    }
  }
}
