import Diagnostics
import Documents
import ResourceGraph
import Values

/// Reads plan JSON (`terraform show -json PLAN`) into the graph of what will exist after the change.
struct PlanReader {
  private let document: InputDocument
  private let root: NodeID
  private let version: String?
  private let keys: PlanKeys
  private let configuration: ConfigurationIndex
  private let number: Int
  private let source: PlanSource?
  private let blocks: WrittenBlocks

  init(
    document: InputDocument, root: NodeID, version: String?, source: PlanSource?, blocks: WrittenBlocks.Names?,
    builder: inout ResourceGraphBuilder
  ) {
    self.blocks = WrittenBlocks(blocks, source)
    self.document = document
    self.root = root
    self.version = version
    self.source = source
    number = builder.nextDocument
    keys = PlanKeys(&builder.values)
    configuration = ConfigurationIndex(builder.values.arena.member(root, "configuration"), builder.values.arena)
  }

  /// - Returns: what to say of the source.
  func read(into builder: inout ResourceGraphBuilder) throws(Diagnostic) -> [Diagnostic] {
    var addresses: Set<String> = []
    var reading = ChangeReading(configuration, blocks)
    if let changes = builder.values.arena.member(root, "resource_changes"), builder.values.arena[changes].kind != .null
    {
      guard builder.values.arena[changes].kind == .list else { throw malformed("/resource_changes", "a list") }
      for (index, change) in builder.values.arena.children(changes).enumerated() {
        guard let address = try add(change, index, &reading, into: &builder) else { continue }
        // Strings that look alike are equal in Swift; Terraform's addresses are equal to the byte.
        let isKnown = !addresses.insert(address).inserted
        guard !isKnown || builder.resources.count(where: { isOwn($0, address) }) == 1 else {
          throw malformed("/resource_changes/\(index)/address", "an address that no other change has")
        }
      }
    } else if let module = builder.values.arena.member(root, at: "planned_values", "root_module") {
      ModuleValues(document: number, keys: keys, configuration: configuration)
        .add(module, pointer: "/planned_values/root_module", only: nil, except: [], into: &builder)
    }
    let completeness = completeness(builder.values.arena)
    // A plan that destroys everything lists the changes all the same.
    let isEmpty =
      builder.values.arena.children(root, of: "resource_changes").isEmpty
      && !builder.resources.contains { $0.origin.document == number }
    let leftOut = completeness.isComplete && !isEmpty ? nil : leftOutTypes(builder)
    if completeness.isComplete, isEmpty, leftOut?.isEmpty == false {
      throw malformed("/resource_changes", "the resources that the configuration declares")
    }
    addData(except: addresses, into: &builder)
    let providers = ProviderSettings(root: root, document: number)
    providers.add(into: &builder)
    providers.addStaticKeys(into: &builder)
    let summary = DocumentSummary(
      name: document.name, sha256: document.sha256, kind: .terraformPlan, formatVersion: version,
      toolVersion: builder.values.arena.string(root, "terraform_version"),
      timestamp: builder.values.arena.string(root, "timestamp"), completeness: completeness,
      leftOutTypes: leftOut, notes: notes(builder.values.arena))
    let inference = PlanReferenceResolver(document: number, configuration: configuration, root: root, builder)
    guard let source else {
      builder.add(summary, resolver: inference)
      return []
    }
    let check = check(source, builder.values.arena)
    let instances = PlannedInstances(
      document: number, root: root, isComplete: completeness.isComplete, builder)
    let sourced = SourcedPlan(inference: inference, source: source, instances: instances, check: check)
    builder.add(summary, resolver: sourced, locator: sourced)
    return differences(check, source)
  }

  /// Holds the source against the plan where it is not certain that they belong together.
  private func check(_ source: PlanSource, _ arena: ValueArena) -> SourceCheck {
    let isCertain = source.isSnapshot && source.configuration.diagnostics.isEmpty
    guard !isCertain, let planned = arena.member(root, at: "configuration", "root_module") else { return SourceCheck() }
    return SourceCheck(source.configuration, planned, arena)
  }

  private func differences(_ check: SourceCheck, _ source: PlanSource) -> [Diagnostic] {
    guard check.count > 0 else { return [] }
    let names = check.examples.map { "`\(safeText($0, limit: 200))`" }.joined(separator: ", ")
    let more = check.count > check.examples.count ? " and \(check.count - check.examples.count) more" : ""
    let consequence =
      check.canFollow
      ? "these are resolved from the plan alone"
      : "references are resolved from the plan alone, since calls or outputs of modules differ"
    return [
      Diagnostic(
        .warning,
        "the source differs from the configuration that the plan was made from: \(names)\(more); \(consequence)",
        at: SourceLocation(file: document.name),
        help: source.isSnapshot
          ? nil : "give the folder as it was when the plan was made, or the saved plan itself, which carries it")
    ]
  }

  private func isOwn(_ resource: Resource, _ address: String) -> Bool {
    resource.origin.document == number && resource.address.utf8.elementsEqual(address.utf8)
  }

  /// Data sources that were read while planning stand only in `prior_state`.
  private func addData(except addresses: Set<String>, into builder: inout ResourceGraphBuilder) {
    guard let module = builder.values.arena.member(root, at: "prior_state", "values", "root_module") else { return }
    ModuleValues(document: number, keys: keys, configuration: configuration)
      .add(module, pointer: "/prior_state/values/root_module", only: .data, except: addresses, into: &builder)
  }

  /// What is kept from one resource to the next.
  private struct ChangeReading {
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

