import Values

/// The resources of a graph and the indexes to them.
final class GraphContents: Sendable {
  let documents: [DocumentSummary]
  let resources: [Resource]
  let assumedDefaults: AssumedDefaults
  let idsByType: [String: [ResourceID]]
  let idsByNode: [NodeID: ResourceID]
  let idsByAddress: [String: ResourceID]
  let resolvers: [(any ReferenceResolver)?]
  let locators: [(any SourceLocator)?]
  let providers: [ProviderKey: NodeID]
  let partialTexts: [PartialText]

  init(
    documents: [DocumentSummary], resources: [Resource], assumedDefaults: AssumedDefaults,
    resolvers: [(any ReferenceResolver)?], locators: [(any SourceLocator)?], providers: [ProviderKey: NodeID],
    partialTexts: [PartialText] = []
  ) {
    self.documents = documents
    self.resources = resources
    self.assumedDefaults = assumedDefaults
    self.resolvers = resolvers
    self.locators = locators
    self.providers = providers
    self.partialTexts = partialTexts
    var byType: [String: [ResourceID]] = [:]
    var byNode: [NodeID: ResourceID] = [:]
    var byAddress: [String: ResourceID] = [:]
    byNode.reserveCapacity(resources.count)
    byAddress.reserveCapacity(resources.count)
    for (index, resource) in resources.enumerated() {
      byType[resource.type, default: []].append(ResourceID(index))
      byNode[resource.values] = ResourceID(index)
      byAddress[resource.address] = ResourceID(index)
    }
    idsByType = byType
    idsByNode = byNode
    idsByAddress = byAddress
  }
}
