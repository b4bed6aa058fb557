/// "Did you mean": the nearest of the names that could have been written.
enum Suggestion {
  /// At most this many names are compared, so that a huge schema cannot make an error slow.
  private static let mostCandidates = 20_000

  /// The names nearest to `word`, best first; none if nothing is near.
  static func nearest(_ word: String, in names: some Sequence<String>, count: Int = 3) -> [String] {
    let limit = max(1, word.utf8.count / 3)
    let wanted = Array(word.lowercased().utf8)
    var found: [(distance: Int, name: String)] = []
    for name in names.prefix(mostCandidates) where name != word && abs(name.utf8.count - wanted.count) <= limit {
      let distance = distance(wanted, Array(name.lowercased().utf8), limit: limit)
      if distance <= limit { found.append((distance, name)) }
    }
    found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return found.prefix(count).map(\.name)
  }

  /// The note for a diagnostic, nil if nothing is near.
  static func note(_ word: String, in names: some Sequence<String>) -> String? {
    let near = nearest(word, in: names)
    return near.isEmpty ? nil : "did you mean " + near.map { "`\($0)`" }.joined(separator: " or ") + "?"
  }

  /// Edit distance with transpositions (optimal string alignment), cut off above `limit`.
  private static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      var least = row + 1
      for column in 0..<right.count {
        var cost = min(previous[column + 1] + 1, current[column] + 1)
        cost = min(cost, previous[column] + (left[row] == right[column] ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
        least = min(least, cost)
      }
      if least > limit { return limit + 1 }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
