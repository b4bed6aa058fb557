/// Builds a ``ValueArena`` bottom up.
///
/// Values are pushed onto a stack; closing a container moves its children, contiguous, into the arena and pushes the
/// container in their place. ``finishRoot()`` moves a finished value into the arena and gives its id.
public struct ValueArenaBuilder: Sendable {
  private var arena = ValueArena(nodes: [], strings: StringTable(), unknownReasons: [], positions: [])
  private var stack: [ValueNode] = []
  private var stackPositions: [SourcePosition] = []
  private let recordsPositions: Bool
  private var reasonIDs: [UnknownReason: UnknownReason.ID] = [:]
  private static let nowhere = SourcePosition(line: 0, column: 0)

  /// - Parameter recordsPositions: keep a line and column for every node (YAML, HCL); plans do without.
  public init(recordsPositions: Bool = false, capacity: Int = 0) {
    self.recordsPositions = recordsPositions
    arena.nodes.reserveCapacity(capacity)
  }

  /// Continues an arena that is there: its ids stay valid.
  public init(extending arena: ValueArena) {
    self.arena = arena
    recordsPositions = !arena.positions.isEmpty
    for (index, reason) in arena.unknownReasons.enumerated() { reasonIDs[reason] = UnknownReason.ID(UInt32(index)) }
  }

  /// The arena as built so far.
  public var current: ValueArena { arena }

  /// Gives the arena away; the builder is empty afterwards.
  public consuming func build() -> ValueArena { arena }

  public mutating func key(_ name: String) -> KeyID {
    var name = name
    return name.withUTF8 { arena.strings.internKey($0) }
  }

  public mutating func key(utf8: UnsafeBufferPointer<UInt8>) -> KeyID { arena.strings.internKey(utf8) }

  public mutating func reason(_ reason: UnknownReason) -> UnknownReason.ID {
    if let id = reasonIDs[reason] { return id }
    let id = UnknownReason.ID(UInt32(arena.unknownReasons.count))
    arena.unknownReasons.append(reason)
    reasonIDs[reason] = id
    return id
  }

  public mutating func stringNode(_ text: String) -> ValueNode {
    var text = text
    return text.withUTF8 { stringNode(utf8: $0) }
  }

  public mutating func stringNode(utf8: UnsafeBufferPointer<UInt8>) -> ValueNode {
    let (offset, length) = arena.strings.store(utf8)
    return ValueNode(.string, low: offset, high: length)
  }

  /// Pushes a value; `key` is its name if the enclosing container is a map.
  public mutating func push(_ node: ValueNode, key: KeyID = .none, at position: SourcePosition? = nil) {
    var node = node
    node.key = key
    stack.append(node)
    if recordsPositions { stackPositions.append(position ?? Self.nowhere) }
  }

  /// The mark to hand to ``closeContainer(_:since:key:flags:at:)`` once the children are pushed.
  public var mark: Int { stack.count }

  /// Makes what was pushed since `mark` the children of a new list or map, and pushes that.
  public mutating func closeContainer(
    _ kind: ValueKind, since mark: Int, key: KeyID = .none, flags: ValueFlags = [], at position: SourcePosition? = nil
  ) {
    let first = UInt32(arena.nodes.count)
    let count = UInt32(stack.count - mark)
    arena.nodes.append(contentsOf: stack[mark...])
    stack.removeSubrange(mark...)
    if recordsPositions {
      arena.positions.append(contentsOf: stackPositions[mark...])
      stackPositions.removeSubrange(mark...)
    }
    push(ValueNode(kind, flags: flags, low: first, high: count), key: key, at: position)
  }

  /// Moves the value on top of the stack into the arena as a root.
  public mutating func finishRoot() -> NodeID {
    let id = NodeID(UInt32(arena.nodes.count))
    arena.nodes.append(stack.removeLast())
    if recordsPositions { arena.positions.append(stackPositions.removeLast()) }
    return id
  }

  /// Adds marks to a node that is in the arena.
  public mutating func mark(_ id: NodeID, _ flags: ValueFlags) {
    arena.nodes[Int(id.index)].flags.formUnion(flags)
  }
}
