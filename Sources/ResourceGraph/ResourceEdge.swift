/// One reference between resources, for showing.
public struct ResourceEdge: Hashable, Sendable {
  public let from: ResourceID
  /// Nil where the input does not say what is meant.
  public let to: ResourceID?
  /// The attribute that holds the reference, dotted.
  public let attribute: String
  public let resolution: Resolution
  /// The steps between attribute and target; for an edge without a target the step that cannot be followed.
  public let through: [String]

  public init(from: ResourceID, to: ResourceID?, attribute: String, resolution: Resolution, through: [String] = []) {
    self.from = from
    self.to = to
    self.attribute = attribute
    self.resolution = resolution
    self.through = through
  }
}

/// The types that attributes are known to refer to: by resource type and dotted path.
public struct ReferenceExpectations: Sendable {
  private var types: [String: [String: Set<String>]] = [:]

  public init() {}

  public mutating func add(_ attribute: String, of type: String, refersTo targets: Set<String>) {
    types[type, default: [:]][attribute, default: []].formUnion(targets)
  }

  func attributes(of type: String) -> [String: Set<String>] { types[type] ?? [:] }
}
