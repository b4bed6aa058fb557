/// Finds any of a fixed set of words in UTF-8 text, in one pass and without allocation.
///
/// Names and values of every piece of evidence go through this search, so that `String.contains` for each word would
/// cost more than all rules together (docs/performance.md).
struct WordSearch: Sendable {
  /// The words by their first byte.
  private let words: [[[UInt8]]]
  /// A bit for each pair of bytes that a word begins with: few texts are looked at twice.
  private let beginnings: [UInt64]

  private let hasLetters: Bool

  init(_ words: [String]) {
    var table = [[[UInt8]]](repeating: [], count: 256)
    var beginnings = [UInt64](repeating: 0, count: 1024)
    for word in words {
      let utf8 = Array(word.utf8)
      guard let first = utf8.first else { continue }
      table[Int(first)].append(utf8)
      guard utf8.count > 1 else { continue }
      let pair = Int(utf8[0]) << 8 | Int(utf8[1])
      beginnings[pair >> 6] |= 1 << UInt64(pair & 63)
    }
    hasLetters = words.contains { $0.utf8.count == 1 }
    self.words = table
    self.beginnings = beginnings
  }

  /// Whether one of the words stands anywhere in `text`.
  func finds(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    if hasLetters, text.indices.contains(where: { begins(text, at: $0) }) { return true }
    guard text.count > 1 else { return false }
    return beginnings.withUnsafeBufferPointer { beginnings in
      var pair = Int(text[0])
      for index in 1..<text.count {
        pair = (pair & 255) << 8 | Int(text[index])
        if beginnings[pair >> 6] >> UInt64(pair & 63) & 1 == 1, begins(text, at: index - 1) { return true }
      }
      return false
    }
  }

  func finds(in text: String) -> Bool {
    var text = text
    return text.withUTF8 { finds(in: $0) }
  }

  /// Whether a word stands at a place of the text.
  private func begins(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    words[Int(text[start])].contains { Self.stands($0, in: text, at: start) }
  }

  private static func stands(_ word: [UInt8], in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    guard text.count - start >= word.count else { return false }
    for offset in word.indices where text[start + offset] != word[offset] { return false }
    return true
  }
}
