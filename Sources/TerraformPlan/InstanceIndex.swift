import ResourceGraph

/// The planned instances of one document, by where the configuration declares them.
struct InstanceIndex: Sendable {
  /// The resources of one module instance, in plan order.
  private struct Members: Sendable {
    /// By `type.name` (`data.type.name`).
    var byDeclaration: [String: [ResourceID]] = [:]
    /// By type (`data.type`).
    var byType: [String: [ResourceID]] = [:]
  }

  private var members: [Members] = []
  /// Places in ``members`` by module address.
  private var places: [String: Int] = [:]
  /// Instances of module calls, by the address without the last key: `module.a[0].module.b`.
  private var moduleInstances: [String: Set<ModuleAddress>] = [:]

  init(_ resources: [Resource], document: Int) {
    var last: (module: String, place: Int)?
    for (index, resource) in resources.enumerated() where resource.origin.document == document {
      let place = last?.module == resource.module ? last?.place ?? 0 : place(of: resource.module)
      last = (resource.module, place)
      let prefix = resource.mode == .data ? "data." : ""
      members[place].byDeclaration["\(prefix)\(resource.type).\(resource.name)", default: []].append(ResourceID(index))
      members[place].byType["\(prefix)\(resource.type)", default: []].append(ResourceID(index))
    }
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

  func instances(of declaration: String, in module: ModuleAddress) -> [ResourceID] {
    places[module.text].flatMap { members[$0].byDeclaration[declaration] } ?? []
  }

  func resources(ofType type: String, in module: ModuleAddress) -> [ResourceID] {
    guard let place = places[module.text] else { return [] }
    return (members[place].byType[type] ?? []) + (members[place].byType["data.\(type)"] ?? [])
  }

  /// The instances of a module call that hold resources.
  func instances(ofCall call: String, in module: ModuleAddress) -> [ModuleAddress] {
    (moduleInstances[module.appending(call).text] ?? []).sorted { $0.text < $1.text }
  }
}
