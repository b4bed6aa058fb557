import ResourceGraph
import TerraformConfiguration
import Values

/// What a plan says of variables and instances, by the configuration's addresses.
package struct PlannedInstances: Sendable {
  private var ids: [InstanceAddress: ResourceID] = [:]
  private var addresses: [ResourceID: InstanceAddress] = [:]
  private var keys: [ResourceAddress: [IterationKey]] = [:]
  private var callKeys: [ModuleInstance: Set<IterationKey>] = [:]
  private var variables: [String: NodeID] = [:]
  private var sensitiveVariables: Set<String> = []
  /// Whether what is not listed has no instances.
  let isComplete: Bool

  package init(document: Int, root: NodeID, isComplete: Bool, _ builder: ResourceGraphBuilder) {
    self.isComplete = isComplete
    for (index, resource) in builder.resources.enumerated() where resource.origin.document == document {
      if let address = InstanceAddress(resource.address) { add(address, ResourceID(index)) }
    }
    let arena = builder.values.arena
    for variable in arena.children(root, of: "variables") {
      if let name = arena.keyName(variable) { variables[name] = arena.member(variable, "value") }
    }
    if let declared = arena.member(root, at: "configuration", "root_module", "variables") {
      for variable in arena.children(declared) where arena.bool(variable, "sensitive") == true {
        if let name = arena.keyName(variable) { sensitiveVariables.insert(name) }
      }
    }
  }

  private mutating func add(_ address: InstanceAddress, _ id: ResourceID) {
    ids[address] = id
    addresses[id] = address
    if let key = address.key { keys[address.resource, default: []].append(key) }
    let steps = address.resource.module.steps
    for depth in steps.indices {
      guard let key = steps[depth].key else { continue }
      callKeys[ModuleInstance(Array(steps[..<depth])).appending(steps[depth].call), default: []].insert(key)
    }
  }

  func id(of address: InstanceAddress) -> ResourceID? { ids[address] }

  func address(of id: ResourceID) -> InstanceAddress? { addresses[id] }

  func instanceKeys(of resource: ResourceAddress) -> [IterationKey]? { keys[resource] ?? (isComplete ? [] : nil) }

  func instanceKeys(ofCall call: String, in module: ModuleInstance) -> [IterationKey]? {
    callKeys[module.appending(call)].map { $0.sorted() }
  }

  /// The value given to a root variable; nil if the plan does not list it, `unknown` if nothing may be made of it.
  func variable(_ name: String, _ arena: ValueArena) -> KnownValue? {
    guard let node = variables[name] else { return nil }
    return sensitiveVariables.contains(name) ? .unknown : KnownValue(node, arena)
  }
}

/// The facts of a plan that are in a graph.
package struct GraphFacts: PlanFacts {
  let instances: PlannedInstances
  let graph: ResourceGraph

  package init(instances: PlannedInstances, graph: ResourceGraph) {
    self.instances = instances
    self.graph = graph
  }

  package func rootVariable(_ name: String) -> KnownValue? { instances.variable(name, graph.arena) }

  package func instanceKeys(of resource: ResourceAddress) -> [IterationKey]? { instances.instanceKeys(of: resource) }

  package func instanceKeys(ofCall call: String, in module: ModuleInstance) -> [IterationKey]? {
    instances.instanceKeys(ofCall: call, in: module)
  }

  package func value(of instance: InstanceAddress, path: [PathStep]) -> KnownValue? {
    guard let id = instances.id(of: instance) else { return nil }
    let arena = graph.arena
    var node = graph[id].values
    for step in path {
      if arena[node].kind == .unknown || arena[node].flags.contains(.sensitive) { return .unknown }
      switch step {
      case .name(let name):
        guard let member = arena.member(node, name) else { return nil }
        node = member
      case .index(let index):
        let children = arena.children(node)
        guard arena[node].kind == .list, index >= 0, index < children.count else { return nil }
        node = arena[node].child(index)
      case .any: return nil
      }
    }
    return KnownValue(node, arena)
  }
}

extension KnownValue {
  /// A planned value. What is sensitive counts as not known, so that nothing made of it shows; so does what was assumed,
  /// since it is not in the plan.
  init(_ id: NodeID, _ arena: ValueArena) {
    let node = arena[id]
    guard !node.flags.contains(.sensitive), !node.flags.contains(.assumed) else {
      self = .unknown
      return
    }
    switch node.kind {
    case .null: self = .null
    case .bool: self = .bool(node.boolValue)
    case .int: self = .number("\(node.intValue)")
    case .double: self = .number("\(node.doubleValue)")
    case .string: self = .string(arena.string(id) ?? "")
    case .list: self = .list(arena.children(id).map { KnownValue($0, arena) })
    case .map:
      let members = arena.children(id).compactMap { child in
        arena.keyName(child).map { ($0, KnownValue(child, arena)) }
      }
      self = .map(Dictionary(members) { first, _ in first })
    default: self = .unknown
    }
  }
}
