/// Values that are read beside an arena while others are still read into it, with names and texts of their own;
/// ``ValueArenaBuilder/join(_:)`` puts them behind what is there.
public struct ValuePart: Sendable {
  private(set) var strings = StringTable()
  /// Finished values. A string has the number of its text where in an arena it has the place.
  private(set) var nodes: [ValueNode] = []
  private(set) var stack: [ValueNode] = []

  /// - Parameter bytes: the size of the text that is read.
  public init(forTextOf bytes: Int) {
    nodes.reserveCapacity(bytes / ValueArenaBuilder.bytesPerNode)
    strings.reserve(bytes: bytes / ValueArenaBuilder.bytesPerStoredByte)
  }

  @inline(__always)
  public var mark: Int { stack.count }

  public mutating func push(_ node: ValueNode, key: KeyID) {
    var node = node
    node.key = key
    stack.append(node)
  }

  /// Makes what was pushed since `mark` the children of a new list or map, and pushes that.
  public mutating func closeContainer(_ kind: ValueKind, since mark: Int, key: KeyID) {
    let first = UInt32(nodes.count)
    let count = UInt32(stack.count - mark)
    stack.withUnsafeBufferPointer { pushed in
      nodes.append(contentsOf: UnsafeBufferPointer(rebasing: pushed[mark...]))
    }
    stack.removeLast(stack.count - mark)
    push(ValueNode(kind, low: first, high: count), key: key)
  }

  public mutating func key(_ name: String) -> KeyID {
    var name = name
    return name.withUTF8 { strings.internKey($0) }
  }

  public mutating func key(utf8: UnsafeBufferPointer<UInt8>) -> KeyID { strings.internKey(utf8) }

  public mutating func stringNode(utf8: UnsafeBufferPointer<UInt8>) -> ValueNode {
    ValueNode(.string, low: strings.number(utf8), high: UInt32(utf8.count))
  }

  /// Whether a text spells a name at a place, followed by a quote.
  ///
  /// - Returns: the length of the name; nil if something else stands there.
  public func length(of key: KeyID, ifSpeltIn text: RawSpan, at offset: Int) -> Int? {
    strings.length(of: key, ifSpeltIn: text, at: offset)
  }

  /// Whether the text of a string stands at a place of another text, followed by a quote.
  public func stands(_ string: ValueNode, in text: RawSpan, at start: Int) -> Bool {
    strings.stands(number: string.low, in: text, at: start)
  }

  /// Whether no name occurs twice among the members pushed since `mark`.
  public func pushedNamesAreDistinct(since mark: Int, _ stamps: inout NameStamps) -> Bool {
    guard stack.count - mark > 1 else { return true }
    stamps.turn(keyCount: strings.keyCount)
    for index in mark..<stack.count where !stamps.insert(stack[index].key) { return false }
    return true
  }
}

extension ValueArenaBuilder {
  /// Puts the values of a part behind what is there.
  ///
  /// - Returns: what was pushed onto the part, to be pushed here.
  public mutating func join(_ part: ValuePart) -> [ValueNode] {
    let first = UInt32(arena.nodes.count)
    let (keys, texts) = arena.strings.join(part.strings)
    let mend: @Sendable (inout ValueNode) -> Void = { node in
      if node.key != .none { node.key = keys[Int(node.key.index)] }
      switch node.kind {
      case .list, .map: node.low += first
      case .string: node.low = texts[Int(node.low)]
      default: break
      }
    }
    append(part.nodes, mend)
    var pushed = part.stack
    for index in pushed.indices { mend(&pushed[index]) }
    return pushed
  }
}
