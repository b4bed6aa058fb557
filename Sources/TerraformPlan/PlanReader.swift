import Diagnostics
import Documents
import Parallel
import ResourceGraph
import Values

/// Reads plan JSON (`terraform show -json PLAN`) into the graph of what will exist after the change.
struct PlanReader: Sendable {
  let document: InputDocument
  private let root: NodeID
  private let version: String?
  let keys: PlanKeys
  let configuration: ConfigurationIndex
  let number: Int
  let source: PlanSource?
  let blocks: WrittenBlocks.Names?

  init(
    document: InputDocument, root: NodeID, version: String?, source: PlanSource?, blocks: WrittenBlocks.Names?,
    builder: inout ResourceGraphBuilder
  ) {
    self.blocks = blocks
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
    var added: Added?
    if let changes = builder.values.arena.member(root, "resource_changes"), builder.values.arena[changes].kind != .null
    {
      guard builder.values.arena[changes].kind == .list else { throw malformed("/resource_changes", "a list") }
      added = try add(builder.values.arena.children(changes), areAll: priorState(builder) == nil, into: &builder)
    } else if let module = builder.values.arena.member(root, at: "planned_values", "root_module") {
      ModuleValues(document: number, keys: keys, configuration: configuration)
        .add(module, pointer: "/planned_values/root_module", only: nil, except: { _ in false }, into: &builder)
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
    addData(except: added?.addresses, into: &builder)
    let providers = ProviderSettings(root: root, document: number)
    providers.add(into: &builder)
    providers.addStaticKeys(into: &builder)
    let summary = DocumentSummary(
      name: document.name, sha256: document.sha256, kind: .terraformPlan, formatVersion: version,
      toolVersion: builder.values.arena.string(root, "terraform_version"),
      timestamp: builder.values.arena.string(root, "timestamp"), completeness: completeness,
      leftOutTypes: leftOut, notes: notes(builder.values.arena))
    let inference = PlanReferenceResolver(
      document: number, configuration: configuration, root: root, added?.instances, builder)
    if let found = added?.addresses.value {
      if let problem = found.problem { throw problem }
      builder.know(found.ids, of: found.places)
    }
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

  /// The root module as it was before.
  private func priorState(_ builder: ResourceGraphBuilder) -> NodeID? {
    builder.values.arena.member(root, at: "prior_state", "values", "root_module")
  }

  /// Data sources that were read while planning stand only in `prior_state`.
  private func addData(except addresses: Late<Addresses>?, into builder: inout ResourceGraphBuilder) {
    guard let module = priorState(builder) else { return }
    let ids = addresses?.value.ids ?? [:]
    ModuleValues(document: number, keys: keys, configuration: configuration)
      .add(
        module, pointer: "/prior_state/values/root_module", only: .data, except: { ids[$0] != nil }, into: &builder)
  }

  func malformed(_ pointer: String, _ expected: String) -> Diagnostic {
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
