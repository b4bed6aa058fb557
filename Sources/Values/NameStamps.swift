/// Tells whether a name occurs twice in a map, for one map after the other without a set for each: every name keeps the
/// number of the map that had it last.
public struct NameStamps: Sendable {
  private var last: [UInt32] = []
  private var map: UInt32 = 0

  public init() {}

  /// Turns to the next map.
  ///
  /// - Parameter keyCount: the number of names that there are.
  @inline(__always)
  public mutating func turn(keyCount: Int) {
    map &+= 1
    if last.count < keyCount { last += repeatElement(0, count: keyCount * 2 - last.count) }
  }

  /// - Returns: false if the map has the name already.
  @inline(__always)
  public mutating func insert(_ key: KeyID) -> Bool {
    let index = Int(key.index)
    guard last[index] != map else { return false }
    last[index] = map
    return true
  }

  /// Whether the map at hand has a name.
  public func contains(_ key: KeyID) -> Bool {
    let index = Int(key.index)
    return index < last.count && last[index] == map
  }
}
