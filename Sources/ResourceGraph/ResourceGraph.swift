import Values

/// Everything that the inputs describe, with indexes built once.
public struct ResourceGraph: Sendable {
  /// What no rule changes: one object, since a graph is handed on for every attribute that is resolved.
  private let contents: GraphContents
  public private(set) var arena: ValueArena
  /// What stands for hidden values in evidence; nil if nothing shall.
  public var valueDigest: ValueDigest?

  public var documents: [DocumentSummary] { contents.documents }
  public var resources: [Resource] { contents.resources }
  /// The defaults that were put in where nobody set an argument, by node.
  public var assumedDefaults: AssumedDefaults { contents.assumedDefaults }
  /// The documents behind texts of which a part is not known, by resource and attribute.
  public var partialTexts: [PartialText] { contents.partialTexts }
  /// One a document, nil for formats whose references are values.
  var resolvers: [(any ReferenceResolver)?] { contents.resolvers }
  /// Whether references are followed through configurations, which remember what they were asked before.
  public var followsSources: Bool { locators.contains { $0 != nil } }
  /// One a document, nil where no configuration is at hand.
  var locators: [(any SourceLocator)?] { contents.locators }

  init(_ contents: GraphContents, _ arena: ValueArena, valueDigest: ValueDigest? = nil) {
    self.contents = contents
    self.arena = arena
    self.valueDigest = valueDigest
  }

  public subscript(_ id: ResourceID) -> Resource { contents.resources[Int(id.index)] }

  /// The attributes of a resource; unlike the subscript it copies nothing else.
  public func values(of id: ResourceID) -> NodeID { contents.resources[Int(id.index)].values }

  public func address(of id: ResourceID) -> String { contents.resources[Int(id.index)].address }

  public func type(of id: ResourceID) -> String { contents.resources[Int(id.index)].type }

  public func origin(of id: ResourceID) -> ResourceOrigin { contents.resources[Int(id.index)].origin }

  public func mode(of id: ResourceID) -> ResourceMode { contents.resources[Int(id.index)].mode }

  /// Whether a resource is one of those that `count` or `for_each` make.
  public func isInstance(_ id: ResourceID) -> Bool { contents.resources[Int(id.index)].instanceKey != nil }

  public func instanceKey(of id: ResourceID) -> InstanceKey? { contents.resources[Int(id.index)].instanceKey }

  public func action(of id: ResourceID) -> ChangeAction { contents.resources[Int(id.index)].action }

  /// Why a resource may not exist at all, nil if it certainly does.
  public func doubt(about id: ResourceID) -> String? { contents.resources[Int(id.index)].doubt }

  /// The first resource of the network that may not exist, with the reason; nil if all certainly do.
  public var networkDoubt: String? {
    let words = ["vpc", "subnet", "security_group", "route", "gateway", "network", "lb", "eip", "peering"]
    let found = contents.resources.first { resource in
      resource.doubt != nil && resource.type.hasPrefix("aws_") && words.contains { resource.type.contains($0) }
    }
    return found.flatMap { resource in resource.doubt.map { "\(resource.address): \($0)" } }
  }

  /// The number of the document that a resource came from.
  public func document(of id: ResourceID) -> Int { contents.resources[Int(id.index)].origin.document }

  public func place(of id: ResourceID) -> ResourcePlace { contents.places[Int(id.index)] }

  /// The resources of a type in input order, data sources included.
  public func resources(ofType type: String) -> [ResourceID] { contents.idsByType[type] ?? [] }

  /// The resource whose attributes are at `node`.
  public func resource(at node: NodeID) -> ResourceID? { contents.idsByNode[node] }

  public func resource(named address: String) -> ResourceID? { contents.idsByAddress[address] }

  /// Whether no two resources have the same address; those of several inputs may.
  public var hasUniqueAddresses: Bool { contents.idsByAddress.count == contents.resources.count }

  /// The types that occur, sorted.
  public var types: [String] { contents.idsByType.keys.sorted() }

  /// What the provider configuration of a resource says, a map; nil where the input does not show it.
  public func providerSettings(of id: ResourceID) -> NodeID? {
    contents.providers[ProviderKey(document: self[id].origin.document, scope: self[id].providerScope)]
  }

  /// What follows the references of a document, nil for formats whose references are values.
  public func resolver(ofDocument document: Int) -> (any ReferenceResolver)? { resolvers[document] }

  /// Whether known values of a document too are names that only its format can resolve.
  func resolvesNames(ofDocument document: Int) -> Bool { contents.resolvesNames[document] }

  /// Whether somebody wrote the argument; nil where the input does not say.
  public func isSet(_ attribute: String, of id: ResourceID) -> Bool? {
    isSet(attribute, of: id, arena)
  }

  /// The same for a graph whose values somebody else has.
  public func isSet(_ attribute: String, of id: ResourceID, _ arena: borrowing ValueArena) -> Bool? {
    resolvers[document(of: id)]?.isSet(attribute, of: id, in: self, arena)
  }

  /// The resources of some types that an argument refers to for certain, by the configuration.
  public func configuredTargets(of id: ResourceID, attribute: String, types: Set<String>) -> [ResourceID] {
    let found = resolvers[self[id].origin.document]?.references(
      of: id, path: [attribute], expected: types, isCollection: true, in: self)
    return (found?.references ?? []).filter { $0.resolution == .configuration }.map(\.target)
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
    ResourceGraph(contents, arena, valueDigest: valueDigest)
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
