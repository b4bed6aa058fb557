/// The candidate that a misspelt name most likely meant, nil if none is near.
///
/// Nearness is Damerau's edit distance restricted to adjacent transpositions, at most a third of the name's length.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let limit = max(1, name.utf8.count / 3)
  var best: (name: String, distance: Int)?
  for candidate in candidates where abs(candidate.utf8.count - name.utf8.count) <= limit {
    let distance = editDistance(Array(name.utf8), Array(candidate.utf8))
    guard distance <= limit else { continue }
    if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
    best = (candidate, distance)
  }
  return best?.name
}

private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforePrevious = [Int](repeating: 0, count: right.count + 1)
  var previous = Array(0...right.count)
  for row in 1...max(1, left.count) where row <= left.count {
    var current = [row] + [Int](repeating: 0, count: right.count)
    for column in 1...max(1, right.count) where column <= right.count {
      let substitution = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1)
      var distance = min(previous[column] + 1, current[column - 1] + 1, substitution)
      if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
        distance = min(distance, beforePrevious[column - 2] + 1)
      }
      current[column] = distance
    }
    beforePrevious = previous
    previous = current
  }
  return previous[right.count]
}
