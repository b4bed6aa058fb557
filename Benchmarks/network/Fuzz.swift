import NetworkOracle

/// Compares engine and simulator on many random networks: `network-benchmark fuzz [FROM] [COUNT]`.
enum Fuzz {
  static func run(_ arguments: some Collection<Int>) -> Bool {
    let first = arguments.first ?? 0
    let count = arguments.dropFirst().first ?? 3000
    var disagreements = 0
    for seed in first..<(first + count) {
      for (kind, compare) in [("known", Comparison.exact), ("unknowns", Comparison.bounds)] {
        do {
          for line in try compare(seed).prefix(5) {
            print("\(kind): \(line)")
            disagreements += 1
          }
        } catch {
          print("\(kind): seed \(seed): \(error)")
          disagreements += 1
        }
      }
    }
    print("seeds \(first) to \(first + count - 1): \(disagreements) disagreements")
    return disagreements == 0
  }
}
