import ResourceGraph
import TerraformConfiguration
import Values

/// Resolves unknown attributes of a plan through the configuration that it was made from, which has what the plan's JSON
/// leaves out: locals, conditions, functions, dynamic blocks. Where the configuration cannot be followed, the plan's own
/// references are all there is.
struct SourcedPlan: ReferenceResolver {
  let inference: PlanReferenceResolver
  let source: PlanSource
  let resolver: ConfigurationResolver
  let instances: PlannedInstances
  let check: SourceCheck

  init(
    inference: PlanReferenceResolver, source: PlanSource, instances: PlannedInstances, check: SourceCheck
  ) {
    self.inference = inference
    self.source = source
    self.instances = instances
    self.check = check
    resolver = ConfigurationResolver(configuration: source.configuration)
  }

  func references(
    of id: ResourceID, path: [String], expected: Set<String>, isCollection: Bool, in graph: ResourceGraph
  ) -> ReferenceSet {
    func inferred() -> ReferenceSet {
      inference.references(of: id, path: path, expected: expected, isCollection: isCollection, in: graph)
    }
    guard check.canFollow, let address = declared(id) else { return inferred() }
    var trail = SourceTracing(plan: self, graph: graph, expected: expected, subject: id)
    trail.follow(address, path.map(PathStep.name))
    let traced = trail.result
    // What the configuration cannot tell is left to the plan's own references.
    return traced.unresolved == nil ? traced : Self.merged(traced, inferred())
  }

  /// What was traced, and beside it what the plan itself says.
  private static func merged(_ traced: ReferenceSet, _ inferred: ReferenceSet) -> ReferenceSet {
    var result = traced
    result.unresolved = inferred.unresolved
    for reference in inferred.references {
      if let index = result.references.firstIndex(where: { $0.target == reference.target }) {
        if result.references[index].resolution == .possible { result.references[index] = reference }
      } else {
        result.references.append(reference)
      }
    }
    return result
  }

  func isSet(
    _ attribute: String, of id: ResourceID, in graph: ResourceGraph, _ arena: borrowing ValueArena
  ) -> Bool? {
    let listed = inference.isSet(attribute, of: id, in: graph, arena)
    guard listed != true, let address = declared(id), isDynamic(attribute, address.resource) else { return listed }
    // The plan does not list dynamic blocks; how many there are it shows.
    guard let member = arena.member(graph[id].values, attribute) else { return listed }
    let node = arena[member]
    return node.kind == .unknown ? nil : node.childCount > 0 && !node.flags.contains(.assumed)
  }

  /// The address of a resource that the source declares as the plan has it.
  func declared(_ id: ResourceID) -> InstanceAddress? {
    guard let address = instances.address(of: id), check.agrees(address.resource),
      source.configuration.declaration(of: address.resource) != nil
    else { return nil }
    return address
  }

  private func isDynamic(_ name: String, _ resource: ResourceAddress) -> Bool {
    source.configuration.declaration(of: resource)?.body.blocks(name).contains { $0.block.type == "dynamic" } ?? false
  }
}
