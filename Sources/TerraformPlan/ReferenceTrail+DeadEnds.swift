import ResourceGraph
import Values

/// What a trail can mean that ends at something that the plan does not show.
extension ReferenceTrail {
  /// The trail ends at something that the plan does not show.
  mutating func deadEnd(_ step: String, _ place: Place, _ graph: ResourceGraph) {
    deadEnd(step, place, through: [step], graph)
  }

  mutating func deadEnd(_ step: String, _ place: Place, through: [String], _ graph: ResourceGraph) {
    let found = reachable(in: place.module, graph)
    guard found.count <= Self.listed else {
      unresolved = unresolved ?? step
      return
    }
    for target in found {
      candidates.add(TrailCandidate(target: target, through: through, isExact: false, isInferred: true))
    }
    guard !isNearby else { return }
    // A local can also be made of what the module is given, or of what the modules that it calls give.
    let before = candidates.count
    let known = unresolved
    isNearby = !found.isEmpty
    followInputs(of: place.module, through: through, graph)
    isNearby = true
    followOutputs(in: place.module, through: through, graph)
    isNearby = false
    candidates.weaken(from: before, isInferred: true)
    // What leads nowhere need not be what the local is made of, if something else is there.
    unresolved = candidates.count == 0 ? unresolved ?? step : known
  }

  /// More candidates than this for one reference say no more than that it is not known.
  private static let listed = 64

  /// Resources of the expected types in a module instance, narrowed to those that the plan says were used.
  private func reachable(in module: ModuleAddress, _ graph: ResourceGraph) -> [ResourceID] {
    let all = expected.sorted().flatMap { plan.instances.resources(ofType: $0, in: module, graph) }.filter {
      $0 != subject
    }
    guard all.count > 1, let relevant = plan.relevantAttributes else { return all }
    let used = all.filter { relevant.contains(graph[$0].address) || relevant.contains(declarationAddress(graph[$0])) }
    return used.isEmpty ? all : used
  }

  private mutating func followOutputs(in module: ModuleAddress, through: [String], _ graph: ResourceGraph) {
    guard let calls = plan.configuration.modules[module.configurationPath]?.calls,
      visited.insert("outputs|\(module.text)").inserted
    else { return }
    for call in calls.keys.sorted() {
      for instance in plan.instances.instances(ofCall: call, in: module) {
        guard let outputs = plan.configuration.modules[instance.configurationPath]?.outputs else { continue }
        for (_, declared) in outputs.sorted(by: { $0.key < $1.key }) {
          guard let expression = graph.arena.member(declared, "expression") else { continue }
          follow(
            references(of: expression, graph), from: Place(module: instance, key: nil, declaration: declared),
            through: through, depth: 1, graph)
        }
      }
    }
  }

  private func declarationAddress(_ resource: Resource) -> String {
    let prefix = resource.mode == .data ? "data." : ""
    return "\(resource.module.isEmpty ? "" : resource.module + ".")\(prefix)\(resource.type).\(resource.name)"
  }

  private mutating func followInputs(of module: ModuleAddress, through: [String], _ graph: ResourceGraph) {
    guard let parent = module.parent, let step = module.steps.last,
      let call = plan.configuration.modules[parent.configurationPath]?.calls[step.call],
      let expressions = graph.arena.member(call, plan.keys.expressions),
      visited.insert("inputs|\(module.text)").inserted
    else { return }
    let place = Place(module: parent, key: step.key, declaration: call)
    for input in graph.arena.children(expressions) {
      let references = references(of: input, graph)
      if !references.nodes.isEmpty { follow(references, from: place, through: through, depth: 1, graph) }
    }
  }
}
