/// Finds any of a fixed set of words in UTF-8 text, in one pass and without allocation.
///
/// Names and values of every piece of evidence go through this search, so that `String.contains` for each word would
/// cost more than all rules together (docs/performance.md).
struct WordSearch: Sendable {
  /// The words by their first byte.
  private let words: [[[UInt8]]]

  init(_ words: [String]) {
    var table = [[[UInt8]]](repeating: [], count: 256)
    for word in words {
      let utf8 = Array(word.utf8)
      if let first = utf8.first { table[Int(first)].append(utf8) }
    }
    self.words = table
  }

  /// Whether one of the words stands anywhere in `text`.
  func finds(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    for start in text.indices {
      let candidates = words[Int(text[start])]
      if !candidates.isEmpty, candidates.contains(where: { Self.stands($0, in: text, at: start) }) { return true }
    }
    return false
  }

  func finds(in text: String) -> Bool {
    var text = text
    return text.withUTF8 { finds(in: $0) }
  }

  private static func stands(_ word: [UInt8], in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    guard text.count - start >= word.count else { return false }
    for offset in word.indices where text[start + offset] != word[offset] { return false }
    return true
  }
}
