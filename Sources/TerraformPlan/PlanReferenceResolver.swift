import Documents
import Parallel
import ResourceGraph
import Synchronization
import Values

/// Resolves unknown attributes of a plan through its `configuration`.
///
/// Plan JSON keeps of each expression only the names that it mentions (`references`) and leaves locals out altogether
/// (formats, section 1). So: names are followed through module inputs and outputs and aligned by instance key; at a
/// local the trail ends, and what the relation expects narrows it: a single candidate is `inferred`, several are `possible`.
///
/// An object, since it is handed on for every attribute that is resolved.
final class PlanReferenceResolver: ReferenceResolver {
  let configuration: ConfigurationIndex
  private let lateInstances: Late<InstanceIndex>
  /// The same once somebody waited for it, kept alive by ``lateInstances``. It is asked for with every attribute by all
  /// threads, and a lock or a generic type would take longer than most questions.
  private let knownInstances = Atomic<Unmanaged<InstanceIndex>?>(nil)
  /// `module_address.type.name.attribute` of what the plan says it depended on; nil if the plan does not say.
  let relevantAttributes: Set<String>?
  let keys: ExpressionKeys

  /// - Parameter instances: those of the document, if somebody began to look for them; nil for nobody.
  init(
    document: Int, configuration: ConfigurationIndex, root: NodeID, _ instances: Late<InstanceIndex>? = nil,
    _ builder: ResourceGraphBuilder
  ) {
    self.configuration = configuration
    let resources = builder.resources
    lateInstances =
      instances
      ?? Late(isWorthwhile: resources.count >= Self.worthAThread) {
        InstanceIndex(resources, document: document, configuration)
      }
    relevantAttributes = Self.relevant(root, builder.values.arena)
    keys = ExpressionKeys(builder.values.arena)
  }

  private static let worthAThread = 2_000

  var instances: InstanceIndex {
    if let known = knownInstances.load(ordering: .acquiring) { return known.takeUnretainedValue() }
    let instances = lateInstances.value
    knownInstances.store(Unmanaged.passUnretained(instances), ordering: .releasing)
    return instances
  }

  func isSet(
    _ attribute: String, of resource: ResourceID, in graph: ResourceGraph, _ arena: borrowing ValueArena
  ) -> Bool? {
    guard let declared = instances.declaration(of: resource)?.node else { return nil }
    let expressions = Expressions(declared, arena, keys)
    if expressions.isWritten(attribute, arena) { return true }
    // An empty object stands for null, but also for calls with constant arguments; the value tells them apart.
    guard expressions.mentions(attribute, arena),
      let member = arena.member(graph.values(of: resource), attribute)
    else { return false }
    let node = arena[member]
    return node.kind != .null && node.kind != .unknown && !node.flags.contains(.assumed)
  }

  func references(
    of id: ResourceID, path: [String], expected: Set<String>, isCollection: Bool, in graph: ResourceGraph
  ) -> ReferenceSet {
    let instances = instances
    guard let declaration = instances.declaration(of: id) else {
      return ReferenceSet(unresolved: "\(graph.address(of: id)).\(path.joined(separator: "."))")
    }
    let expressions = Expressions(declaration.node, graph.arena, keys)
    if let only = expressions.onlyReference(path, graph.arena),
      let target = DirectReference.target(
        of: only, from: id, inModule: Int(declaration.module), expected, instances, graph)
    {
      return ReferenceSet(references: [Reference(target: target, resolution: .configuration)])
    }
    let finding = expressions.places(path, graph.arena)
    if case .absent = finding { return ReferenceSet() }
    guard let place = instances.place(of: id, in: graph) else { return ReferenceSet() }
    var trail = ReferenceTrail(self, expected: expected, subject: id)
    switch finding {
    case .absent: break
    case .hidden: trail.deadEnd("a dynamic block", place, graph)
    case .references(let references):
      trail.follow(ReferenceList(nodes: references), from: place, through: [], depth: 0, graph)
    }
    return trail.conclude(isCollection: isCollection)
  }

  private static func relevant(_ root: NodeID, _ arena: ValueArena) -> Set<String>? {
    guard let list = arena.member(root, "relevant_attributes") else { return nil }
    var result: Set<String> = []
    for entry in arena.children(list) {
      if let address = arena.string(entry, "resource") { result.insert(address) }
    }
    return result
  }
}
