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
  /// How much of a hundred parts is read alone: more where something comes first that is passed, which takes less time.
  private static let (part, partIfPassing) = (51, 59)
  /// How far what is passed is looked for.
  private static let head = 1 << 14
  /// How far an element is looked for.
  private static let window = 1 << 20

  /// - Parameter start: where the text begins that is shared among two.
  /// - Returns: nil if the text is not worth it or no element is found.
  init?(_ bytes: [UInt8], from start: Int, _ repetition: JSONRepetition) {
    guard bytes.count - start >= repetition.sharedFrom else { return nil }
    let passes = bytes.offset(of: Array("\"\(repetition.member)\"".utf8), in: start..<start + Self.head) != nil
    let middle = start + (bytes.count - start) / 100 * (passes ? Self.partIfPassing : Self.part)
    guard let place = Self.element(after: middle, bytes, beginningWith: repetition.firstName) else { return nil }
    self.start = place
    late = Late(isWorthwhile: bytes.count - place >= Self.worthAThread) {
      let size = bytes.count - place
      var part = ValuePart(forTextOf: size)
      // What stands there may be left out, which only the reader of the whole can tell.
      let last = if let elements = repetition.elements { part.key(elements.member) } else { KeyID.none }
      var reader = FastJSONReader<ValuePart>(at: place, size: size, passing: part.key(repetition.member))
      guard let rest = reader.rest(bytes.span, before: last, &part) else { return nil }
      return Rest(values: part, elements: rest.elements, end: rest.end)
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
