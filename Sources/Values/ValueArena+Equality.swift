extension ValueArena {
  /// Whether two values are the same all the way down, with their marks and the reasons of what is not known. Links are
  /// the same if they stand for the same node.
  public func isSame(_ left: NodeID, _ right: NodeID) -> Bool {
    if left == right { return true }
    let (one, other) = (self[left], self[right])
    guard one.kind == other.kind, one.flags == other.flags, one.key == other.key else { return false }
    switch one.kind {
    case .null: return true
    case .bool, .int, .double, .link: return one.low == other.low && one.high == other.high
    case .string: return one.high == other.high && utf8(left) == utf8(right)
    case .unknown: return one.low == other.low || self[one.unknownReason] == self[other.unknownReason]
    case .list, .map:
      return one.high == other.high && zip(children(left), children(right)).allSatisfy { isSame($0, $1) }
    }
  }
}
