import ResourceGraph
import Values

/// Reads the `values` form of state and prior state: modules with resources whose attributes are all known.
struct ModuleValues {
  let document: Int
  let keys: PlanKeys
  let configuration: ConfigurationIndex

  /// Adds the resources of a module and of the modules in it.
  ///
  /// - Parameters:
  ///   - only: the mode to take, nil for both.
  ///   - isListed: whether an address is there already, so that it is left out.
  func add(
    _ module: NodeID, pointer: String, only: ResourceMode?, except isListed: (String) -> Bool,
    into builder: inout ResourceGraphBuilder
  ) {
    let moduleAddress = builder.values.arena.string(module, "address") ?? ""
    for (index, resource) in builder.values.arena.children(module, of: "resources").enumerated() {
      add(
        resource, module: moduleAddress, pointer: "\(pointer)/resources/\(index)/values", only: only, except: isListed,
        into: &builder)
    }
    for (index, child) in builder.values.arena.children(module, of: "child_modules").enumerated() {
      add(child, pointer: "\(pointer)/child_modules/\(index)", only: only, except: isListed, into: &builder)
    }
  }

  private func add(
    _ resource: NodeID, module: String, pointer: String, only: ResourceMode?, except isListed: (String) -> Bool,
    into builder: inout ResourceGraphBuilder
  ) {
    guard let header = header(resource, builder.values.arena), only == nil || header.mode == only, !header.isDeposed,
      !isListed(header.address)
    else { return }
    var merger = MaskedValue(HiddenValues())
    merger.push(
      header.values, unknown: nil, sensitive: header.sensitive, key: .none, flags: .record,
      into: &builder.values)
    let name = "\(header.type).\(header.name)"
    let declared = ModuleAddress(module).flatMap {
      configuration.modules[$0.configurationPath]?.resources[header.mode == .data ? "data.\(name)" : name]
    }
    let scope = configuration.providerScope(of: declared, keys.providerConfigKey, builder.values.arena)
    builder.add(
      Resource(
        address: header.address, type: header.type, name: header.name, mode: header.mode, module: module,
        instanceKey: header.instanceKey, providerScope: "\(header.provider)|\(scope)",
        values: builder.values.finishRoot(), origin: ResourceOrigin(document: document, pointer: pointer)))
  }

  private struct Header {
    let address, type, name, provider: String
    let mode: ResourceMode
    let instanceKey: InstanceKey?
    let isDeposed: Bool
    let values: ValueNode
    let sensitive: ValueNode?
  }

  private func header(_ resource: NodeID, _ arena: ValueArena) -> Header? {
    guard let address = arena.string(resource, "address"), let type = arena.string(resource, "type"),
      let name = arena.string(resource, "name"), let values = arena.member(resource, "values")
    else { return nil }
    return Header(
      address: address, type: type, name: name, provider: arena.string(resource, "provider_name") ?? "",
      mode: ResourceMode(rawValue: arena.string(resource, "mode") ?? "managed") ?? .managed,
      instanceKey: instanceKey(resource, arena), isDeposed: arena.string(resource, "deposed_key") != nil,
      values: arena[values], sensitive: arena.member(resource, "sensitive_values").map { arena[$0] })
  }

  private func instanceKey(_ resource: NodeID, _ arena: ValueArena) -> InstanceKey? {
    guard let node = arena.member(resource, keys.index) else { return nil }
    if let index = arena.int(node) { return .index(index) }
    return arena.string(node).map(InstanceKey.key)
  }
}
