import Network
import ResourceGraph

/// Something in the input that is no proper network.
public struct AdapterNote: Sendable {
  public let resource: ResourceID
  public let attribute: String
  public let message: String
}

/// The network that a graph describes, with the way back to its resources.
public struct NetworkMap: Sendable {
  public let model: NetworkModel
  /// What to ask about for a resource: an instance with two interfaces is two places.
  public let places: ResourceColumn<[Location]>
  /// The resource behind each of the model's endpoints.
  public let owners: [ResourceID]
  public let notes: [AdapterNote]
  private let origins: ElementOrigins
  /// The places of endpoints that are not called after their resources.
  private let endpoints: IdentifierIndex<Endpoint>

  /// The network of a graph.
  ///
  /// - Parameter readings: what was looked up beforehand.
  public static func map(_ graph: ResourceGraph, readings: LinkReadings? = nil) -> NetworkMap {
    var adapter = NetworkAdapter(graph, readings)
    adapter.adapt()
    return NetworkMap(
      model: adapter.model, places: adapter.places, owners: adapter.owners, notes: adapter.notes,
      origins: adapter.origins, endpoints: adapter.endpointNames)
  }

  /// Where an element stands in the graph that the map was made of.
  public func origin(of element: Element, in graph: ResourceGraph) -> ElementOrigin? {
    origins.origin(of: element.id, in: graph)
  }

  /// The resource behind an element of the graph that the map was made of.
  public func owner(of element: Element, in graph: ResourceGraph) -> ResourceID? {
    endpoints[Endpoint.ID(element.id)].map { owners[$0] } ?? graph.resource(named: element.id)
  }
}
