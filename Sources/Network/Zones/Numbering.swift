/// Numbers for keys, in the order of their first appearance.
///
/// The keys are found by their hash values: a dictionary of keys of a type of their own makes the run-time library look
/// through all conformances of the program, which a small plan would feel.
struct Numbering<Key: Hashable> {
  private var keys: [Key] = []
  private var places: [Int: [Int]] = [:]

  init(minimumCapacity: Int = 0) { places.reserveCapacity(minimumCapacity) }

  /// The number of a key; a new one is the count of those before.
  mutating func number(of key: Key) -> Int {
    let hash = key.hashValue
    let known = places[hash] ?? []
    if let place = known.first(where: { keys[$0] == key }) { return place }
    places[hash] = known + [keys.count]
    keys.append(key)
    return keys.count - 1
  }
}
