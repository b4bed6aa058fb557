/// Values that are built beside an arena and refer to what is in it, to be joined to it later: so that several threads
/// can build at once.
///
/// The ids in a fragment are as if it were the next thing in the arena; ``ValueArenaBuilder/shifts(of:)`` says by how
/// much they have to be moved.
public struct ValueFragment: ValueBuilding, Sendable {
  /// What the values refer to.
  public let arena: ValueArena
  private let first: UInt32
  /// Reasons with lower numbers are the arena's.
  private let firstReason: UInt32
  private var nodes: [ValueNode] = []
  @usableFromInline var stack: [ValueNode] = []
  private var reasons: [UnknownReason] = []
  private var reasonIDs: [UnknownReason: UnknownReason.ID] = [:]

  /// - Parameter capacity: room for this many values; what is not used is never touched.
  public init(of arena: ValueArena, capacity: Int = 0) {
    self.arena = arena
    first = UInt32(arena.nodes.count)
    firstReason = UInt32(arena.unknownReasons.count)
    nodes.reserveCapacity(capacity)
  }

  @inlinable
  public var mark: Int { stack.count }

  public var next: NodeID { NodeID(first + UInt32(nodes.count)) }

  @inlinable
  public mutating func push(_ node: ValueNode, key: KeyID) {
    var node = node
    node.key = key
    stack.append(node)
  }

  public mutating func closeContainer(
    _ kind: ValueKind, since mark: Int, key: KeyID, flags: ValueFlags
  ) {
    let start = first + UInt32(nodes.count)
    let count = UInt32(stack.count - mark)
    stack.withUnsafeBufferPointer { pushed in
      nodes.append(contentsOf: UnsafeBufferPointer(rebasing: pushed[mark...]))
    }
    stack.removeLast(stack.count - mark)
    push(ValueNode(kind, flags: flags, low: start, high: count), key: key)
  }

  public mutating func push(_ node: ValueNode, key: KeyID, at position: SourcePosition?) { push(node, key: key) }

  public mutating func closeContainer(
    _ kind: ValueKind, since mark: Int, key: KeyID, flags: ValueFlags, at position: SourcePosition?
  ) {
    closeContainer(kind, since: mark, key: key, flags: flags)
  }

  public mutating func finishRoot() -> NodeID {
    let id = next
    nodes.append(stack.removeLast())
    return id
  }

  public mutating func reason(_ reason: UnknownReason) -> UnknownReason.ID {
    if let id = reasonIDs[reason] { return id }
    let id = UnknownReason.ID(firstReason + UInt32(reasons.count))
    reasons.append(reason)
    reasonIDs[reason] = id
    return id
  }

  public func name(_ key: KeyID) -> String { arena.strings.name(key) }

  public func cause(of node: ValueNode) -> UnknownReason.Cause { arena[node.unknownReason].cause }

  public func position(_ id: NodeID) -> SourcePosition? { arena.position(id) }

  @inlinable
  public func node(_ id: NodeID) -> ValueNode { arena[id] }

  @inlinable
  public func member(_ key: KeyID, of container: ValueNode) -> ValueNode? {
    guard container.kind == .map else { return nil }
    let first = Int(container.low)
    for index in first..<first + container.childCount where arena.nodes[index].key == key {
      return arena.nodes[index]
    }
    return nil
  }

  @inlinable
  public func child(_ offset: Int, of container: ValueNode) -> ValueNode {
    arena.nodes[Int(container.child(offset).index)]
  }

  /// What was built, without the arena: whoever holds that keeps it from growing in place.
  public consuming func finish() -> Finished {
    Finished(first: first, nodes: nodes, firstReason: firstReason, reasons: reasons)
  }

  /// A fragment that is ready to be joined to its arena.
  public struct Finished: Sendable {
    fileprivate let first: UInt32
    fileprivate let nodes: [ValueNode]
    fileprivate let firstReason: UInt32
    fileprivate let reasons: [UnknownReason]
  }
}

extension ValueArenaBuilder {
  /// By how much the ids of fragments are moved that are joined one after the other.
  public func shifts(of fragments: [ValueFragment.Finished]) -> [UInt32] {
    var end = UInt32(arena.nodes.count)
    return fragments.map { fragment in
      defer { end += UInt32(fragment.nodes.count) }
      return end - fragment.first
    }
  }

  /// Puts a fragment's values behind what is there; ``shifts(of:)`` says where they stand then.
  public mutating func join(_ fragment: ValueFragment.Finished) {
    let numbers = fragment.reasons.map { reason($0) }
    let shift = UInt32(arena.nodes.count) - fragment.first
    append(fragment.nodes) { node in
      switch node.kind {
      case .list, .map: if node.low >= fragment.first { node.low += shift }
      case .unknown:
        if node.low >= fragment.firstReason { node.low = numbers[Int(node.low - fragment.firstReason)].index }
      default: break
      }
    }
  }
}

/// What values are pushed onto: an arena's builder, or a fragment beside it. Members and children are those of finished
/// values in the arena.
public protocol ValueBuilding {
  /// What is finished.
  var arena: ValueArena { get }
  /// The id of the next value that is moved out of the stack: the first child of a container that is closed now.
  var next: NodeID { get }
  var mark: Int { get }
  mutating func push(_ node: ValueNode, key: KeyID)
  mutating func closeContainer(_ kind: ValueKind, since mark: Int, key: KeyID, flags: ValueFlags)
  /// The same for values with a line and column in their source. A fragment keeps none.
  mutating func push(_ node: ValueNode, key: KeyID, at position: SourcePosition?)
  mutating func closeContainer(
    _ kind: ValueKind, since mark: Int, key: KeyID, flags: ValueFlags, at position: SourcePosition?)
  mutating func finishRoot() -> NodeID
  mutating func reason(_ reason: UnknownReason) -> UnknownReason.ID
  func name(_ key: KeyID) -> String
  /// Why an unknown node of the arena is unknown.
  func cause(of node: ValueNode) -> UnknownReason.Cause
  /// Where a node of the arena stood in its source, nil where positions were not recorded.
  func position(_ id: NodeID) -> SourcePosition?
  func node(_ id: NodeID) -> ValueNode
  func member(_ key: KeyID, of container: ValueNode) -> ValueNode?
  func child(_ offset: Int, of container: ValueNode) -> ValueNode
}

extension ValueArenaBuilder: ValueBuilding {
  public func position(_ id: NodeID) -> SourcePosition? { arena.position(id) }

  public var next: NodeID { NodeID(UInt32(arena.nodes.count)) }

  @inlinable
  public mutating func push(_ node: ValueNode, key: KeyID) {
    var node = node
    node.key = key
    stack.append(node)
    if recordsPositions { stackPositions.append(Self.nowhere) }
  }

  public mutating func closeContainer(
    _ kind: ValueKind, since mark: Int, key: KeyID, flags: ValueFlags
  ) {
    closeContainer(kind, since: mark, key: key, flags: flags, at: nil)
  }
}
