import Values

/// Which nodes are defaults that nobody wrote down in the input.
public struct AssumedDefaults: Sendable {
  private let defaults: [ProviderDefault]
  /// By node, ascending.
  private let entries: [Entry]

  /// A node and the number of the default that it stands for.
  struct Entry: Sendable {
    let node: NodeID
    let number: Int
  }

  init(defaults: [ProviderDefault], entries: [Entry]) {
    self.defaults = defaults
    // A default inside a block comes before those of the resource around it.
    self.entries = entries.sorted { $0.node < $1.node }
  }

  /// The default that a node stands for, nil for values of the input.
  public subscript(_ node: NodeID) -> ProviderDefault? { place(of: node).map { defaults[entries[$0].number] } }

  public var count: Int { entries.count }

  public var isEmpty: Bool { entries.isEmpty }

  public func contains(_ node: NodeID) -> Bool { place(of: node) != nil }

  private func place(of node: NodeID) -> Int? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].node < node { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].node == node ? low : nil
  }
}
