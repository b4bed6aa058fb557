/// Paths of clients to proxies whose targets are not known: the same for every receiver behind them.
struct EntranceMemo {
  struct Key: Hashable {
    private let client: ObjectIdentifier
    private let endpoint: Int?
    private let recognisesGroups: Bool
    private let front: Int
    private let shapes: [Traffic.Shape]
    private let depth: Int

    /// - Parameter shapes: what the proxy's listeners take.
    init(_ client: Client, front: Int, _ shapes: [Traffic.Shape], depth: Int) {
      self.client = ObjectIdentifier(client.party)
      endpoint = client.endpoint
      recognisesGroups = client.recognisesGroups
      self.front = front
      self.shapes = shapes
      self.depth = depth
    }
  }

  private var known: [Key: [Course]] = [:]
  /// Paths that are kept at a time.
  private static let capacity = 100_000

  subscript(_ key: Key) -> [Course]? {
    get { known[key] }
    set {
      if known.count >= Self.capacity { known = [:] }
      known[key] = newValue
    }
  }
}
