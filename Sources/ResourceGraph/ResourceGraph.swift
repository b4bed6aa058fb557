import Values

/// Everything that the inputs describe, with indexes built once.
public struct ResourceGraph: Sendable {
  public let documents: [DocumentSummary]
  public let resources: [Resource]
  public private(set) var arena: ValueArena
  /// The defaults that were put in where nobody set an argument, by node.
  public let assumedDefaults: AssumedDefaults
  private let idsByType: [String: [ResourceID]]
  private let idsByNode: [NodeID: ResourceID]
  private let idsByAddress: [String: ResourceID]
  /// One a document, nil for formats whose references are values.
  let resolvers: [(any ReferenceResolver)?]
  /// One a document, nil where no configuration is at hand.
  let locators: [(any SourceLocator)?]
  private let providers: [ProviderKey: NodeID]
  /// The documents behind texts of which a part is not known, by resource and attribute.
  public let partialTexts: [PartialText]
  /// What stands for hidden values in evidence; nil if nothing shall.
  public var valueDigest: ValueDigest?

  init(
    documents: [DocumentSummary], resources: [Resource], arena: ValueArena, assumedDefaults: AssumedDefaults,
    resolvers: [(any ReferenceResolver)?], locators: [(any SourceLocator)?],
    providers: [ProviderKey: NodeID], partialTexts: [PartialText] = []
  ) {
    self.documents = documents
    self.resources = resources
    self.arena = arena
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

  public subscript(_ id: ResourceID) -> Resource { resources[Int(id.index)] }

  /// The attributes of a resource; unlike the subscript it copies nothing else.
  public func values(of id: ResourceID) -> NodeID { resources[Int(id.index)].values }

  /// Why a resource may not exist at all, nil if it certainly does.
  public func doubt(about id: ResourceID) -> String? { resources[Int(id.index)].doubt }

  /// The first resource of the network that may not exist, with the reason; nil if all certainly do.
  public var networkDoubt: String? {
    let words = ["vpc", "subnet", "security_group", "route", "gateway", "network", "lb", "eip", "peering"]
    let found = resources.first { resource in
      resource.doubt != nil && resource.type.hasPrefix("aws_") && words.contains { resource.type.contains($0) }
    }
    return found.flatMap { resource in resource.doubt.map { "\(resource.address): \($0)" } }
  }

  public func mode(of id: ResourceID) -> ResourceMode { resources[Int(id.index)].mode }

  /// The number of the document that a resource came from.
  public func document(of id: ResourceID) -> Int { resources[Int(id.index)].origin.document }

  /// The resources of a type in input order, data sources included.
  public func resources(ofType type: String) -> [ResourceID] { idsByType[type] ?? [] }

  /// The resource whose attributes are at `node`.
  public func resource(at node: NodeID) -> ResourceID? { idsByNode[node] }

  public func resource(named address: String) -> ResourceID? { idsByAddress[address] }

  /// The types that occur, sorted.
  public var types: [String] { idsByType.keys.sorted() }

  /// What the provider configuration of a resource says, a map; nil where the input does not show it.
  public func providerSettings(of id: ResourceID) -> NodeID? {
    providers[ProviderKey(document: self[id].origin.document, scope: self[id].providerScope)]
  }

  /// What follows the references of a document, nil for formats whose references are values.
  public func resolver(ofDocument document: Int) -> (any ReferenceResolver)? { resolvers[document] }

  /// Whether somebody wrote the argument; nil where the input does not say.
  public func isSet(_ attribute: String, of id: ResourceID) -> Bool? {
    resolvers[self[id].origin.document]?.isSet(attribute, of: id, in: self)
  }

  /// Adds values to the arena in place; ids stay what they are. The graph is without values meanwhile: as long as
  /// anybody else holds them, adding one costs a copy of them all.
  public mutating func extendValues(_ body: (inout ValueArenaBuilder, _ index: ResourceGraph) -> Void) {
    let none = ValueArenaBuilder().build()
    let whole = arena
    arena = none
    var builder = ValueArenaBuilder(extending: whole)
    _ = consume whole
    body(&builder, self)
    arena = builder.build()
  }

  /// Gives the graph away; what stays is empty.
  public mutating func take() -> ResourceGraph {
    let whole = self
    self = ResourceGraphBuilder(values: ValueArenaBuilder()).build()
    return whole
  }

  /// What can be told without values: addresses, types, documents, who refers to whom.
  public var withoutValues: ResourceGraph { extended(to: ValueArenaBuilder().build()) }

  /// The same graph over an arena with more in it; ids stay what they are.
  public func extended(to arena: ValueArena) -> ResourceGraph {
    ResourceGraph(copying: self, arena: arena)
  }

  private init(copying other: ResourceGraph, arena: ValueArena) {
    documents = other.documents
    resources = other.resources
    self.arena = arena
    assumedDefaults = other.assumedDefaults
    resolvers = other.resolvers
    locators = other.locators
    providers = other.providers
    partialTexts = other.partialTexts
    valueDigest = other.valueDigest
    idsByType = other.idsByType
    idsByNode = other.idsByNode
    idsByAddress = other.idsByAddress
  }
}

/// A text that is a JSON document of which a part is not known: the attribute is unknown, the document shows the rest.
public struct PartialText: Sendable {
  public let resource: ResourceID
  public let attribute: String
  public let document: NodeID
}

/// Names a provider configuration of a document.
struct ProviderKey: Hashable, Sendable {
  let document: Int
  let scope: String
}
