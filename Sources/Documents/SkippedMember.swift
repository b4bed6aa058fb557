import Values

/// A member of the root that is passed before it is read: another thread proves it well-formed, while the reader goes on
/// where it is guessed to end. Only the proof says whether the guess was right.
struct SkippedMember {
  /// Where the reader went on, which has to be the end of the value, but for space.
  let next: Int
  private let end: Late<Int?>

  /// Whether the value is well-formed and ends where the reader went on; waits for the proof.
  var isProven: Bool { end.value == next }

  /// Less is read before a thread has started.
  private static let worthAThread = 1 << 20

  /// Where a value that begins at `offset` and what space there is behind it end; nil if Jansson must judge it.
  static func end(of text: Span<UInt8>, from offset: Int) -> Int? {
    var reader = FastJSONReader<ForgottenValues>(at: offset, size: text.count - offset)
    var values = ForgottenValues()
    guard reader.value(text, key: .none, place: .none, depth: 1, &values) else { return nil }
    reader.skipSpace(text)
    return reader.offset
  }

  /// How the end of a member is guessed: by the name of the member that follows.
  struct Guess {
    private let bytes: [UInt8]
    private let original: [UInt8]
    private let between: [[UInt8]]

    /// - Parameter bytes: the whole text.
    init(_ repetition: JSONRepetition, in bytes: [UInt8]) {
      self.bytes = bytes
      original = Self.quoted(repetition.original)
      between = repetition.between.map { Self.quoted($0) }
    }

    private static func quoted(_ name: String) -> [UInt8] { Array("\"\(name)\"".utf8) }

    /// The member whose value begins at an offset, passed; nil where it is read at once.
    func member(at offset: Int) -> SkippedMember? {
      guard bytes.count - offset >= worthAThread, var found = bytes.offset(of: original, in: offset..<bytes.count)
      else {
        return nil
      }
      for name in between { found = bytes.offset(of: name, in: offset..<found) ?? found }
      guard found - offset >= worthAThread, let comma = comma(before: found, after: offset) else { return nil }
      let bytes = bytes
      return SkippedMember(
        next: comma,
        end: Late(isWorthwhile: true) { SkippedMember.end(of: bytes.span, from: offset) })
    }

    private func comma(before name: Int, after start: Int) -> Int? {
      var index = name - 1
      while index > start, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index -= 1 }
      return index > start && bytes[index] == UInt8(ascii: ",") ? index : nil
    }
  }
}
