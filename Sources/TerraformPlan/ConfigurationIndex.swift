import Parallel
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

  /// Fewer modules than this are looked at before a second thread has started.
  private static let worthwhile = 200

  /// - Parameter configuration: the plan's `configuration`, nil if it has none.
  init(_ configuration: NodeID?, _ arena: ValueArena) {
    guard let configuration, let root = arena.member(configuration, "root_module") else { return }
    for provider in arena.children(configuration, of: "provider_config")
    where arena.member(provider, "expressions") != nil {
      if let key = arena.keyName(provider) { providers.insert(key) }
    }
    let keys = Keys(arena.strings)
    let calls = Self.calls(of: root, keys, arena)
    let entries = parallelMap(calls, isWorthwhile: calls.count >= Self.worthwhile) { Self.entry($0, keys, arena) }
    modules.reserveCapacity(calls.count)
    for (call, entry) in zip(calls, entries) { modules[call.path] = entry }
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

  /// A module that is called somewhere.
  private struct Call: Sendable {
    let module: NodeID
    let path: String
    let isConditional: Bool
  }

  /// A module and those around it before those that it calls.
  private static func calls(of root: NodeID, _ keys: Keys, _ arena: ValueArena) -> [Call] {
    var calls = [Call(module: root, path: "", isConditional: false)]
    var next = 0
    while next < calls.count {
      let caller = calls[next]
      next += 1
      for call in keys.children(caller.module, keys.moduleCalls, arena) {
        guard let name = arena.keyName(call), let module = keys.member(call, keys.module, arena) else { continue }
        let mayBeAbsent = [keys.count, keys.forEach].contains { keys.member(call, $0, arena) != nil }
        calls.append(
          Call(
            module: module, path: caller.path.isEmpty ? name : "\(caller.path).\(name)",
            isConditional: caller.isConditional || mayBeAbsent))
      }
    }
    return calls
  }

  private static func entry(_ call: Call, _ keys: Keys, _ arena: ValueArena) -> ModuleConfiguration {
    var entry = ModuleConfiguration()
    entry.isConditional = call.isConditional
    for resource in keys.children(call.module, keys.resources, arena) {
      guard let type = keys.string(resource, keys.type, arena), let name = keys.string(resource, keys.name, arena)
      else {
        continue
      }
      let isData = keys.string(resource, keys.mode, arena) == "data"
      entry.resources[isData ? "data.\(type).\(name)" : "\(type).\(name)"] = resource
    }
    for output in keys.children(call.module, keys.outputs, arena) {
      if let name = arena.keyName(output) { entry.outputs[name] = output }
    }
    for call in keys.children(call.module, keys.moduleCalls, arena) {
      if let name = arena.keyName(call) { entry.calls[name] = call }
    }
    return entry
  }

  /// The names of members, looked up once; nil for those that occur nowhere.
  private struct Keys: Sendable {
    let resources, outputs, moduleCalls, module, type, name, mode, count, forEach: KeyID?

    init(_ strings: StringTable) {
      resources = strings.key("resources")
      outputs = strings.key("outputs")
      moduleCalls = strings.key("module_calls")
      module = strings.key("module")
      type = strings.key("type")
      name = strings.key("name")
      mode = strings.key("mode")
      count = strings.key("count_expression")
      forEach = strings.key("for_each_expression")
    }

    func member(_ node: NodeID, _ key: KeyID?, _ arena: ValueArena) -> NodeID? {
      if let key { arena.member(node, key) } else { nil }
    }

    func string(_ node: NodeID, _ key: KeyID?, _ arena: ValueArena) -> String? {
      if let member = member(node, key, arena) { arena.string(member) } else { nil }
    }

    func children(_ node: NodeID, _ key: KeyID?, _ arena: ValueArena) -> NodeRange {
      if let member = member(node, key, arena) { arena.children(member) } else { .empty }
    }
  }
}
