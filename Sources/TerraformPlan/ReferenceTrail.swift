import ResourceGraph
import Values

import struct TerraformConfiguration.AddressScanner

/// Follows the references of one attribute to the resources that it can mean.
struct ReferenceTrail {
  private let plan: PlanReferenceResolver
  private let expected: Set<String>
  private let subject: ResourceID

  private var candidates = TrailCandidates()
  private var unresolved: String?
  private var visited: Set<String> = []
  /// Whether dead ends look no further than their own module: they are guesses about guesses.
  private var isNearby = false

  /// References that may still be followed for this attribute.
  private var budget = 4_000

  /// Expressions that lead further than this are taken as unresolved.
  private static let depthLimit = 40

  init(_ plan: PlanReferenceResolver, expected: Set<String>, subject: ResourceID) {
    self.plan = plan
    self.expected = expected
    self.subject = subject
  }

  /// Follows the maximal references of one expression.
  mutating func follow(
    _ references: ReferenceList, from place: Place, through: [String], depth: Int, _ graph: ResourceGraph
  ) {
    budget -= references.nodes.count
    guard depth < Self.depthLimit, budget > 0 else {
      unresolved = unresolved ?? references.nodes.first.map { Self.text($0, graph) }
      return
    }
    for node in references.nodes {
      switch ReferenceForm(graph.arena.utf8(node)) {
      case .variable(let name): followVariable(name, place, through + [Self.text(node, graph)], depth, graph)
      case .local:
        let step = Self.text(node, graph)
        deadEnd(step, place, through: through + [step], graph)
      case .module(let call, let key, let output):
        let step = Step(text: Self.text(node, graph), through: through, depth: depth)
        followModule(call, key, output, step, references, place, graph)
      case .iteration: followIteration(place, through + [Self.text(node, graph)], depth, graph)
      case .key where references.nodes.count == 1 && !references.isIterated:
        followIteration(place, through + [Self.text(node, graph)], depth, graph)
      case .resource(let mention): followResource(mention, node, references, place, through, depth, graph)
      case .key, .nothing: break
      }
    }
  }

  private static func text(_ reference: NodeID, _ graph: ResourceGraph) -> String {
    graph.arena.string(reference) ?? ""
  }

  /// A reference and how it was come to.
  private struct Step {
    let text: String
    let through: [String]
    let depth: Int
  }

  /// The trail ends at something that the plan does not show.
  mutating func deadEnd(_ step: String, _ place: Place, _ graph: ResourceGraph) {
    deadEnd(step, place, through: [step], graph)
  }

