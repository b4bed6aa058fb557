import ResourceGraph

/// The planned instances of one document, by where the configuration declares them.
struct InstanceIndex: Sendable {
  /// The resources of one module instance, in plan order.
  private struct Members: Sendable {
    var all: [ResourceID] = []
    /// What modules of many resources have them sorted by.
    var sorted: Sorted?
  }

  private struct Sorted: Sendable {
    var byDeclaration: [Declared: [ResourceID]] = [:]
    /// By type.
    var managed: [String: [ResourceID]] = [:]
    var data: [String: [ResourceID]] = [:]
  }

  private struct Declared: Hashable {
    let type, name: String
    let mode: ResourceMode
  }

  private var members: [Members] = []
  /// Places in ``members`` by module address.
  private var places: [String: Int] = [:]
  /// Instances of module calls, by the address without the last key: `module.a[0].module.b`.
  private var moduleInstances: [String: Set<ModuleAddress>] = [:]

  /// Fewer resources are looked through when one is asked for: most modules have few, and indexes of their own would be
  /// larger than what they are about.
  private static let many = 24

  init(_ resources: [Resource], document: Int) {
    var last: (module: String, place: Int)?
    for (index, resource) in resources.enumerated() where resource.origin.document == document {
      let place = last?.module == resource.module ? last?.place ?? 0 : place(of: resource.module)
      last = (resource.module, place)
      members[place].all.append(ResourceID(index))
    }
    for place in members.indices where members[place].all.count > Self.many {
      members[place].sorted = Self.sorted(members[place].all, resources)
    }
  }

  private static func sorted(_ ids: [ResourceID], _ resources: [Resource]) -> Sorted {
    var result = Sorted()
    for id in ids {
      let resource = resources[Int(id.index)]
      let declared = Declared(type: resource.type, name: resource.name, mode: resource.mode)
      result.byDeclaration[declared, default: []].append(id)
      if resource.mode == .data {
        result.data[resource.type, default: []].append(id)
      } else {
        result.managed[resource.type, default: []].append(id)
      }
    }
    return result
  }

  private mutating func place(of module: String) -> Int {
    if let known = places[module] { return known }
    places[module] = members.count
    members.append(Members())
    if !module.isEmpty, let address = ModuleAddress(module) { add(address) }
    return members.count - 1
  }

  private mutating func add(_ module: ModuleAddress) {
    guard let last = module.steps.last, let parent = module.parent else { return }
    let inserted = moduleInstances[parent.appending(last.call).text, default: []].insert(module).inserted
    if inserted { add(parent) }
  }

  /// The instances of one declaration.
  func instances(
    of type: String, _ name: String, _ mode: ResourceMode, in module: ModuleAddress, _ graph: ResourceGraph
  ) -> [ResourceID] {
    guard let place = places[module.text] else { return [] }
    if let sorted = members[place].sorted {
      return sorted.byDeclaration[Declared(type: type, name: name, mode: mode)] ?? []
    }
    return members[place].all.filter { id in
      let resource = graph[id]
      return resource.mode == mode && resource.type == type && resource.name == name
    }
  }

  /// The resources of a type, then its data sources.
  func resources(ofType type: String, in module: ModuleAddress, _ graph: ResourceGraph) -> [ResourceID] {
    guard let place = places[module.text] else { return [] }
    if let sorted = members[place].sorted { return (sorted.managed[type] ?? []) + (sorted.data[type] ?? []) }
    let found = members[place].all.filter { graph[$0].type == type }
    return found.filter { graph[$0].mode != .data } + found.filter { graph[$0].mode == .data }
  }

  /// The instances of a module call that hold resources.
  func instances(ofCall call: String, in module: ModuleAddress) -> [ModuleAddress] {
    (moduleInstances[module.appending(call).text] ?? []).sorted { $0.text < $1.text }
  }
}
