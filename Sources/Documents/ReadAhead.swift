import Parallel
import Values

/// The later parts of a document, read on another thread from places in the middle of a list in the root.
///
/// That elements of a list begin there is a guess. A part counts only if the reader itself comes to that place with
/// nothing but the root and a list around it; then whoever goes on there reads the same. The other thread begins with the
/// last part and goes towards the first, the reader comes from the front, and who is at a part first reads it: so both
/// are done at the same time, whatever stands where and whichever of them is faster.
struct ReadAhead: Sendable {
  /// In the order of the text; those to which the reader has not come.
  private var parts: ArraySlice<ReadAheadPart>

  /// The place of the next part's first element; nil if the reader has passed all.
  var start: Int? { parts.first?.start }

  /// Less is read before a thread has started.
  private static let worthAThread = 1 << 20
  /// Where parts begin, in hundredths of the text. The last is large, for the other thread begins with it while the reader
  /// has more before the first, even where it passes a part of that; the others are small, for one of the two may have to
  /// wait for the other to read one.
  private static let places = [40, 44, 48, 52, 56, 60, 64, 68]
  /// How far an element is looked for.
  private static let window = 1 << 20

  /// - Parameter start: where the text begins that is shared among two.
  /// - Returns: nil if the text is not worth it or no element is found.
  init?(_ bytes: [UInt8], from start: Int, _ repetition: JSONRepetition) {
    guard bytes.count - start >= repetition.sharedFrom else { return nil }
    var starts: [Int] = []
    for place in Self.places {
      let middle = start + (bytes.count - start) / 100 * place
      guard let found = Self.element(after: middle, bytes, beginningWith: repetition.firstName) else { break }
      if found > starts.last ?? start { starts.append(found) }
    }
    guard let last = starts.last else { return nil }
    let parts = starts.indices.map { number in
      ReadAheadPart(start: starts[number], limit: number + 1 < starts.count ? starts[number + 1] : nil)
    }
    self.parts = parts[...]
    _ = Late(isWorthwhile: bytes.count - last >= Self.worthAThread) {
      for part in parts.reversed() {
        guard part.read(bytes, repetition) else { return }
      }
    }
  }

  /// Takes the next part away.
  ///
  /// - Returns: what the other thread read of it; nil if it did not begin with it, which it does not any more then, or if
  ///   anything there was out of the ordinary.
  mutating func takeFirst() -> ReadAheadPart.Rest? { parts.popFirst()?.take() }

  /// Leaves out the parts that begin before a place.
  mutating func pass(_ place: Int) {
    while let first = parts.first, first.start < place {
      first.pass()
      parts.removeFirst()
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
