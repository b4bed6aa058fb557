import ResourceGraph
import Values

/// Reads the other side of a plan: its resources as they are before the change.
///
/// `resource_changes` has them as `before`, under the address that each will have; what a partial plan does not list
/// there stands in `prior_state` alone.
public struct PriorStateReader: Sendable {
  private let root: NodeID
  /// The plan's number among the documents.
  public let document: Int
  private let planned: ResourceGraph

  /// - Parameters:
  ///   - root: the plan.
  ///   - document: its number in `planned`.
  ///   - planned: the graph of what will be, whose arena holds the plan.
  public init(root: NodeID, document: Int, planned: ResourceGraph) {
    self.root = root
    self.document = document
    self.planned = planned
  }

  /// What the plan does to each managed resource and data source, by address.
  public var changes: [String: PlannedChange] {
    var result: [String: PlannedChange] = [:]
    result.reserveCapacity(planned.resources.count)
    let arena = planned.arena
    guard let addressKey = arena.strings.key("address"), let typeKey = arena.strings.key("type"),
      let changeKey = arena.strings.key("change"), let actionsKey = arena.strings.key("actions")
    else { return result }
    let deposedKey = arena.strings.key("deposed")
    var texts = ShortTexts()
    for change in arena.children(root, of: "resource_changes") {
      guard let address = arena.member(change, addressKey).flatMap({ arena.string($0) }),
        let type = texts.text(arena.member(change, typeKey), arena),
        let body = arena.member(change, changeKey),
        deposedKey.flatMap({ arena.member(change, $0) }).flatMap({ arena.string($0) }) == nil
      else { continue }
      var actions: [String] = []
      if let list = arena.member(body, actionsKey) {
        for node in arena.children(list) { if let action = texts.text(node, arena) { actions.append(action) } }
      }
      result[address] = PlannedChange(address: address, type: type, action: Self.action(actions))
    }
    return result
  }

  /// Whether the plan does nothing but create and read.
  public var onlyCreates: Bool {
    let arena = planned.arena
    guard let changeKey = arena.strings.key("change"), let actionsKey = arena.strings.key("actions") else {
      return true
    }
    let deposedKey = arena.strings.key("deposed")
    let harmless = ["create", "read"].map { Array($0.utf8)[...] }
    return arena.children(root, of: "resource_changes").allSatisfy { change in
      guard let list = arena.member(change, changeKey).flatMap({ arena.member($0, actionsKey) }),
        deposedKey.flatMap({ arena.member(change, $0) }) == nil
      else { return false }
      let actions = arena.children(list)
      return actions.count == 1 && harmless.contains(arena.utf8(actions[0]))
    }
  }

  private static func action(_ actions: [String]) -> PlannedChange.Action {
    if actions.count > 1 { return .replace }
    return actions.first.flatMap { PlannedChange.Action(rawValue: $0) } ?? .none
  }

  private func isDeposed(_ change: NodeID, _ arena: ValueArena) -> Bool { arena.string(change, "deposed") != nil }

  /// Adds the document's resources as they are, and the document itself.
  public func read(into builder: inout ResourceGraphBuilder) {
    let keys = PlanKeys(&builder.values)
    let configuration = ConfigurationIndex(planned.arena.member(root, "configuration"), planned.arena)
    let before = builder.values.key("before")
    let sensitive = builder.values.key("before_sensitive")
    var listed: Set<String> = []
    for (index, change) in planned.arena.children(root, of: "resource_changes").enumerated() {
      guard let resource = resource(change, index, keys, before, sensitive, configuration, &builder) else { continue }
      listed.insert(resource.address)
      if let previous = resource.previousAddress { listed.insert(previous) }
      builder.add(resource.atNewAddress)
    }
    let state = planned.arena.member(root, at: "prior_state", "values", "root_module")
    if let state {
      ModuleValues(document: document, keys: keys, configuration: configuration)
        .add(state, pointer: "/prior_state/values/root_module", only: nil, except: listed.contains, into: &builder)
    }
    let summary = planned.documents[document]
    builder.add(
      DocumentSummary(
        name: summary.name, sha256: summary.sha256, kind: summary.kind, formatVersion: summary.formatVersion,
        toolVersion: summary.toolVersion, completeness: state == nil ? summary.completeness : .complete),
      resolver: PriorStateResolver(planned: planned))
  }

