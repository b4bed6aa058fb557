import Parallel
import Values

/// Where a resource stands among those of its type, so that what is kept for each needs no dictionary.
public struct ResourcePlace: Sendable {
  /// The number of the type in its graph.
  public let type: UInt32
  /// The number of the resource among those of its type.
  public let ordinal: UInt32
}

/// The resources of a graph and the indexes to them.
final class GraphContents: Sendable {
  let documents: [DocumentSummary]
  let resources: [Resource]
  let assumedDefaults: AssumedDefaults
  let idsByType: [String: [ResourceID]]
  let places: [ResourcePlace]
  let idsByNode: NodeIndex
  let idsByAddress: [String: ResourceID]
  let resolvers: [(any ReferenceResolver)?]
  /// Which of the resolvers resolve known values too: it is asked for every attribute, a resolver only for unknown ones.
  let resolvesNames: [Bool]
  let locators: [(any SourceLocator)?]
  let providers: [ProviderKey: NodeID]
  let partialTexts: [PartialText]

  /// The indexes of fewer resources are made one after the other.
  private static let worthwhile = 5_000

  init(
    documents: [DocumentSummary], resources: [Resource], assumedDefaults: AssumedDefaults,
    idsByAddress: [String: ResourceID], resolvers: [(any ReferenceResolver)?], locators: [(any SourceLocator)?],
    providers: [ProviderKey: NodeID], partialTexts: [PartialText] = []
  ) {
    self.documents = documents
    self.resources = resources
    self.assumedDefaults = assumedDefaults
    self.idsByAddress = idsByAddress
    self.resolvers = resolvers
    resolvesNames = resolvers.map { $0?.resolvesNames ?? false }
    self.locators = locators
    self.providers = providers
    self.partialTexts = partialTexts
    var byType: [[ResourceID]] = []
    var typeNumbers: [String: Int] = [:]
    var places: [ResourcePlace] = []
    places.reserveCapacity(resources.count)
    let byNode = Late(isWorthwhile: resources.count >= Self.worthwhile) { NodeIndex(resources) }
    for (index, resource) in resources.enumerated() {
      let type = typeNumbers[resource.type] ?? byType.count
      if type == byType.count {
        typeNumbers[resource.type] = type
        byType.append([])
      }
      places.append(ResourcePlace(type: UInt32(type), ordinal: UInt32(byType[type].count)))
      byType[type].append(ResourceID(index))
    }
    idsByType = typeNumbers.mapValues { byType[$0] }
    self.places = places
    idsByNode = byNode.value
  }
}
