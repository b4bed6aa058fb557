import Documents
import ResourceGraph
import Values

/// Resolves unknown attributes of a plan through its `configuration`.
///
/// Plan JSON keeps of each expression only the names that it mentions (`references`) and leaves locals out altogether
/// (formats, section 1). So: names are followed through module inputs and outputs and aligned by instance key; at a
/// local the trail ends, and what the relation expects narrows it: a single candidate is `inferred`, several are `possible`.
struct PlanReferenceResolver: ReferenceResolver {
  private let configuration: ConfigurationIndex
  private let instances: Late<InstanceIndex>
  private let declarations: Declarations
  /// `module_address.type.name.attribute` of what the plan says it depended on; nil if the plan does not say.
  private let relevantAttributes: Set<String>?

  /// - Parameter places: where the first resources of the document are declared, as far as that is known.
  init(
    document: Int, configuration: ConfigurationIndex, root: NodeID, _ places: [Place?], _ builder: ResourceGraphBuilder
  ) {
    self.configuration = configuration
    let resources = builder.resources
    instances = Late(isWorthwhile: resources.count >= Self.worthAThread) {
      InstanceIndex(resources, document: document)
    }
    declarations = Declarations(builder.resources, document: document, configuration, known: places)
    relevantAttributes = Self.relevant(root, builder.values.arena)
  }

  private static let worthAThread = 2_000

  func isSet(_ attribute: String, of resource: ResourceID, in graph: ResourceGraph) -> Bool? {
    guard let declared = declarations[resource]?.declaration else { return nil }
    let expressions = Expressions(declared, graph.arena)
    guard expressions.isAvailable else { return nil }
    if expressions.find([attribute], graph.arena) != .absent { return true }
    // An empty object stands for null, but also for calls with constant arguments; the value tells them apart.
    guard expressions.mentions(attribute, graph.arena),
      let member = graph.arena.member(graph.values(of: resource), attribute)
    else { return false }
    let node = graph.arena[member]
    return node.kind != .null && node.kind != .unknown && !node.flags.contains(.assumed)
  }

  func references(
    of id: ResourceID, path: [String], expected: Set<String>, isCollection: Bool, in graph: ResourceGraph
  ) -> ReferenceSet {
    guard let place = declarations[id] else {
      return ReferenceSet(unresolved: "\(graph[id].address).\(path.joined(separator: "."))")
    }
    let finding = Expressions(place.declaration, graph.arena).find(path, graph.arena)
    if case .absent = finding { return ReferenceSet() }
    var trail = ReferenceTrail(
      configuration: configuration, instances: instances.value, relevant: relevantAttributes, graph: graph,
      expected: expected,
      subject: id)
    switch finding {
    case .absent: break
    case .hidden: trail.deadEnd("a dynamic block", place)
    case .references(let references): trail.follow(references, from: place, through: [], depth: 0)
    }
    return trail.conclude(isCollection: isCollection)
  }

  private static func relevant(_ root: NodeID, _ arena: ValueArena) -> Set<String>? {
    guard let list = arena.member(root, "relevant_attributes") else { return nil }
    var result: Set<String> = []
    for entry in arena.children(list) {
      if let address = arena.string(entry, "resource") { result.insert(address) }
    }
    return result
  }
}

/// Where the configuration declares the resources of one document.
private struct Declarations: Sendable {
  /// The number of the first resource.
  private let first: Int
  private let places: [Place?]

  init(_ resources: [Resource], document: Int, _ configuration: ConfigurationIndex, known: [Place?]) {
    let first = resources.firstIndex { $0.origin.document == document } ?? resources.count
    self.first = first
    var modules = PlannedModules(configuration)
    var places = known
    places += resources[(first + known.count)...].map { resource in
      guard resource.origin.document == document else { return nil }
      let module = modules[resource.module]
      let name = "\(resource.type).\(resource.name)"
      let declared = module.configuration?.resources[resource.mode == .data ? "data.\(name)" : name]
      return Place(module.address, resource.instanceKey, declared)
    }
    self.places = places
  }

  subscript(_ id: ResourceID) -> Place? {
    let index = Int(id.index) - first
    return places.indices.contains(index) ? places[index] : nil
  }
}

/// Where an expression stands: in which module instance, and with which `each.key` or `count.index`.
struct Place: Sendable {
  let module: ModuleAddress
  let key: InstanceKey?
  /// The resource or module call that the expression belongs to, for its `for_each`.
  let declaration: NodeID

  init(module: ModuleAddress, key: InstanceKey?, declaration: NodeID) {
    self.module = module
    self.key = key
    self.declaration = declaration
  }

  /// Nil if a module or declaration is missing.
  init?(_ module: ModuleAddress?, _ key: InstanceKey?, _ declaration: NodeID?) {
    guard let module, let declaration else { return nil }
    self.init(module: module, key: key, declaration: declaration)
  }
}