  /// A mask of a shape that Terraform does not write hides everything.
  private static func mask(_ node: ValueNode) -> ValueNode {
    [.map, .bool, .null].contains(node.kind) ? node : .bool(true)
  }

  /// The resource before the change, nil for one that the change creates.
  private func resource(
    _ change: NodeID, _ index: Int, _ keys: PlanKeys, _ before: KeyID, _ sensitive: KeyID,
    _ configuration: ConfigurationIndex, _ builder: inout ResourceGraphBuilder
  ) -> Resource? {
    let arena = planned.arena
    guard !isDeposed(change, arena), let address = arena.string(change, "address"),
      let type = arena.string(change, "type"), let name = arena.string(change, "name"),
      let body = arena.member(change, keys.change), let values = arena.member(body, before), arena[values].kind == .map,
      let mode = ResourceMode(rawValue: arena.string(change, "mode") ?? "managed")
    else { return nil }
    var merger = MaskedValue(HiddenValues())
    // What is secret from now on was so before.
    var value = arena[values]
    for mask in [sensitive, keys.afterSensitive] {
      merger.push(
        value, unknown: nil, sensitive: arena.member(body, mask).map { Self.mask(arena[$0]) }, key: .none,
        flags: .record, into: &builder.values)
      value = builder.values.removeTop() ?? value
    }
    builder.values.push(value)
    let module = arena.string(change, "module_address") ?? ""
    let declaredName = mode == .data ? "data.\(type).\(name)" : "\(type).\(name)"
    let declared = ModuleAddress(module).flatMap {
      configuration.modules[$0.configurationPath]?.resources[declaredName]
    }
    let scope = configuration.providerScope(of: declared, keys.providerConfigKey, arena)
    let key = arena.member(change, keys.index)
    return Resource(
      address: address, type: type, name: name, mode: mode, module: module,
      instanceKey: key.flatMap { arena.int($0).map(InstanceKey.index) ?? arena.string($0).map(InstanceKey.key) },
      providerScope: "\(arena.string(change, "provider_name") ?? "")|\(scope)",
      previousAddress: arena.string(change, "previous_address"), values: builder.values.finishRoot(),
      origin: ResourceOrigin(document: document, change: index, side: .before))
  }
}

extension Resource {
  /// The resource without its former address: before and after are compared by the new one.
  fileprivate var atNewAddress: Resource {
    Resource(
      address: address, type: type, name: name, mode: mode, module: module, instanceKey: instanceKey,
      providerScope: providerScope, values: values, origin: origin)
  }
}

/// Before the change every reference is a value. What somebody had written is not known; where the value stays as it is,
/// what is written now stands for it.
private struct PriorStateResolver: ReferenceResolver {
  let planned: ResourceGraph

  func references(
    of resource: ResourceID, path: [String], expected: Set<String>, isCollection: Bool, in graph: ResourceGraph
  ) -> ReferenceSet { ReferenceSet() }

  func isSet(
    _ attribute: String, of resource: ResourceID, in graph: ResourceGraph, _ arena: borrowing ValueArena
  ) -> Bool? {
    let document = graph[resource].origin.document
    guard let now = planned.resource(named: graph[resource].address), planned[now].origin.document == document,
      planned[now].type == graph[resource].type
    else { return nil }
    let before = arena.member(graph[resource].values, attribute)
    let after = planned.arena.member(planned[now].values, attribute)
    let beforeText = before.map { arena.json($0) } ?? Array("null".utf8)
    let afterText = after.map { planned.arena.json($0) } ?? Array("null".utf8)
    return beforeText == afterText ? planned.isSet(attribute, of: now) : nil
  }
}
