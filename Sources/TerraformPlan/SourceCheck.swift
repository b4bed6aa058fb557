import TerraformConfiguration
import Values

/// Holds a configuration against the one that a plan's JSON shows: a folder can have changed since the plan was made, and
/// files can be missing or broken. What differs is not followed.
struct SourceCheck: Sendable {
  /// Whether module calls and outputs are as the plan has them; if not, no trail through them can be trusted.
  private(set) var canFollow = true
  /// Declarations that differ, by module path and `type.name`.
  private var differing: Set<String> = []
  /// The first differences, for people.
  private(set) var examples: [String] = []
  private(set) var count = 0

  /// Nothing differs.
  init() {}

  /// - Parameter planned: the `root_module` of the plan's `configuration`.
  init(_ configuration: Configuration, _ planned: NodeID, _ arena: ValueArena) {
    compare(configuration, planned, [], arena)
  }

  /// Whether a resource is declared as the plan has it.
  func agrees(_ resource: ResourceAddress) -> Bool {
    differing.isEmpty || !differing.contains(Self.key(resource.module.path, resource.declaration))
  }

  private static func key(_ path: [String], _ declaration: String) -> String {
    "\(path.joined(separator: "."))|\(declaration)"
  }

  private mutating func compare(_ configuration: Configuration, _ module: NodeID, _ path: [String], _ arena: ValueArena)
  {
    let prefix = path.map { "module.\($0)." }.joined()
    // A module that could not be read was reported as such; what leads through it is not resolved.
    guard let declarations = configuration.modules[path]?.declarations else { return }
    for resource in arena.children(module, of: "resources") {
      guard let type = arena.string(resource, "type"), let name = arena.string(resource, "name") else { continue }
      let mode = arena.string(resource, "mode") ?? "managed"
      let declaration = mode == "managed" ? "\(type).\(name)" : "\(mode).\(type).\(name)"
      let body = declarations.resources[declaration]?.body
      if !agrees(body, resource, arena) {
        differing.insert(Self.key(path, declaration))
        note(prefix + declaration)
      }
    }
    for output in arena.children(module, of: "outputs") {
      guard let name = arena.keyName(output) else { continue }
      let planned = arena.member(output, "expression").map { Expressions.allReferences(of: $0, arena) } ?? []
      let source = declarations.outputs[name]?.body.expression("value").map { Set($0.planReferences) }
      if source != planned { distrust("\(prefix)output.\(name)") }
    }
    for call in arena.children(module, of: "module_calls") {
      guard let name = arena.keyName(call) else { continue }
      if !agrees(declarations.calls[name]?.body, call, arena) { distrust("\(prefix)module.\(name)") }
      if let inner = arena.member(call, "module") { compare(configuration, inner, path + [name], arena) }
    }
  }

  private func agrees(_ body: DeclaredBody?, _ planned: NodeID, _ arena: ValueArena) -> Bool {
    guard let body else { return false }
    var references: Set<String> = []
    for name in ["expressions", "count_expression", "for_each_expression"] {
      if let node = arena.member(planned, name) { references.formUnion(Expressions.allReferences(of: node, arena)) }
    }
    return DeclaredReferences(body).agree(with: references)
  }

  private mutating func distrust(_ name: String) {
    canFollow = false
    note(name)
  }

  private mutating func note(_ name: String) {
    count += 1
    if examples.count < 3 { examples.append(name) }
  }
}
