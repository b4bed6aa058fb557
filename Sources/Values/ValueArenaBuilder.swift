import Dispatch

/// Builds a ``ValueArena`` bottom up.
///
/// Values are pushed onto a stack; closing a container moves its children, contiguous, into the arena and pushes the
/// container in their place. ``finishRoot()`` moves a finished value into the arena and gives its id.
public struct ValueArenaBuilder: Sendable {
  /// The arena as built so far. Read it in place: a copy that is alive while the builder goes on costs a copy of all nodes.
  public internal(set) var arena = ValueArena(nodes: [], strings: StringTable(), unknownReasons: [], positions: [])
  @usableFromInline var stack: [ValueNode] = []
  @usableFromInline var stackPositions: [SourcePosition] = []
  /// Whether lines and columns are kept from now on. Nodes built without have none.
  public var recordsPositions: Bool
  private var reasonIDs: [UnknownReason: UnknownReason.ID] = [:]
  @usableFromInline static let nowhere = SourcePosition(line: 0, column: 0)

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

  /// Makes room for the nodes of a text and of what is merged from them. Room that is not used is never touched; without
  /// it the nodes of a large input are copied each time that their array grows.
  public mutating func reserve(forTextOf bytes: Int) {
    guard bytes >= Self.largeText else { return }
    let nodes = bytes / Self.bytesPerNode
    // At least doubled, so that many texts in a row do not copy what is there each time.
    if arena.nodes.capacity - arena.nodes.count < nodes {
      arena.nodes.reserveCapacity(arena.nodes.count + max(nodes, arena.nodes.count))
    }
    arena.strings.reserve(bytes: bytes / Self.bytesPerStoredByte)
  }

  private static let largeText = 1 << 20
  static let bytesPerNode = 10
  static let bytesPerStoredByte = 6

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
  @inlinable
  public mutating func push(_ node: ValueNode, key: KeyID = .none, at position: SourcePosition? = nil) {
    var node = node
    node.key = key
    stack.append(node)
    if recordsPositions { stackPositions.append(position ?? Self.nowhere) }
  }

  /// Brings the positions level with the nodes that were built without.
  private mutating func padPositions() {
    guard arena.positions.count < arena.nodes.count else { return }
    arena.positions += repeatElement(Self.nowhere, count: arena.nodes.count - arena.positions.count)
  }

  /// The mark to hand to ``closeContainer(_:since:key:flags:at:)`` once the children are pushed.
  @inlinable
  public var mark: Int { stack.count }

  /// Makes what was pushed since `mark` the children of a new list or map, and pushes that.
  public mutating func closeContainer(
    _ kind: ValueKind, since mark: Int, key: KeyID = .none, flags: ValueFlags = [], at position: SourcePosition? = nil
  ) {
    let first = UInt32(arena.nodes.count)
    let count = UInt32(stack.count - mark)
    if recordsPositions { padPositions() }
    // A slice would be counted as a second owner, for every container of the input.
    stack.withUnsafeBufferPointer { pushed in
      arena.nodes.append(contentsOf: UnsafeBufferPointer(rebasing: pushed[mark...]))
    }
    stack.removeLast(stack.count - mark)
    if recordsPositions {
      arena.positions.append(contentsOf: stackPositions[mark...])
      stackPositions.removeSubrange(mark...)
    }
    push(ValueNode(kind, flags: flags, low: first, high: count), key: key, at: position)
  }

  /// The value pushed last.
  public var top: ValueNode? { stack.last }

  /// A node that is in the arena.
  @inlinable
  public func node(_ id: NodeID) -> ValueNode { arena[id] }

  public func name(_ key: KeyID) -> String { arena.strings.name(key) }

  /// The member of a finished map, nil if there is none.
  @inlinable
  public func member(_ key: KeyID, of container: ValueNode) -> ValueNode? {
    guard container.kind == .map else { return nil }
    let first = Int(container.low)
    for index in first..<first + container.childCount where arena.nodes[index].key == key { return arena.nodes[index] }
    return nil
  }

  /// Why an unknown node is unknown.
  public func cause(of node: ValueNode) -> UnknownReason.Cause { arena[node.unknownReason].cause }

