import Glibc

/// A finished value in a form that is read without parsing: the build packs policies so that a run need not parse them.
///
/// A packed value stands beside a text in which its strings and member names occur. It has, each a ``PackedNumber``: the
/// number of names and of nodes; for each name its offset and length in the text; for each node its kind, its name
/// (one more than the number of the name, 0 for none) and its two payload words. The last node is the root.
public enum PackedArena {
  /// Packs an arena that has one root, its last node, without flags, unknown values or links.
  ///
  /// - Parameter text: where strings are looked for; those that are not in it, for they are written with escapes there,
  ///   are added at its end.
  public static func pack(_ arena: ValueArena, text: inout [UInt8]) -> [UInt8] {
    var packed: [UInt8] = []
    PackedNumber.append(arena.strings.keyCount, to: &packed)
    PackedNumber.append(arena.nodes.count, to: &packed)
    for index in 0..<arena.strings.keyCount {
      append(Array(arena.strings.name(KeyID(UInt32(index))).utf8), in: &text, to: &packed)
    }
    for (index, node) in arena.nodes.enumerated() {
      PackedNumber.append(Int(node.kind.rawValue), to: &packed, width: kindWidth)
      PackedNumber.append(node.key == .none ? 0 : Int(node.key.index) + 1, to: &packed, width: keyWidth)
      if node.kind == .string {
        append(Array(arena.utf8(NodeID(UInt32(index)))), in: &text, to: &packed)
      } else {
        PackedNumber.append(Int(node.low), to: &packed)
        PackedNumber.append(Int(node.high), to: &packed)
      }
    }
    return packed
  }

  private static func append(_ wanted: [UInt8], in text: inout [UInt8], to packed: inout [UInt8]) {
    PackedNumber.append(place(of: wanted, in: &text), to: &packed)
    PackedNumber.append(wanted.count, to: &packed)
  }

  private static func place(of wanted: [UInt8], in text: inout [UInt8]) -> Int {
    guard !wanted.isEmpty else { return 0 }
    let found = text.withUnsafeBytes { firstPlace(of: wanted, in: $0) }
    if let found { return found }
    text += wanted
    return text.count - wanted.count
  }

  private static func firstPlace(of wanted: [UInt8], in text: UnsafeRawBufferPointer) -> Int? {
    guard let start = text.baseAddress, text.count >= wanted.count else { return nil }
    let end = start + (text.count - wanted.count + 1)
    var place = start
    while place < end, let next = memchr(place, Int32(wanted[0]), place.distance(to: end)) {
      if memcmp(next, wanted, wanted.count) == 0 { return start.distance(to: UnsafeRawPointer(next)) }
      place = UnsafeRawPointer(next) + 1
    }
    return nil
  }

  static let kindWidth = 1
  static let keyWidth = 3
  static let headerWidth = 2 * PackedNumber.width
  static let nameWidth = 2 * PackedNumber.width
  static let nodeWidth = kindWidth + keyWidth + 2 * PackedNumber.width
}

extension ValueArena {
  /// The arena that ``PackedArena`` packed.
  ///
  /// - Parameter text: the text that it stands beside, with what packing added to it.
  public init(unpacking packed: UnsafeBufferPointer<UInt8>, text: [UInt8]) {
    let names = PackedNumber.read(packed, at: 0)
    let count = PackedNumber.read(packed, at: PackedNumber.width)
    let first = PackedArena.headerWidth + names * PackedArena.nameWidth
    let strings = StringTable(
      text: text,
      names: (0..<names).lazy.map { index in
        let place = PackedArena.headerWidth + index * PackedArena.nameWidth
        return (PackedNumber.read(packed, at: place), PackedNumber.read(packed, at: place + PackedNumber.width))
      })
    let nodes = [ValueNode](unsafeUninitializedCapacity: count) { nodes, filled in
      for index in 0..<count {
        nodes.initializeElement(at: index, to: Self.node(packed, at: first + index * PackedArena.nodeWidth))
      }
      filled = count
    }
    self.init(nodes: nodes, strings: strings, unknownReasons: [], positions: [])
  }

  private static func node(_ packed: UnsafeBufferPointer<UInt8>, at place: Int) -> ValueNode {
    // The kind, the name and the first four characters of the first payload word; then its last two and the second.
    let (first, second) = (
      PackedNumber.readEight(packed, at: place), PackedNumber.readEight(packed, at: place + 8)
    )
    let key = UInt32(truncatingIfNeeded: first >> 24 & 0x3_FFFF)
    return ValueNode(
      ValueKind(rawValue: UInt8(truncatingIfNeeded: first >> 42)) ?? .null, key: key == 0 ? .none : KeyID(key - 1),
      low: UInt32(truncatingIfNeeded: first << 12 | second >> 36), high: UInt32(truncatingIfNeeded: second))
  }

  /// The root of an arena that was unpacked.
  public var lastNode: NodeID { NodeID(UInt32(truncatingIfNeeded: nodes.count - 1)) }
}
