import Values

/// Collects the resources of all inputs into one graph over one arena.
public struct ResourceGraphBuilder: Sendable {
  /// Holds the inputs' values and whatever is merged from them.
  public var values: ValueArenaBuilder
  private(set) var documents: [DocumentSummary] = []
  private var resolvers: [(any ReferenceResolver)?] = []
  private var locators: [(any SourceLocator)?] = []
  public internal(set) var resources: [Resource] = []
  private var providers: [ProviderKey: NodeID] = [:]
  private var partialTexts: [PartialText] = []

  /// The ids of the first resources by address, and how many of them there are.
  private var known: (ids: [String: ResourceID], count: Int) = ([:], 0)

  /// How often each address was asked for.
  private var addresses: [String: Int] = [:]

  public init(values: ValueArenaBuilder) { self.values = values }

  /// The address, with `#2` and so on after it if it was asked for before: manifests of several folders can have objects
  /// of one name.
  public mutating func unique(_ address: String) -> String {
    let count = addresses[address, default: 0] + 1
    addresses[address] = count
    return count == 1 ? address : unique("\(address)#\(count)")
  }

  /// The number that the next document added will have.
  public var nextDocument: Int { documents.count }
  /// The id that the next resource added will have.
  public var nextResource: ResourceID { ResourceID(resources.count) }

  public mutating func add(_ resource: Resource) { resources.append(resource) }

  public mutating func add(_ more: [Resource]) {
    if resources.isEmpty { resources = more } else { resources += more }
  }

  /// Takes over from a reader that compared all addresses whose each one is, so that it need not be found out again.
  ///
  /// - Parameter places: those of the reader's resources. Only those of the first reader are of use.
  public mutating func know(_ ids: [String: ResourceID], of places: Range<Int>) {
    if places.lowerBound == 0 { known = (ids, places.count) }
  }

  /// Adds what is known of a text that is unknown as a whole.
  public mutating func addPartialText(_ document: NodeID, of resource: ResourceID, attribute: String) {
    partialTexts.append(PartialText(resource: resource, attribute: attribute, document: document))
  }

  /// Adds what a document says of a provider configuration, a map; resources name it by their provider scope.
  public mutating func addProvider(_ settings: NodeID, scope: String, document: Int) {
    providers[ProviderKey(document: document, scope: scope)] = settings
  }

  public mutating func add(
    _ document: DocumentSummary, resolver: (any ReferenceResolver)? = nil, locator: (any SourceLocator)? = nil
  ) {
    documents.append(document)
    resolvers.append(resolver)
    locators.append(locator)
  }

  /// Takes all inputs of a kind for incomplete: what could not be read may have been in any of them.
  public mutating func markIncomplete(_ kinds: Set<DocumentSummary.Kind>, because reason: String) {
    for index in documents.indices where kinds.contains(documents[index].kind) {
      documents[index].completeness = .incomplete(documents[index].completeness.reasons + [reason])
    }
  }

  /// Puts defaults in where nobody set an argument and builds the indexes.
  ///
  /// The builder is empty afterwards.
  ///
  /// - Parameters:
  ///   - defaults: by resource type.
  ///   - special: for the resources of a format, in place of the general ones.
  public mutating func takeGraph(
    defaults: [String: [ProviderDefault]] = [:],
    special: [DocumentSummary.Kind: [String: [ProviderDefault]]] = [:]
  ) -> ResourceGraph {
    let whole = self
    self = ResourceGraphBuilder(values: ValueArenaBuilder())
    return whole.build(defaults: defaults, special: special)
  }

  public consuming func build(
    defaults: [String: [ProviderDefault]] = [:],
    special: [DocumentSummary.Kind: [String: [ProviderDefault]]] = [:]
  ) -> ResourceGraph {
    let (numbered, assumed) = addDefaults(DefaultSets(defaults, special: special))
    return ResourceGraph(
      GraphContents(
        documents: documents, resources: resources,
        assumedDefaults: AssumedDefaults(defaults: numbered, entries: assumed), idsByAddress: takeIDs(),
        resolvers: resolvers, locators: locators, providers: providers, partialTexts: partialTexts),
      values.build())
  }

  /// The ids of resources by address; of several with one address that of the last.
  private mutating func takeIDs() -> [String: ResourceID] {
    var (ids, count) = known
    known = ([:], 0)
    ids.reserveCapacity(resources.count)
    for index in count..<resources.count { ids[resources[index].address] = ResourceID(index) }
    return ids
  }
}
