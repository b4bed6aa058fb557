/// Values as a flat array of nodes with interned keys, immutable once built.
///
/// Children of a container are contiguous. The layout is chosen for size and locality: a tree of dictionaries costs
/// 20 to 40 times as much to read (docs/performance.md).
public struct ValueArena: Sendable {
  public internal(set) var nodes: [ValueNode]
  public internal(set) var strings: StringTable
  public internal(set) var unknownReasons: [UnknownReason]
  /// Where each node stood in its source, parallel to ``nodes``; line 0, or a missing tail, for nodes without a position.
  public internal(set) var positions: [SourcePosition]

  @inlinable
  public subscript(_ id: NodeID) -> ValueNode { nodes[Int(id.index)] }

  public subscript(_ id: UnknownReason.ID) -> UnknownReason { unknownReasons[Int(id.index)] }

  /// The node that `id` stands for: itself, or the target if it is a link.
  @inlinable
  public func resolved(_ id: NodeID) -> NodeID {
    let node = self[id]
    return node.kind == .link ? node.linkTarget : id
  }

  /// The member of a map named `key`, nil if there is none or `id` is no map.
  @inlinable
  public func member(_ id: NodeID, _ key: KeyID) -> NodeID? {
    let node = self[id]
    guard node.kind == .map else { return nil }
    var index = Int(node.low)
    let end = index + node.childCount
    while index < end {
      if nodes[index].key == key { return NodeID(UInt32(truncatingIfNeeded: index)) }
      index += 1
    }
    return nil
  }

  /// The member of a map by name; for hot paths look the key up once and use ``member(_:_:)-(_,KeyID)``.
  public func member(_ id: NodeID, _ name: String) -> NodeID? {
    guard let key = strings.key(name) else { return nil }
    return member(id, key)
  }

  /// The children of a list or map in source order; empty for scalars.
  @inlinable
  public func children(_ id: NodeID) -> NodeRange {
    let node = self[id]
    guard node.kind == .list || node.kind == .map else { return NodeRange(first: 0, count: 0) }
    return NodeRange(first: node.low, count: node.high)
  }

  /// The member at a path of names, nil if a step is missing.
  public func member(_ id: NodeID, at path: String...) -> NodeID? {
    var node = id
    for name in path {
      guard let next = member(node, name) else { return nil }
      node = next
    }
    return node
  }

  /// The children of a map's member; empty if there is no such member or it is a scalar.
  public func children(_ id: NodeID, of name: String) -> NodeRange {
    member(id, name).map { children($0) } ?? .empty
  }

  /// The text of a map's member, nil if there is none or it is no string.
  public func string(_ id: NodeID, _ name: String) -> String? { member(id, name).flatMap { string($0) } }

  /// The truth of a map's member, nil if there is none or it is no boolean.
  public func bool(_ id: NodeID, _ name: String) -> Bool? { member(id, name).flatMap { bool($0) } }

  /// The text of a string node, nil for other kinds.
  public func string(_ id: NodeID) -> String? {
    let node = self[id]
    guard node.kind == .string else { return nil }
    return strings.text(offset: node.low, length: node.high)
  }

  /// The UTF-8 bytes of a string node; empty for other kinds.
  @inlinable
  public func utf8(_ id: NodeID) -> ArraySlice<UInt8> {
    let node = self[id]
    guard node.kind == .string else { return [] }
    return strings.bytes[Int(node.low)..<Int(node.low) + Int(node.high)]
  }

  public func bool(_ id: NodeID) -> Bool? {
    let node = self[id]
    return node.kind == .bool ? node.boolValue : nil
  }

  public func int(_ id: NodeID) -> Int64? {
    let node = self[id]
    return node.kind == .int ? node.intValue : nil
  }

  /// The name under which a node stands in its map, nil for list elements and roots.
  public func keyName(_ id: NodeID) -> String? {
    let key = self[id].key
    return key == .none ? nil : strings.name(key)
  }

  /// Where a node stood in its source, nil where positions were not recorded.
  public func position(_ id: NodeID) -> SourcePosition? {
    let index = Int(id.index)
    return index < positions.count && positions[index].line > 0 ? positions[index] : nil
  }
}

/// A line and column in a source text, both counted from 1; columns count Unicode scalars.
public struct SourcePosition: Hashable, Sendable {
  public let line: UInt32
  public let column: UInt32

  public init(line: UInt32, column: UInt32) {
    self.line = line
    self.column = column
  }
}

/// A run of sibling nodes.
@frozen
public struct NodeRange: RandomAccessCollection, Sendable {
  @usableFromInline let first: UInt32
  @usableFromInline let length: UInt32

  @inlinable
  init(first: UInt32, count: UInt32) {
    self.first = first
    self.length = count
  }

  /// No nodes.
  public static let empty = NodeRange(first: 0, count: 0)

  @inlinable
  public var startIndex: Int { 0 }

  @inlinable
  public var endIndex: Int { Int(length) }

  @inlinable
  public subscript(_ position: Int) -> NodeID { NodeID(first &+ UInt32(truncatingIfNeeded: position)) }
}