  /// Adds one resource change.
  ///
  /// - Returns: its address, nil if the resource does not exist after the change.
  private func add(
    _ change: NodeID, _ index: Int, _ reading: inout ChangeReading, into builder: inout ResourceGraphBuilder
  ) throws(Diagnostic) -> String? {
    guard let header = header(change, &reading.texts, builder.values.arena) else {
      throw malformed("/resource_changes/\(index)", "an object with `address`, `type`, `name` and `change`")
    }
    guard !header.isDeposed, let action = try action(header.actions, index) else { return nil }
    guard let mode = header.mode else { return nil }
    let module = reading.modules[header.module]
    try checkAddress(header, hasOpenKey: module.hasOpenKey, index)
    try checkShapes(header, index)
    let name = "\(header.type).\(header.name)"
    let declared = module.configuration?.resources[mode == .data ? "data.\(name)" : name]
    let expressions = declared.flatMap { builder.values.arena.member($0, keys.expressions) }
    reading.merger.replacements = DigestedTexts.replacements(
      type: header.type, action: action, after: header.after, expressions, keys, builder.values)
    reading.merger.source.turn(
      to: UnknownCauses.Subject(
        type: header.type, address: header.address, module: module.address, declaration: declared,
        expressions: expressions))
    reading.merger.push(
      header.after, unknown: header.unknown, sensitive: header.sensitive, key: .none, flags: .record,
      into: &builder.values)
    if let place = reading.merger.mismatch {
      throw malformed("/resource_changes/\(index)/change/after_unknown/\(place)", "the same shape as in `after`")
    }
    builder.add(
      Resource(
        address: header.address, type: header.type, name: header.name, mode: mode, module: header.module,
        instanceKey: header.instanceKey,
        providerScope: scope(header.provider, of: declared, &reading, builder.values.arena), action: action,
        previousAddress: header.previousAddress, values: builder.values.finishRoot(),
        origin: ResourceOrigin(document: number, change: index, side: .after)))
    return header.address
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
    let place = "/resource_changes/\(index)"
    guard !hasOpenKey else {
      throw malformed("\(place)/module_address", "the address of a module")
    }
    guard !header.module.isEmpty || !header.address.hasPrefix("module.") else {
      throw malformed("\(place)/module_address", "the address of the module that `address` names")
    }
    guard Self.isConsistent(header.address, module: header.module, type: header.type) else {
      throw malformed("\(place)/address", "the module address, the type, the name and the instance key")
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
    let change = "/resource_changes/\(index)/change"
    guard header.after?.kind == .map || header.after?.kind == .null || header.after == nil && header.unknown != nil
    else {
      throw malformed("\(change)/after", "an object")
    }
    for (name, mask) in [("after_unknown", header.unknown), ("after_sensitive", header.sensitive)] {
      guard let mask, mask.kind != .map, mask.kind != .bool, mask.kind != .null else { continue }
      throw malformed("\(change)/\(name)", "an object or a truth value")
    }
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

  private func malformed(_ pointer: String, _ expected: String) -> Diagnostic {
    Diagnostic(
      .error, "is not a plan as Terraform writes it: at `\(pointer)`, expected \(expected)",
      at: SourceLocation(file: document.name),
      help: "write the plan again with `terraform show -json tfplan > plan.json`")
  }

  /// A missing `complete` is not `complete: false`: OpenTofu and Terraform before 1.8 write neither.
  private func completeness(_ plan: ValueArena) -> Completeness {
    var reasons: [String] = []
    if plan.bool(root, "errored") == true {
      reasons.append("planning failed (`errored` is true), so the plan is only a part")
    }
    if plan.bool(root, "complete") == false, plan.bool(root, "errored") != true {
      reasons.append("the plan is not complete (`complete` is false): something was deferred, targeted or failed")
    }
    let deferred = plan.children(root, of: "deferred_changes").count
    if deferred > 0 { reasons.append("\(deferred) change(s) are deferred to a later run") }
    return reasons.isEmpty ? .complete : .incomplete(reasons)
  }

  /// The types of resources that the configuration declares unconditionally and the plan does not list. A declaration
  /// with `count` or `for_each`, its own or that of a module call around it, may have no instances, so that its absence
  /// says nothing.
  private func leftOutTypes(_ builder: ResourceGraphBuilder) -> Set<String>? {
    let arena = builder.values.arena
    guard !configuration.modules.isEmpty else { return nil }
    let planned = Set(
      builder.resources.lazy.filter { $0.origin.document == number && $0.mode == .managed }.map { resource in
        "\(ModuleAddress(resource.module)?.configurationPath ?? "")|\(resource.type).\(resource.name)"
      })
    var types: Set<String> = []
    for (path, module) in configuration.modules where !module.isConditional {
      for (name, node) in module.resources where !name.hasPrefix("data.") && !planned.contains("\(path)|\(name)") {
        let isConditional = ["count_expression", "for_each_expression"].contains { arena.member(node, $0) != nil }
        if !isConditional, let type = arena.string(node, "type") { types.insert(type) }
      }
    }
    return types
  }

  private func notes(_ plan: ValueArena) -> [String] {
    var notes: [String] = []
    let drift = plan.children(root, of: "resource_drift").count
    if drift > 0 { notes.append("\(drift) resource(s) were changed outside Terraform since the last apply") }
    let invocations = plan.children(root, of: "action_invocations").count
    if invocations > 0 { notes.append("\(invocations) provider action(s) are not assessed") }
    if plan.bool(root, "applyable") == false, plan.bool(root, "errored") != true {
      notes.append("the plan changes nothing")
    }
    return notes
  }
}
