/// Finds any of a fixed set of words in UTF-8 text, in one pass and without allocation.
///
/// Names and values of every piece of evidence go through this search, so that `String.contains` for each word would
/// cost more than all rules together (docs/performance.md).
struct WordSearch: Sendable {
  /// The words, one after the other, sorted.
  private let bytes: [UInt8]
  /// Where each word is.
  private let words: [Range<Int>]
  /// The words that begin with each byte.
  private let byFirst: [Range<Int>]
  /// A bit for each pair of bytes that a word begins with: few texts are looked at twice.
  private let beginnings: [UInt64]
  private let hasLetters: Bool

  init(_ list: [String]) {
    var bytes: [UInt8] = []
    var words: [Range<Int>] = []
    var byFirst = [Range<Int>](repeating: 0..<0, count: 256)
    var beginnings = [UInt64](repeating: 0, count: 1024)
    for word in list.map({ Array($0.utf8) }).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      guard let first = word.first.map(Int.init) else { continue }
      let start = byFirst[first].isEmpty ? words.count : byFirst[first].lowerBound
      words.append(bytes.count..<bytes.count + word.count)
      byFirst[first] = start..<words.count
      bytes += word
      guard word.count > 1 else { continue }
      let pair = first << 8 | Int(word[1])
      beginnings[pair >> 6] |= 1 << UInt64(pair & 63)
    }
    self.bytes = bytes
    self.words = words
    self.byFirst = byFirst
    self.beginnings = beginnings
    hasLetters = list.contains { $0.utf8.count == 1 }
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
    for number in byFirst[Int(text[start])] {
      let word = words[number]
      guard word.count <= text.count - start else { continue }
      var length = 0
      while length < word.count, text[start + length] == bytes[word.lowerBound + length] { length += 1 }
      if length == word.count { return true }
    }
    return false
  }
}
