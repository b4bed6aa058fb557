import Diagnostics
import ResourceGraph
import Values

// MARK: - Resource changes

extension PlanReader {
  /// What is kept from one resource to the next.
  struct ChangeReading {
    var texts = ShortTexts()
    var modules: PlannedModules
    var merger: MaskedValue<UnknownCauses>
    /// By the texts of provider and configuration key.
    var scopes: [Scope: String] = [:]

    struct Scope: Hashable {
      let provider: String
      let key: String?
    }

    init(_ configuration: ConfigurationIndex, _ blocks: WrittenBlocks) {
      modules = PlannedModules(configuration)
      merger = MaskedValue(UnknownCauses(configuration, blocks))
    }
  }

  /// Reads one resource change.
  ///
  /// - Returns: nil if the resource does not exist after the change.
  func read(
    _ change: NodeID, _ index: Int, _ reading: inout ChangeReading, into values: inout ValueFragment
  ) throws(Diagnostic) -> Resource? {
    guard let header = header(change, &reading.texts, values.arena) else {
      throw malformed(
        "/resource_changes/\(index)", "an object with `address`, `type`, `name` and `change`")
    }
    guard !header.isDeposed, let action = try action(header.actions, index) else { return nil }
    guard let mode = header.mode else { return nil }
    let module = reading.modules[header.module]
    try checkAddress(header, hasOpenKey: module.hasOpenKey, index)
    try checkShapes(header, index)
    let name = "\(header.type).\(header.name)"
    let declared = module.configuration?.resources[mode == .data ? "data.\(name)" : name]
    let expressions = declared.flatMap { values.arena.member($0, keys.expressions) }
    reading.merger.replacements = DigestedTexts.replacements(
      type: header.type, action: action, after: header.after, expressions, keys, values)
    reading.merger.source.turn(
      to: UnknownCauses.Subject(
        type: header.type, address: header.address, module: module.address, declaration: declared,
        expressions: expressions), in: values.arena)
    reading.merger.push(
      header.after, unknown: header.unknown, sensitive: header.sensitive, key: .none,
      flags: .record, into: &values)
    if let place = reading.merger.mismatch {
      throw malformed(
        "/resource_changes/\(index)/change/after_unknown/\(place)", "the same shape as in `after`")
    }
    return Resource(
      address: header.address, type: header.type, name: header.name, mode: mode,
      module: header.module,
      instanceKey: header.instanceKey,
      providerScope: scope(header.provider, of: declared, &reading, values.arena),
      action: action, previousAddress: header.previousAddress, values: values.finishRoot(),
      origin: ResourceOrigin(document: number, change: index, side: .after))
  }

  private func scope(
    _ provider: String, of declaration: NodeID?, _ reading: inout ChangeReading, _ arena: borrowing ValueArena
  ) -> String {
    let key = declaration.flatMap { arena.member($0, keys.providerConfigKey) }
    let scope = ChangeReading.Scope(provider: provider, key: reading.texts.text(key, arena))
    if let known = reading.scopes[scope] { return known }
    let text = "\(provider)|\(configuration.providerScope(scope.key))"
    reading.scopes[scope] = text
    return text
  }

  /// Refuses an address of another type or module than the change's own: whoever reads it must see what was judged.
  private func checkAddress(_ header: Header, hasOpenKey: Bool, _ index: Int) throws(Diagnostic) {
    guard !hasOpenKey else {
      throw malformed("/resource_changes/\(index)/module_address", "the address of a module")
    }
    guard !header.module.isEmpty || !header.address.hasPrefix("module.") else {
      throw malformed(
        "/resource_changes/\(index)/module_address", "the address of the module that `address` names")
    }
    guard Self.isConsistent(header.address, module: header.module, type: header.type) else {
      throw malformed(
        "/resource_changes/\(index)/address", "the module address, the type, the name and the instance key")
    }
  }

