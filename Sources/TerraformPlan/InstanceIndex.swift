import ResourceGraph

/// The planned instances of one document, by where the configuration declares them.
struct InstanceIndex: Sendable {
  /// By module address and `type.name` (`data.type.name`), in plan order.
  private var byDeclaration: [String: [ResourceID]] = [:]
  /// By module address and type.
  private var byType: [String: [ResourceID]] = [:]
  /// Instances of module calls, by the address without the last key: `module.a[0].module.b`.
  private var moduleInstances: [String: Set<ModuleAddress>] = [:]

  init(_ resources: [Resource], document: Int) {
    for (index, resource) in resources.enumerated() where resource.origin.document == document {
      let id = ResourceID(index)
      let prefix = resource.mode == .data ? "data." : ""
      byDeclaration["\(resource.module)|\(prefix)\(resource.type).\(resource.name)", default: []].append(id)
      byType["\(resource.module)|\(prefix)\(resource.type)", default: []].append(id)
      if !resource.module.isEmpty, let module = ModuleAddress(resource.module) { add(module) }
    }
  }

  private mutating func add(_ module: ModuleAddress) {
    guard let last = module.steps.last, let parent = module.parent else { return }
    let inserted = moduleInstances[parent.appending(last.call).text, default: []].insert(module).inserted
    if inserted { add(parent) }
  }

  func instances(of declaration: String, in module: ModuleAddress) -> [ResourceID] {
    byDeclaration["\(module.text)|\(declaration)"] ?? []
  }

  func resources(ofType type: String, in module: ModuleAddress) -> [ResourceID] {
    (byType["\(module.text)|\(type)"] ?? []) + (byType["\(module.text)|data.\(type)"] ?? [])
  }

  /// The instances of a module call that hold resources.
  func instances(ofCall call: String, in module: ModuleAddress) -> [ModuleAddress] {
    (moduleInstances[module.appending(call).text] ?? []).sorted { $0.text < $1.text }
  }
}