  private mutating func deadEnd(_ step: String, _ place: Place, through: [String], _ graph: ResourceGraph) {
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

  private func references(of expression: NodeID, _ graph: ResourceGraph) -> ReferenceList {
    ReferenceList(nodes: Expressions.places(of: expression, graph.arena, plan.keys))
  }

  private mutating func followVariable(
    _ name: String, _ place: Place, _ through: [String], _ depth: Int, _ graph: ResourceGraph
  ) {
    // A variable of the root module is given with the plan: known, so nothing unknown comes from it.
    guard let parent = place.module.parent, let step = place.module.steps.last,
      let call = plan.configuration.modules[parent.configurationPath]?.calls[step.call],
      let inputs = graph.arena.member(call, plan.keys.expressions), let input = graph.arena.member(inputs, name),
      visited.insert("var|\(place.module.text)|\(name)").inserted
    else { return }
    follow(
      references(of: input, graph), from: Place(module: parent, key: step.key, declaration: call), through: through,
      depth: depth + 1, graph)
  }

  private mutating func followModule(
    _ call: String, _ key: InstanceKey?, _ output: String?, _ step: Step, _ references: ReferenceList, _ place: Place,
    _ graph: ResourceGraph
  ) {
    let through = step.through + [step.text]
    var modules = plan.instances.instances(ofCall: call, in: place.module)
    if let key {
      modules = modules.filter { $0.steps.last?.key == key }
    } else if modules.count > 1, let aligned = Iteration(references, graph.arena).aligned(place.key) {
      modules = modules.filter { $0.steps.last?.key == aligned }
    }
    if modules.isEmpty {
      unresolved = unresolved ?? step.text
      return
    }
    for module in modules {
      guard let output, let declared = plan.configuration.modules[module.configurationPath]?.outputs[output],
        let expression = graph.arena.member(declared, "expression")
      else {
        let place = Place(module: module, key: nil, declaration: place.declaration)
        deadEnd(step.text, place, through: through, graph)
        continue
      }
      guard visited.insert("output|\(module.text)|\(output)").inserted else { continue }
      follow(
        self.references(of: expression, graph), from: Place(module: module, key: nil, declaration: declared),
        through: through, depth: step.depth + 1, graph)
    }
  }

  /// `each.value`: what `for_each` iterates over; the same key leads to the same instance.
  private mutating func followIteration(
    _ place: Place, _ through: [String], _ depth: Int, _ graph: ResourceGraph
  ) {
    guard let expression = graph.arena.member(place.declaration, "for_each_expression"),
      visited.insert("each|\(place.module.text)|\(place.declaration.index)").inserted
    else { return }
    var references = references(of: expression, graph)
    references.isIterated = true
    let before = candidates.count
    follow(references, from: place, through: through, depth: depth + 1, graph)
    // A map written in place mentions all its values' resources at once; which key has which the plan does not say.
    if references.nodes.count > 1 { candidates.weaken(from: before, isInferred: false) }
  }

  private mutating func followResource(
    _ mention: ResourceMention, _ reference: NodeID, _ references: ReferenceList, _ place: Place, _ through: [String],
    _ depth: Int, _ graph: ResourceGraph
  ) {
    let found = Mentioned(mention: mention, reference: reference, through: through, depth: depth)
    switch plan.instances.instances(of: mention.declaration, in: place) {
    case .none: return
    case .one(let target):
      if let key = mention.key, graph[target].instanceKey != key { return }
      meet(target, found, isExact: true, graph)
    case .several(let declared):
      var targets = declared
      var isExact = true
      if let key = mention.key {
        targets = declared.filter { graph[$0].instanceKey == key }
      } else if declared.count > 1 {
        let iteration = Iteration(references, graph.arena)
        if iteration.isCertain, let aligned = iteration.aligned(place.key),
          let same = declared.first(where: { graph[$0].instanceKey == aligned })
        {
          targets = [same]
        } else {
          isExact = false
        }
      }
      for target in targets { meet(target, found, isExact: isExact, graph) }
    }
  }

  /// A reference to a resource and how it was come to.
  private struct Mentioned {
    let mention: ResourceMention
    let reference: NodeID
    let through: [String]
    let depth: Int
  }

  private mutating func meet(_ target: ResourceID, _ found: Mentioned, isExact: Bool, _ graph: ResourceGraph) {
    guard target != subject else { return }
    if expected.contains(graph.type(of: target)) {
      if isPassedOn(by: target, found, graph) { return }
      let steps = found.through.isEmpty ? [] : found.through + [Self.text(found.reference, graph)]
      candidates.add(TrailCandidate(target: target, through: steps, isExact: isExact, isInferred: false))
    } else if let attribute = found.mention.attribute {
      let through = found.through + [Self.text(found.reference, graph)]
      followAttribute(attribute, of: target, through: through, found.depth, graph)
    }
  }

  /// Whether an attribute of a resource of an expected type only hands on a reference to another one.
  private mutating func isPassedOn(by id: ResourceID, _ found: Mentioned, _ graph: ResourceGraph) -> Bool {
    guard let attribute = found.mention.attribute, !IdentityIndex.isName(attribute, of: graph.type(of: id)) else {
      return false
    }
    let before = candidates.count
    let known = unresolved
    let through = found.through + [Self.text(found.reference, graph)]
    followAttribute(attribute, of: id, through: through, found.depth, graph)
    guard candidates.count == before else { return true }
    unresolved = known
    return false
  }

  /// Another resource's attribute can itself hold the reference: `aws_db_subnet_group.x.vpc_id`.
  private mutating func followAttribute(
    _ attribute: String, of id: ResourceID, through: [String], _ depth: Int, _ graph: ResourceGraph
  ) {
    let resource = graph[id]
    guard let module = ModuleAddress(resource.module),
      visited.insert("attribute|\(resource.address)|\(attribute)").inserted
    else { return }
    let prefix = resource.mode == .data ? "data." : ""
    let declared = plan.configuration.modules[module.configurationPath]?.resources[
      "\(prefix)\(resource.type).\(resource.name)"]
    let expressions = Expressions(declared, graph.arena, plan.keys)
    for name in Self.sources(of: attribute, resource) {
      guard let declared, case .references(let references) = expressions.places([name], graph.arena),
        !references.isEmpty
      else { continue }
      return follow(
        ReferenceList(nodes: references),
        from: Place(module: module, key: resource.instanceKey, declaration: declared), through: through,
        depth: depth + 1, graph)
    }
    // What identifies the other resource identifies nothing else; any other computed value may come from anywhere.
    let isIdentity =
      Self.identities.contains(attribute) || IdentityIndex.isName(attribute, of: resource.type)
    if !isIdentity { unresolved = unresolved ?? "\(resource.address).\(attribute)" }
  }

  private static let identities: Set<String> = ["id", "arn", "name", "self_link", "unique_id"]

  /// The arguments that an attribute takes its value from.
  private static func sources(of attribute: String, _ resource: Resource) -> [String] {
    // The parts of a bucket's configuration that are resources of their own have the bucket's name as their id.
    if attribute == "id", resource.type.hasPrefix("aws_s3_bucket_") { return [attribute, "bucket"] }
    if attribute == "output", resource.type == "terraform_data" { return [attribute, "input"] }
    return [attribute]
  }

  /// What the candidates amount to: a scalar means one of them, a collection may mean them all.
  func conclude(isCollection: Bool) -> ReferenceSet {
    ReferenceSet(references: candidates.references(isCollection: isCollection), unresolved: unresolved)
  }
}
