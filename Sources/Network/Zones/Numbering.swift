/// Numbers for keys, in the order of their first appearance.
///
/// The keys are found by their hash values: a dictionary of keys of a type of their own makes the run-time library look
/// through all conformances of the program, which a small plan would feel.
struct Numbering<Key: Hashable> {
  private var keys: [Key] = []
  /// The last key of each hash value, and for each key the one before it with the same.
  private var last: [Int: Int] = [:]
  private var earlier: [Int?] = []

  init(minimumCapacity: Int = 0) { last.reserveCapacity(minimumCapacity) }

  /// The number of a key; a new one is the count of those before.
  mutating func number(of key: Key) -> Int {
    let hash = key.hashValue
    let same = last[hash]
    var place = same
    while let candidate = place {
      if keys[candidate] == key { return candidate }
      place = earlier[candidate]
    }
    last[hash] = keys.count
    earlier.append(same)
    keys.append(key)
    return keys.count - 1
  }
}
