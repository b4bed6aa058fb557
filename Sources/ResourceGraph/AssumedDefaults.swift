import Values

/// Which nodes are defaults that nobody wrote down in the input.
public struct AssumedDefaults: Sendable {
  private let defaults: [ProviderDefault]
  private let numbers: [NodeID: Int]

  init(defaults: [ProviderDefault], numbers: [NodeID: Int]) {
    self.defaults = defaults
    self.numbers = numbers
  }

  /// The default that a node stands for, nil for values of the input.
  public subscript(_ node: NodeID) -> ProviderDefault? { numbers[node].map { defaults[$0] } }

  public var count: Int { numbers.count }

  public var isEmpty: Bool { numbers.isEmpty }

  public func contains(_ node: NodeID) -> Bool { numbers[node] != nil }
}
