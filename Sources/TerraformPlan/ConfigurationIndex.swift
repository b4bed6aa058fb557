import Values

/// One module of a plan's `configuration`, which has neither locals nor instances.
struct ModuleConfiguration: Sendable {
  /// By `type.name`, data sources by `data.type.name`.
  var resources: [String: NodeID] = [:]
  var outputs: [String: NodeID] = [:]
  /// By the call's name: the call's own object (`expressions`, `for_each_expression`, `count_expression`).
  var calls: [String: NodeID] = [:]
  /// Whether the module, or one around it, is called with `count` or `for_each`, so that it may have no instance.
  var isConditional = false
}

/// A plan's `configuration` by module path, so that no lookup walks the tree.
struct ConfigurationIndex: Sendable {
  private(set) var modules: [String: ModuleConfiguration] = [:]
  /// The provider configurations that somebody wrote, by their keys; others are inherited.
  private var providers: Set<String> = []

  /// - Parameter configuration: the plan's `configuration`, nil if it has none.
  init(_ configuration: NodeID?, _ arena: ValueArena) {
    guard let configuration, let root = arena.member(configuration, "root_module") else { return }
    for provider in arena.children(configuration, of: "provider_config")
    where arena.member(provider, "expressions") != nil {
      if let key = arena.keyName(provider) { providers.insert(key) }
    }
    add(root, path: "", isConditional: false, arena)
  }

  /// The provider configuration that a declared resource really uses, so that resources of one account and region have
  /// the same. A module that only says which provider it requires has a key of its own (`module.a:aws`) and inherits
  /// the configuration of its caller.
  func providerScope(of declaration: NodeID?, _ key: KeyID, _ arena: ValueArena) -> String {
    providerScope(declaration.flatMap { arena.member($0, key) }.flatMap { arena.string($0) })
  }

  /// - Parameter key: the declaration's `provider_config_key`.
  func providerScope(_ key: String?) -> String {
    guard var scope = key else { return "" }
    while !providers.contains(scope), let colon = scope.lastIndex(of: ":") {
      let name = scope[scope.index(after: colon)...]
      let steps = scope[..<colon].split(separator: ".", omittingEmptySubsequences: false)
      let parent = steps.first == "module" && steps.count > 2 ? steps.dropLast(2).joined(separator: ".") : ""
      scope = parent.isEmpty ? String(name) : "\(parent):\(name)"
    }
    return scope
  }

  private mutating func add(_ module: NodeID, path: String, isConditional: Bool, _ arena: ValueArena) {
    var entry = ModuleConfiguration()
    entry.isConditional = isConditional
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
      let mayBeAbsent = ["count_expression", "for_each_expression"].contains { arena.member(call, $0) != nil }
      add(
        child, path: path.isEmpty ? name : "\(path).\(name)", isConditional: isConditional || mayBeAbsent, arena)
    }
  }
}