  /// Whether an address begins with the module and has the type, followed by a dot, somewhere behind it.
  private static func isConsistent(_ address: String, module: String, type: String) -> Bool {
    let bytes = address.utf8.span
    let name = type.utf8.span
    var start = 0
    if !module.isEmpty {
      let prefix = module.utf8.span
      guard bytes.count > prefix.count, bytes[prefix.count] == UInt8(ascii: ".") else { return false }
      for index in 0..<prefix.count where bytes[index] != prefix[index] { return false }
      start = prefix.count + 1
    }
    while start + name.count < bytes.count {
      var length = 0
      while length < name.count, bytes[start + length] == name[length] { length += 1 }
      if length == name.count, bytes[start + length] == UInt8(ascii: ".") { return true }
      start += 1
    }
    return false
  }

  /// Masks of another shape than Terraform's are not understood, and nothing may pass by them.
  private func checkShapes(_ header: Header, _ index: Int) throws(Diagnostic) {
    guard header.after?.kind == .map || header.after?.kind == .null || header.after == nil && header.unknown != nil
    else {
      throw malformed("/resource_changes/\(index)/change/after", "an object")
    }
    let wrong = Self.isMask(header.unknown) ? Self.isMask(header.sensitive) ? nil : "after_sensitive" : "after_unknown"
    guard let wrong else { return }
    throw malformed("/resource_changes/\(index)/change/\(wrong)", "an object or a truth value")
  }

  private static func isMask(_ node: ValueNode?) -> Bool {
    guard let node else { return true }
    return node.kind == .map || node.kind == .bool || node.kind == .null
  }

  /// The fields of one change.
  private struct Header {
    let address, type, name, module, provider: String
    /// Nil for modes that are not assessed: OpenTofu's ephemeral resources, and whatever comes later.
    let mode: ResourceMode?
    let instanceKey: InstanceKey?
    let previousAddress: String?
    let isDeposed: Bool
    let actions: [String]
    let after, unknown, sensitive: ValueNode?
  }

  private func header(_ change: NodeID, _ texts: inout ShortTexts, _ plan: borrowing ValueArena) -> Header? {
    guard let address = text(change, keys.address, plan),
      let type = texts.text(plan.member(change, keys.type), plan),
      let name = texts.text(plan.member(change, keys.name), plan),
      let body = plan.member(change, keys.change), plan[body].kind == .map
    else { return nil }
    let index = plan.member(change, keys.index)
    let key = index.flatMap { node in
      plan.int(node).map(InstanceKey.index) ?? plan.string(node).map(InstanceKey.key)
    }
    var actions: [String] = []
    if let list = plan.member(body, keys.actions) {
      for node in plan.children(list) { if let action = texts.text(node, plan) { actions.append(action) } }
    }
    return Header(
      address: address, type: type, name: name, module: texts.text(plan.member(change, keys.moduleAddress), plan) ?? "",
      provider: texts.text(plan.member(change, keys.providerName), plan) ?? "",
      mode: ResourceMode(rawValue: texts.text(plan.member(change, keys.mode), plan) ?? "managed"), instanceKey: key,
      previousAddress: text(change, keys.previousAddress, plan), isDeposed: text(change, keys.deposed, plan) != nil,
      actions: actions,
      after: plan.member(body, keys.after).map { plan[$0] },
      unknown: plan.member(body, keys.afterUnknown).map { plan[$0] },
      sensitive: plan.member(body, keys.afterSensitive).map { plan[$0] })
  }

  /// What the change leaves behind; nil for what is deleted or forgotten.
  private func action(_ actions: [String], _ index: Int) throws(Diagnostic) -> ChangeAction? {
    switch actions {
    case ["no-op"]: return ChangeAction.none
    case ["create"]: return .create
    case ["read"]: return .read
    case ["update"]: return .update
    case ["delete", "create"], ["create", "delete"], ["create", "forget"], ["forget", "create"]: return .replace
    case ["delete"], ["forget"]: return nil
    default:
      throw malformed(
        "/resource_changes/\(index)/change/actions", "a combination of actions that Terraform is known to plan")
    }
  }

  private func text(_ node: NodeID, _ key: KeyID, _ plan: borrowing ValueArena) -> String? {
    guard let member = plan.member(node, key) else { return nil }
    return plan.string(member)
  }
}