  /// Takes the value pushed last from the stack; its children stay in the arena.
  public mutating func removeTop() -> ValueNode? {
    if recordsPositions, !stackPositions.isEmpty { stackPositions.removeLast() }
    return stack.popLast()
  }

  /// The text of a string node that was made by this builder.
  public func text(of node: ValueNode) -> String { arena.strings.text(offset: node.low, length: node.high) }

  /// What was pushed since `mark`, the children of the container to be closed.
  public func pushed(since mark: Int) -> ArraySlice<ValueNode> { stack[mark...] }

  /// Whether no name occurs twice among the members pushed since `mark`.
  public func pushedNamesAreDistinct(since mark: Int, _ stamps: inout NameStamps) -> Bool {
    guard stack.count - mark > 1 else { return true }
    stamps.turn(keyCount: arena.strings.keyCount)
    for index in mark..<stack.count where !stamps.insert(stack[index].key) { return false }
    return true
  }

  /// Where among the values pushed since `mark` the member `key` is, nil if it is not there.
  public func pushedIndex(of key: KeyID, since mark: Int) -> Int? {
    var index = mark
    while index < stack.count {
      if stack[index].key == key { return index - mark }
      index += 1
    }
    return nil
  }

  /// Puts another value in the place of a member that was pushed since `mark`, under its name.
  public mutating func replacePushed(_ index: Int, since mark: Int, with node: ValueNode) {
    var node = node
    node.key = stack[mark + index].key
    stack[mark + index] = node
  }

  /// A child of a finished container.
  @inlinable
  public func child(_ offset: Int, of container: ValueNode) -> ValueNode {
    arena.nodes[Int(container.child(offset).index)]
  }

  /// Forgets what was pushed since `mark`.
  public mutating func discard(since mark: Int) {
    stack.removeLast(stack.count - mark)
    if recordsPositions { stackPositions.removeLast(stackPositions.count - mark) }
  }

  /// How many nodes are finished, to hand to ``emptyTop(since:)``.
  @inlinable
  public var finished: Int { arena.nodes.count }

  /// Takes everything out of the container pushed last and forgets it.
  ///
  /// - Parameter finished: how many nodes were finished before the first one in the container was pushed.
  public mutating func emptyTop(since finished: Int) {
    guard let last = stack.indices.last, !recordsPositions else { return }
    forget(since: finished)
    stack[last].low = UInt32(finished)
    stack[last].high = 0
  }

  /// Forgets the nodes that were finished last.
  public mutating func forget(since finished: Int) {
    guard !recordsPositions else { return }
    arena.nodes.removeLast(arena.nodes.count - finished)
  }

  /// Moves the value on top of the stack into the arena as a root.
  public mutating func finishRoot() -> NodeID {
    if recordsPositions { padPositions() }
    let id = NodeID(UInt32(arena.nodes.count))
    arena.nodes.append(stack.removeLast())
    if recordsPositions { arena.positions.append(stackPositions.removeLast()) }
    return id
  }

  /// Adds nodes that are finished, children and all.
  ///
  /// - Parameter mend: changes each of them to fit in here.
  mutating func append(_ nodes: [ValueNode], _ mend: @Sendable (inout ValueNode) -> Void) {
    if recordsPositions { padPositions() }
    let portions = nodes.count < Self.worthThreads ? 1 : Self.portions
    let length = (nodes.count + portions - 1) / portions
    arena.nodes.append(addingCapacity: nodes.count) { room in
      room.withUnsafeMutableBufferPointer { buffer, count in
        nonisolated(unsafe) let target = buffer
        DispatchQueue.concurrentPerform(iterations: portions) { number in
          for index in number * length..<min((number + 1) * length, nodes.count) {
            var node = nodes[index]
            mend(&node)
            target.initializeElement(at: index, to: node)
          }
        }
        count = nodes.count
      }
    }
    if recordsPositions { padPositions() }
  }

  /// Fewer nodes are added before a second thread has started.
  private static let worthThreads = 20_000
  private static let portions = 16

  /// Adds marks to a node that is in the arena.
  public mutating func mark(_ id: NodeID, _ flags: ValueFlags) {
    arena.nodes[Int(id.index)].flags.formUnion(flags)
  }
}
