import ResourceGraph
import Values

/// Resolves unknown attributes of a plan through its `configuration`.
///
/// Plan JSON keeps of each expression only the names that it mentions (`references`) and leaves locals out altogether
/// (formats, section 1). So: names are followed through module inputs and outputs and aligned by instance key; at a
/// local the trail ends, and what the relation expects narrows it: a single candidate is `inferred`, several are `possible`.
struct PlanReferenceResolver: ReferenceResolver {
  private let configuration: ConfigurationIndex
  private let instances: InstanceIndex
  /// `module_address.type.name.attribute` of what the plan says it depended on; nil if the plan does not say.
  private let relevantAttributes: Set<String>?

  init(document: Int, configuration: ConfigurationIndex, root: NodeID, _ builder: ResourceGraphBuilder) {
    self.configuration = configuration
    instances = InstanceIndex(builder.resources, document: document)
    relevantAttributes = Self.relevant(root, builder.values.arena)
  }

  func isSet(_ attribute: String, of resource: ResourceID, in graph: ResourceGraph) -> Bool? {
    let resource = graph[resource]
    guard let declared = declaration(of: resource) else { return nil }
    let expressions = Expressions(declared, graph.arena)
    guard expressions.isAvailable else { return nil }
    if expressions.find([attribute], graph.arena) != .absent { return true }
    // An empty object stands for null, but also for calls with constant arguments; the value tells them apart.
    guard expressions.mentions(attribute, graph.arena), let member = graph.arena.member(resource.values, attribute)
    else {
      return false
    }
    let node = graph.arena[member]
    return node.kind != .null && node.kind != .unknown && !node.flags.contains(.assumed)
  }

  func references(
    of id: ResourceID, path: [String], expected: Set<String>, isCollection: Bool, in graph: ResourceGraph
  ) -> ReferenceSet {
    let resource = graph[id]
    guard let module = ModuleAddress(resource.module), let declared = declaration(of: resource) else {
      return ReferenceSet(unresolved: "\(resource.address).\(path.joined(separator: "."))")
    }
    let place = Place(module: module, key: resource.instanceKey, declaration: declared)
    var trail = ReferenceTrail(
      configuration: configuration, instances: instances, relevant: relevantAttributes, graph: graph,
      expected: expected,
      subject: id)
    switch Expressions(declared, graph.arena).find(path, graph.arena) {
    case .absent: return ReferenceSet()
    case .hidden: trail.deadEnd("a dynamic block", place)
    case .references(let references): trail.follow(references, from: place, through: [], depth: 0)
    }
    return trail.conclude(isCollection: isCollection)
  }

  private func declaration(of resource: Resource) -> NodeID? {
    guard let path = ModuleAddress(resource.module)?.configurationPath else { return nil }
    let name = "\(resource.type).\(resource.name)"
    return configuration.modules[path]?.resources[resource.mode == .data ? "data.\(name)" : name]
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

/// Where an expression stands: in which module instance, and with which `each.key` or `count.index`.
struct Place {
  let module: ModuleAddress
  let key: InstanceKey?
  /// The resource or module call that the expression belongs to, for its `for_each`.
  let declaration: NodeID
}
