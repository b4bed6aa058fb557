import Values

/// Collects the resources of all inputs into one graph over one arena.
public struct ResourceGraphBuilder: Sendable {
  /// Holds the inputs' values and whatever is merged from them.
  public var values: ValueArenaBuilder
  private var documents: [DocumentSummary] = []
  private var resolvers: [(any ReferenceResolver)?] = []
  private var locators: [(any SourceLocator)?] = []
  public private(set) var resources: [Resource] = []

  public init(values: ValueArenaBuilder) { self.values = values }

  /// The number that the next document added will have.
  public var nextDocument: Int { documents.count }
  /// The id that the next resource added will have.
  public var nextResource: ResourceID { ResourceID(resources.count) }

  public mutating func add(_ resource: Resource) { resources.append(resource) }

  public mutating func add(
    _ document: DocumentSummary, resolver: (any ReferenceResolver)? = nil, locator: (any SourceLocator)? = nil
  ) {
    documents.append(document)
    resolvers.append(resolver)
    locators.append(locator)
  }

  /// Puts defaults in where nobody set an argument and builds the indexes.
  ///
  /// The builder is empty afterwards.
  public mutating func takeGraph(defaults: [String: [ProviderDefault]] = [:]) -> ResourceGraph {
    let whole = self
    self = ResourceGraphBuilder(values: ValueArenaBuilder())
    return whole.build(defaults: defaults)
  }

  public consuming func build(defaults: [String: [ProviderDefault]] = [:]) -> ResourceGraph {
    var assumed: [NodeID: ProviderDefault] = [:]
    for index in resources.indices {
      guard resources[index].mode == .managed, let defaults = defaults[resources[index].type] else { continue }
      var merger = DefaultMerger()
      if let merged = merger.apply(defaults, to: resources[index].values, in: &values) {
        resources[index].values = merged
        assumed.merge(merger.assumed) { first, _ in first }
      }
    }
    return ResourceGraph(
      documents: documents, resources: resources, arena: values.build(), assumedDefaults: assumed, resolvers: resolvers,
      locators: locators)
  }
}
