import Network
import ResourceGraph
import Values

/// Where an element of a network model stands in the input.
public struct ElementOrigin: Sendable {
  public let resource: ResourceID
  private let path: AttributePath?
  /// The value of the attribute or block.
  public let node: NodeID?

  /// The attribute or block that it comes from, dotted; empty for the resource as a whole.
  public var attribute: String { path?.text ?? "" }

  init(resource: ResourceID, path: AttributePath? = nil, node: NodeID? = nil) {
    self.resource = resource
    self.path = path
    self.node = node
  }
}

/// Something in the input that is no proper network.
public struct AdapterNote: Sendable {
  public let resource: ResourceID
  public let attribute: String
  public let message: String
}

/// The network that a graph describes, with the way back to its resources.
public struct NetworkMap: Sendable {
  public let model: NetworkModel
  /// By identifier of the element.
  public let origins: [String: ElementOrigin]
  /// What to ask about for a resource: an instance with two interfaces is two places.
  public let places: [ResourceID: [Location]]
  /// The resource behind each endpoint.
  public let owners: IdentifierMap<Endpoint, ResourceID>
  public let notes: [AdapterNote]

  /// The network of a graph.
  public static func map(_ graph: ResourceGraph) -> NetworkMap {
    var adapter = NetworkAdapter(graph)
    adapter.adapt()
    return NetworkMap(
      model: adapter.model, origins: adapter.origins, places: adapter.places, owners: adapter.owners,
      notes: adapter.notes)
  }
}
