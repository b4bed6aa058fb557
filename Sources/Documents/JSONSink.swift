import Values

/// What ``FastJSONReader`` reads values into.
protocol JSONSink {
  var mark: Int { get }
  mutating func push(_ node: ValueNode, key: KeyID)
  mutating func closeContainer(_ kind: ValueKind, since mark: Int, key: KeyID)
  mutating func key(utf8: UnsafeBufferPointer<UInt8>) -> KeyID
  mutating func stringNode(utf8: UnsafeBufferPointer<UInt8>) -> ValueNode
  /// The length of a name if it is spelt at a place of a text, followed by a quote.
  func length(of key: KeyID, ifSpeltIn text: RawSpan, at offset: Int) -> Int?
  /// Whether the text of a string stands at a place of another text, followed by a quote.
  func stands(_ string: ValueNode, in text: RawSpan, at start: Int) -> Bool
  /// Whether no name occurs twice among the members pushed since `mark`.
  func pushedNamesAreDistinct(since mark: Int, _ stamps: inout NameStamps) -> Bool

  /// Is told that a member of the root begins.
  ///
  /// - Parameter mark: where the members of the root begin that were read before.
  mutating func enter(_ name: KeyID, since mark: Int)
  /// Is told that a member of the root has ended.
  mutating func leave()
  /// - Parameter place: the name of the member that the list is or is in.
  /// - Returns: whether elements of the list may be repeated.
  mutating func enterList(in place: KeyID) -> Bool
  mutating func leaveList()
  /// How many nodes are finished.
  var finished: Int { get }
  /// Empties the element pushed last if it is repeated.
  ///
  /// - Parameter finished: how many nodes were finished before it.
  mutating func omit(since finished: Int)

  /// Takes what was read on another thread.
  ///
  /// - Returns: what was pushed there.
  mutating func join(_ part: ValuePart) -> [ValueNode]
}

/// A sink that keeps what it is told to keep, and reads nothing on other threads.
extension JSONSink {
  mutating func enter(_ name: KeyID, since mark: Int) {}
  mutating func leave() {}
  mutating func enterList(in place: KeyID) -> Bool { false }
  mutating func leaveList() {}
  var finished: Int { 0 }
  mutating func omit(since finished: Int) {}
  mutating func join(_ part: ValuePart) -> [ValueNode] { [] }
}

/// Keeps values in an arena, but for what a ``JSONOmission`` leaves out.
struct KeptValues: JSONSink {
  var builder: ValueArenaBuilder
  var omission: JSONOmission?

  @inline(__always)
  var mark: Int { builder.mark }

  @inline(__always)
  mutating func push(_ node: ValueNode, key: KeyID) { builder.push(node, key: key) }

  @inline(__always)
  mutating func closeContainer(_ kind: ValueKind, since mark: Int, key: KeyID) {
    builder.closeContainer(kind, since: mark, key: key)
  }

  @inline(__always)
  mutating func key(utf8: UnsafeBufferPointer<UInt8>) -> KeyID { builder.key(utf8: utf8) }

  @inline(__always)
  mutating func stringNode(utf8: UnsafeBufferPointer<UInt8>) -> ValueNode { builder.stringNode(utf8: utf8) }

  @inline(__always)
  func length(of key: KeyID, ifSpeltIn text: RawSpan, at offset: Int) -> Int? {
    builder.arena.strings.length(of: key, ifSpeltIn: text, at: offset)
  }

  @inline(__always)
  func stands(_ string: ValueNode, in text: RawSpan, at start: Int) -> Bool {
    builder.arena.strings.stands(offset: string.low, length: string.high, in: text, at: start)
  }

  @inline(__always)
  func pushedNamesAreDistinct(since mark: Int, _ stamps: inout NameStamps) -> Bool {
    builder.pushedNamesAreDistinct(since: mark, &stamps)
  }

  mutating func enter(_ name: KeyID, since mark: Int) { omission?.enter(name, since: mark, &builder) }
  mutating func leave() { omission?.leave() }
  mutating func enterList(in place: KeyID) -> Bool { omission?.enterList(in: place) == true }
  mutating func leaveList() { omission?.leaveList() }
  var finished: Int { builder.finished }
  mutating func omit(since finished: Int) { omission?.omit(since: finished, &builder) }
  mutating func join(_ part: ValuePart) -> [ValueNode] { builder.join(part) }
}

extension ValuePart: JSONSink {}

extension ForgottenValues: JSONSink {
  @inline(__always)
  mutating func push(_ node: ValueNode, key: KeyID) { push(key: key) }

  @inline(__always)
  mutating func closeContainer(_ kind: ValueKind, since mark: Int, key: KeyID) {
    closeContainer(since: mark, key: key)
  }

  func stringNode(utf8: UnsafeBufferPointer<UInt8>) -> ValueNode { .null }
  func stands(_ string: ValueNode, in text: RawSpan, at start: Int) -> Bool { false }
}
