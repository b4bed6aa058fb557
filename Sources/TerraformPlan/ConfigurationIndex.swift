import Values

/// One module of a plan's `configuration`, which has neither locals nor instances.
struct ModuleConfiguration: Sendable {
  /// By `type.name`, data sources by `data.type.name`.
  var resources: [String: NodeID] = [:]
  var outputs: [String: NodeID] = [:]
  /// By the call's name: the call's own object (`expressions`, `for_each_expression`, `count_expression`).
  var calls: [String: NodeID] = [:]
}

/// A plan's `configuration` by module path, so that no lookup walks the tree.
struct ConfigurationIndex: Sendable {
  private(set) var modules: [String: ModuleConfiguration] = [:]

  /// - Parameter configuration: the plan's `configuration`, nil if it has none.
  init(_ configuration: NodeID?, _ arena: ValueArena) {
    guard let configuration, let root = arena.member(configuration, "root_module") else { return }
    add(root, path: "", arena)
  }

  private mutating func add(_ module: NodeID, path: String, _ arena: ValueArena) {
    var entry = ModuleConfiguration()
    for resource in arena.children(module, of: "resources") {
      guard let type = arena.string(resource, "type"), let name = arena.string(resource, "name") else { continue }
      let isData = arena.string(resource, "mode") == "data"
      entry.resources[isData ? "data.\(type).\(name)" : "\(type).\(name)"] = resource
    }
    for output in arena.children(module, of: "outputs") {
      if let name = arena.keyName(output) { entry.outputs[name] = output }
    }
    let calls = arena.children(module, of: "module_calls")
    for call in calls {
      if let name = arena.keyName(call) { entry.calls[name] = call }
    }
    modules[path] = entry
    for call in calls {
      guard let name = arena.keyName(call), let child = arena.member(call, "module") else { continue }
      add(child, path: path.isEmpty ? name : "\(path).\(name)", arena)
    }
  }
}
