import Parallel
import Values

/// The later part of a document, read on another thread from the middle of a list in the root.
///
/// That a list's element begins there is a guess. The part counts only if the reader itself comes to that place with
/// nothing but the root and a list around it; then whoever goes on there reads the same.
struct ReadAhead: Sendable {
  /// The place of the first element that is read.
  let start: Int
  private let late: Late<Rest?>

  /// What was read.
  struct Rest: Sendable {
    /// Elements of the list and members of the root, pushed.
    let values: ValuePart
    /// How many of them are elements.
    let elements: Int
    /// Where the reader goes on.
    let end: Int
  }

  /// Nil if anything there was out of the ordinary; waits for the other thread.
  var rest: Rest? { late.value }

  /// Less is read before a thread has started.
  private static let worthAThread = 1 << 20
  /// How much is read alone, of all: somewhat more than half, for what a plan says twice comes first and is read faster.
  private static let (part, whole) = (52, 100)
  /// How far an element is looked for.
  private static let window = 1 << 20

  /// - Parameter start: where the text begins that is shared among two.
  /// - Returns: nil if the text is not worth it or no element is found.
  init?(_ bytes: [UInt8], from start: Int = 0, _ repetition: JSONRepetition) {
    guard bytes.count - start >= repetition.sharedFrom else { return nil }
    let middle = start + (bytes.count - start) / Self.whole * Self.part
    guard let place = Self.element(after: middle, bytes, beginningWith: repetition.firstName) else { return nil }
    self.start = place
    late = Late(isWorthwhile: bytes.count - place >= Self.worthAThread) {
      var reader = FastJSONReader<PartValues>(at: place, size: bytes.count - place)
      var sink = PartValues(repetition, size: bytes.count - place)
      return reader.rest(bytes.span, &sink).map { Rest(values: sink.part, elements: $0.elements, end: $0.end) }
    }
  }

  /// Where an object begins that stands behind a comma and has a certain first name.
  private static func element(after middle: Int, _ bytes: [UInt8], beginningWith name: String) -> Int? {
    let quoted = Array("\"\(name)\"".utf8)
    let limit = min(middle + window, bytes.count)
    var from = middle
    while let found = bytes.offset(of: quoted, in: from..<limit) {
      if let brace = bytes.last(before: found, after: middle), bytes[brace] == UInt8(ascii: "{"),
        let comma = bytes.last(before: brace, after: middle), bytes[comma] == UInt8(ascii: ",")
      {
        return brace
      }
      from = found + quoted.count
    }
    return nil
  }
}

extension [UInt8] {
  /// The place of the last byte before another that is no space of JSON.
  fileprivate func last(before place: Int, after start: Int) -> Int? {
    var index = place - 1
    while index > start, [0x20, 0x0A, 0x0D, 0x09].contains(self[index]) { index -= 1 }
    return index > start ? index : nil
  }
}

/// Keeps the values of a part.
private struct PartValues: JSONSink {
  var part: ValuePart
  private let repeated: KeyID
  /// What stands in this member may be left out, which only the reader of the whole can tell.
  private let undecided: KeyID?

  init(_ repetition: JSONRepetition, size: Int) {
    part = ValuePart(forTextOf: size)
    repeated = part.key(repetition.member)
    undecided = if let elements = repetition.elements { part.key(elements.member) } else { nil }
  }

  @inline(__always)
  var mark: Int { part.mark }

  @inline(__always)
  mutating func push(_ node: ValueNode, key: KeyID) { part.push(node, key: key) }

  @inline(__always)
  mutating func closeContainer(_ kind: ValueKind, since mark: Int, key: KeyID) {
    part.closeContainer(kind, since: mark, key: key)
  }

  @inline(__always)
  mutating func key(utf8: UnsafeBufferPointer<UInt8>) -> KeyID { part.key(utf8: utf8) }

  @inline(__always)
  mutating func stringNode(utf8: UnsafeBufferPointer<UInt8>) -> ValueNode { part.stringNode(utf8: utf8) }

  @inline(__always)
  func length(of key: KeyID, ifSpeltIn text: RawSpan, at offset: Int) -> Int? {
    part.length(of: key, ifSpeltIn: text, at: offset)
  }

  @inline(__always)
  func stands(_ string: ValueNode, in text: RawSpan, at start: Int) -> Bool { part.stands(string, in: text, at: start) }

  @inline(__always)
  func pushedNamesAreDistinct(since mark: Int, _ stamps: inout NameStamps) -> Bool {
    part.pushedNamesAreDistinct(since: mark, &stamps)
  }

  func isRepeated(_ name: KeyID) -> Bool { name == repeated }
  func isUndecided(_ name: KeyID) -> Bool { name == undecided }
}
