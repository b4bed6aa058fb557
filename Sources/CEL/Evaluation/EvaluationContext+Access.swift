import Values

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reading strings, lists and maps, wherever they are kept.
extension EvaluationContext {
  /// The number of elements of a list or entries of a map.
  @inline(__always)
  public func count(_ value: CELValue) -> Int { Int(value.high) }

  /// The UTF-8 bytes of a string, or the bytes of a bytes value.
  @inline(__always)
  func withBytes<Result>(_ value: CELValue, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let start = Int(value.low)
    let end = start + Int(value.high)
    if value.tag == .string {
      return arenaBytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<end])) }
    }
    return scratch.bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<end])) }
  }

  /// The bytes of two strings or bytes values. `body` must not use the context: that would copy it.
  @inline(__always)
  func withBytes<Result>(
    _ left: CELValue, _ right: CELValue,
    _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    arenaBytes.withUnsafeBufferPointer { arena in
      scratch.bytes.withUnsafeBufferPointer { own in
        let leftBytes = left.tag == .string ? arena : own
        let rightBytes = right.tag == .string ? arena : own
        return body(
          UnsafeBufferPointer(rebasing: leftBytes[Int(left.low)..<Int(left.low) + Int(left.high)]),
          UnsafeBufferPointer(rebasing: rightBytes[Int(right.low)..<Int(right.low) + Int(right.high)]))
      }
    }
  }

  /// A copy of the UTF-8 bytes of a string, or of the bytes of a bytes value.
  func bytes(of value: CELValue) -> [UInt8] { withBytes(value) { Array($0) } }

  /// The text of a string value, nil for other values.
  public func string(of value: CELValue) -> String? {
    guard value.isString else { return nil }
    let end = Int(value.low) + Int(value.high)
    // A value kept beyond a reset has no text any more.
    guard end <= (value.tag == .string ? arenaBytes.count : scratch.bytes.count) else { return nil }
    return withBytes(value) { String(decoding: $0, as: UTF8.self) }
  }

  /// The element of a list at a valid index; possible elements are `doubtful`.
  mutating func element(_ list: CELValue, _ index: Int) -> CELValue {
    if list.tag == .nodeList { return element(of: NodeID(list.low + UInt32(index))) }
    return scratch.values[Int(list.low) + index]
  }

  /// The elements of a list. A possible element is unknown here: hosts that tell them apart use ``split(_:)``.
  public mutating func elements(_ list: CELValue) -> [CELValue] {
    guard list.isList else { return [] }
    return (0..<count(list)).map { index in
      let (value, doubt) = possibleElement(list, index)
      return doubt ?? value
    }
  }

  /// The element of a list at a valid index; unknown if it is only possibly there.
  public mutating func certainElement(_ list: CELValue, _ index: Int) -> CELValue {
    let (value, doubt) = possibleElement(list, index)
    return doubt ?? value
  }

  /// Whether one of a list's elements is certainly an integer that fulfils a condition; false for other values.
  @inline(__always)
  public mutating func holdsInteger(_ list: CELValue, where condition: (Int64) -> Bool) -> Bool {
    guard list.isList else { return false }
    for index in 0..<count(list) {
      if list.tag == .nodeList {
        let node = nodes[Int(list.low) + index]
        if node.kind != .link {
          if node.kind == .int, condition(node.intValue) { return true }
          continue
        }
      }
      if let value = certainElement(list, index).intValue, condition(value) { return true }
    }
    return false
  }

  /// A short text with its ASCII letters in lower case; nil for other values and for texts of more than 15 bytes.
  public func shortLowercased(_ value: CELValue) -> String? {
    guard value.isString, value.high <= 15 else { return nil }
    return withBytes(value) { bytes in
      String(unsafeUninitializedCapacity: 15) { room in
        for (index, byte) in bytes.enumerated() { room[index] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
        return bytes.count
      }
    }
  }

  mutating func rawElements(_ list: CELValue) -> [CELValue] {
    (0..<count(list)).map { element(list, $0) }
  }

  /// The key of a map's entry at a valid index.
  mutating func key(_ map: CELValue, _ index: Int) -> CELValue {
    if map.tag == .map { return scratch.values[Int(map.low) + 2 * index] }
    return string(arena.strings.name(nodes[Int(map.low) + index].key))
  }

  /// The value of a map's entry at a valid index.
  func entry(_ map: CELValue, _ index: Int) -> CELValue {
    if map.tag == .map { return scratch.values[Int(map.low) + 2 * index + 1] }
    return value(of: NodeID(map.low + UInt32(index)))
  }

  /// The member of an arena map by key; `hint` is the place in the programs, so that the search starts where the
  /// member was last time.
  @inline(__always)
  mutating func member(_ map: CELValue, _ key: KeyID, hint: Int) -> NodeID? {
    let first = Int(map.low)
    let count = Int(map.high)
    let guess = Int(hints[hint])
    if guess < count, nodes[first + guess].key == key { return NodeID(UInt32(truncatingIfNeeded: first + guess)) }
    for offset in 0..<count where nodes[first + offset].key == key {
      hints[hint] = UInt32(truncatingIfNeeded: offset)
      return NodeID(UInt32(truncatingIfNeeded: first + offset))
    }
    return nil
  }

  /// The value under `key` in a map of either kind: numbers of different types are the same key if they are equal.
  mutating func lookup(_ map: CELValue, _ key: CELValue) -> CELValue? {
    if map.tag == .nodeMap {
      guard key.isString else { return nil }
      // A closure that used the context would copy all of it.
      let strings = arena.strings
      guard let id = withBytes(key, { strings.key(utf8: $0) }), let node = arena.member(mapID(map), id) else {
        return nil
      }
      return value(of: node)
    }
    budget -= count(map) >> 2
    if key.isString { return Self.entry(map, key, scratch.values, scratch.bytes, arenaBytes) }
    for index in 0..<count(map) where isSameKey(scratch.values[Int(map.low) + 2 * index], key) {
      return scratch.values[Int(map.low) + 2 * index + 1]
    }
    return nil
  }

  /// The member of a computed map whose key is the very same text, as those in programs are; `hint` as above.
  @inline(__always)
  mutating func computedMember(_ map: CELValue, _ text: CELValue, _ hint: Int) -> CELValue? {
    let first = Int(map.low)
    let count = Int(map.high)
    let guess = Int(hints[hint])
    if guess < count, Self.isSame(scratch.values[first + 2 * guess], text) {
      return scratch.values[first + 2 * guess + 1]
    }
    for index in 0..<count where Self.isSame(scratch.values[first + 2 * index], text) {
      hints[hint] = UInt32(truncatingIfNeeded: index)
      return scratch.values[first + 2 * index + 1]
    }
    return nil
  }

  @inline(__always)
  private static func isSame(_ one: CELValue, _ other: CELValue) -> Bool {
    one.payload == other.payload && one.tag == other.tag
  }

  /// The value under a string key in a computed map. Static, because a method called from a mutating one would get a
  /// copy of the whole context, and conditions look into small maps all the time.
  private static func entry(
    _ map: CELValue, _ key: CELValue, _ values: [CELValue], _ own: [UInt8], _ arena: [UInt8]
  ) -> CELValue? {
    let first = Int(map.low)
    for index in 0..<Int(map.high) {
      let candidate = values[first + 2 * index]
      guard candidate.isString, candidate.high == key.high else { continue }
      let isSame =
        candidate.low == key.low && candidate.tag == key.tag
        || (candidate.tag == .string ? arena : own)[Int(candidate.low)..<Int(candidate.low) + Int(candidate.high)]
          == (key.tag == .string ? arena : own)[Int(key.low)..<Int(key.low) + Int(key.high)]
      if isSame { return values[first + 2 * index + 1] }
    }
    return nil
  }

  private func mapID(_ map: CELValue) -> NodeID { NodeID(map.extra) }

  /// Notes in the trace that a function of the host's read a member of a map of the arena by other means.
  public mutating func note(readOf name: String, from parent: NodeID) {
    guard trace.isActive else { return }
    trace.read(parent, .name(name), arena.member(parent, name))
  }

  /// The same for an element of a list.
  public mutating func note(readOfElement index: Int, from parent: NodeID) {
    guard trace.isActive else { return }
    let elements = arena.children(parent)
    trace.read(parent, .element(index), elements.indices.contains(index) ? elements[index] : nil)
  }

  /// The value of the member called `name` of a map or record, nil if there is none.
  public mutating func member(_ map: CELValue, _ name: String) -> CELValue? {
    guard map.isMap else { return nil }
    if map.tag == .nodeMap { return arena.member(mapID(map), name).map { value(of: $0) } }
    return lookup(map, string(name))
  }

  func isSameKey(_ left: CELValue, _ right: CELValue) -> Bool {
    switch (left.tag, right.tag) {
    case (.int, .int), (.uint, .uint), (.bool, .bool): left.payload == right.payload
    case (.string, .string), (.text, .text), (.string, .text), (.text, .string): sameBytes(left, right)
    case (.int, _), (.uint, _): right.isNumber && Numbers.compare(left, right) == .equal
    default: false
    }
  }

  /// Whether two strings, or two bytes values, are equal.
  @inline(__always)
  func sameBytes(_ left: CELValue, _ right: CELValue) -> Bool {
    if left.payload == right.payload, (left.tag == .string) == (right.tag == .string) { return true }
    guard left.high == right.high else { return false }
    return withBytes(left, right) { one, other in
      guard let first = one.baseAddress, let second = other.baseAddress else { return true }
      return memcmp(first, second, one.count) == 0
    }
  }
}
