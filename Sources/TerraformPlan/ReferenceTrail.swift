import ResourceGraph
import Values

/// Follows the references of one attribute to the resources that it can mean.
struct ReferenceTrail {
  let configuration: ConfigurationIndex
  let instances: InstanceIndex
  let relevant: Set<String>?
  let graph: ResourceGraph
  let expected: Set<String>
  let subject: ResourceID

  private struct Candidate {
    let target: ResourceID
    var through: [String]
    /// Found by following the configuration to this very instance.
    var isExact: Bool
    /// Found behind a step that the plan hides.
    var isInferred: Bool
  }

  private var candidates: [Candidate] = []
  private var unresolved: String?
  private var visited: Set<String> = []
  /// Whether dead ends look no further than their own module: they are guesses about guesses.
  private var isNearby = false

  /// References that may still be followed for this attribute.
  private var budget = 4_000

  /// Expressions that lead further than this are taken as unresolved.
  private static let depthLimit = 40

  init(
    configuration: ConfigurationIndex, instances: InstanceIndex, relevant: Set<String>?, graph: ResourceGraph,
    expected: Set<String>, subject: ResourceID
  ) {
    self.configuration = configuration
    self.instances = instances
    self.relevant = relevant
    self.graph = graph
    self.expected = expected
    self.subject = subject
  }

  /// Follows the maximal references of one expression.
  mutating func follow(_ references: [String], from place: Place, through: [String], depth: Int) {
    budget -= references.count
    guard depth < Self.depthLimit, budget > 0 else {
      unresolved = unresolved ?? references.first
      return
    }
    let iteration = Iteration(references)
    for reference in references {
      var scanner = AddressScanner(reference)
      if scanner.take("var.") {
        followVariable(scanner.name() ?? "", place, through + [reference], depth)
      } else if scanner.take("local.") {
        deadEnd(reference, place, through: through + [reference])
      } else if scanner.take("module.") {
        followModule(&scanner, reference, iteration, place, through + [reference], depth)
      } else if scanner.take("each.value") || reference == "each.key" && references.count == 1 {
        followIteration(place, through + [reference], depth)
      } else if scanner.take("data.") {
        followResource(&scanner, prefix: "data.", reference, iteration, place, through, depth)
      } else if !Self.isBuiltIn(reference) {
        followResource(&scanner, prefix: "", reference, iteration, place, through, depth)
      }
    }
  }

  /// The trail ends at something that the plan does not show.
  mutating func deadEnd(_ step: String, _ place: Place) { deadEnd(step, place, through: [step]) }

  private mutating func deadEnd(_ step: String, _ place: Place, through: [String]) {
    let found = reachable(in: place.module)
    guard found.count <= Self.listed else {
      unresolved = unresolved ?? step
      return
    }
    for target in found { add(Candidate(target: target, through: through, isExact: false, isInferred: true)) }
    guard !isNearby else { return }
    // A local can also be made of what the module is given, or of what the modules that it calls give.
    let before = candidates.count
    let known = unresolved
    isNearby = !found.isEmpty
    followInputs(of: place.module, through: through)
    isNearby = true
    followOutputs(in: place.module, through: through)
    isNearby = false
    for index in before..<candidates.count {
      candidates[index].isInferred = true
      candidates[index].isExact = false
    }
    // What leads nowhere need not be what the local is made of, if something else is there.
    unresolved = candidates.isEmpty ? unresolved ?? step : known
  }

  /// More candidates than this for one reference say no more than that it is not known.
  private static let listed = 64

  /// Resources of the expected types in a module instance, narrowed to those that the plan says were used.
  private func reachable(in module: ModuleAddress) -> [ResourceID] {
    let all = expected.sorted().flatMap { instances.resources(ofType: $0, in: module, graph) }.filter { $0 != subject }
    guard all.count > 1, let relevant else { return all }
    let used = all.filter { relevant.contains(graph[$0].address) || relevant.contains(declarationAddress(graph[$0])) }
    return used.isEmpty ? all : used
  }

  private mutating func followOutputs(in module: ModuleAddress, through: [String]) {
    guard let calls = configuration.modules[module.configurationPath]?.calls,
      visited.insert("outputs|\(module.text)").inserted
    else { return }
    for call in calls.keys.sorted() {
      for instance in instances.instances(ofCall: call, in: module) {
        guard let outputs = configuration.modules[instance.configurationPath]?.outputs else { continue }
        for (_, declared) in outputs.sorted(by: { $0.key < $1.key }) {
          guard let expression = graph.arena.member(declared, "expression") else { continue }
          let references = Expressions.references(of: expression, graph.arena)
          follow(references, from: Place(module: instance, key: nil, declaration: declared), through: through, depth: 1)
        }
      }
    }
  }

  private func declarationAddress(_ resource: Resource) -> String {
    let prefix = resource.mode == .data ? "data." : ""
    return "\(resource.module.isEmpty ? "" : resource.module + ".")\(prefix)\(resource.type).\(resource.name)"
  }

  private mutating func followInputs(of module: ModuleAddress, through: [String]) {
    guard let parent = module.parent, let step = module.steps.last,
      let call = configuration.modules[parent.configurationPath]?.calls[step.call],
      let expressions = graph.arena.member(call, "expressions"), visited.insert("inputs|\(module.text)").inserted
    else { return }
    let place = Place(module: parent, key: step.key, declaration: call)
    for input in graph.arena.children(expressions) {
      let references = Expressions.references(of: input, graph.arena)
      if !references.isEmpty { follow(references, from: place, through: through, depth: 1) }
    }
  }

  private mutating func followVariable(_ name: String, _ place: Place, _ through: [String], _ depth: Int) {
    // A variable of the root module is given with the plan: known, so nothing unknown comes from it.
    guard let parent = place.module.parent, let step = place.module.steps.last,
      let call = configuration.modules[parent.configurationPath]?.calls[step.call],
      let input = graph.arena.member(call, "expressions").flatMap({ graph.arena.member($0, name) }),
      visited.insert("var|\(place.module.text)|\(name)").inserted
    else { return }
    let references = Expressions.references(of: input, graph.arena)
    follow(
      references, from: Place(module: parent, key: step.key, declaration: call), through: through, depth: depth + 1)
  }

  private mutating func followModule(
    _ scanner: inout AddressScanner, _ reference: String, _ iteration: Iteration, _ place: Place, _ through: [String],
    _ depth: Int
  ) {
    guard let call = scanner.name() else { return }
    let key = scanner.instanceKey()
    let output = scanner.remainingNames().first
    var modules = instances.instances(ofCall: call, in: place.module)
    if let key {
      modules = modules.filter { $0.steps.last?.key == key }
    } else if modules.count > 1, let aligned = iteration.aligned(place.key) {
      modules = modules.filter { $0.steps.last?.key == aligned }
    }
    if modules.isEmpty {
      unresolved = unresolved ?? reference
      return
    }
    for module in modules {
      guard let output, let declared = configuration.modules[module.configurationPath]?.outputs[output],
        let expression = graph.arena.member(declared, "expression")
      else {
        deadEnd(reference, Place(module: module, key: nil, declaration: place.declaration), through: through)
        continue
      }
      guard visited.insert("output|\(module.text)|\(output)").inserted else { continue }
      let references = Expressions.references(of: expression, graph.arena)
      follow(
        references, from: Place(module: module, key: nil, declaration: declared), through: through, depth: depth + 1)
    }
  }

  /// `each.value`: what `for_each` iterates over; the same key leads to the same instance.
  private mutating func followIteration(_ place: Place, _ through: [String], _ depth: Int) {
    guard let expression = graph.arena.member(place.declaration, "for_each_expression"),
      visited.insert("each|\(place.module.text)|\(place.declaration.index)").inserted
    else { return }
    let references = Expressions.references(of: expression, graph.arena)
    let before = candidates.count
    follow(references + ["each.key"], from: place, through: through, depth: depth + 1)
    // A map written in place mentions all its values' resources at once; which key has which the plan does not say.
    if references.count > 1 { for index in before..<candidates.count { candidates[index].isExact = false } }
  }

  private mutating func followResource(
    _ scanner: inout AddressScanner, prefix: String, _ reference: String, _ iteration: Iteration, _ place: Place,
    _ through: [String], _ depth: Int
  ) {
    guard let type = scanner.name(), scanner.take("."), let name = scanner.name() else { return }
    let key = scanner.instanceKey()
    let attributes = scanner.remainingNames()
    let declared = instances.instances(
      of: type, name, prefix.isEmpty ? .managed : .data, in: place.module, graph)
    var targets = declared
    var isExact = true
    if let key {
      targets = declared.filter { graph[$0].instanceKey == key }
    } else if declared.count > 1 {
      if iteration.isCertain, let aligned = iteration.aligned(place.key),
        let same = declared.first(where: { graph[$0].instanceKey == aligned })
      {
        targets = [same]
      } else {
        isExact = false
      }
    }
    let steps = through.isEmpty ? [] : through + [reference]
    for target in targets where target != subject {
      let candidate = Candidate(target: target, through: steps, isExact: isExact, isInferred: false)
      if expected.contains(type) {
        if !isPassedOn(attributes.first, by: target, through: through + [reference], depth) { add(candidate) }
      } else if let attribute = attributes.first {
        followAttribute(attribute, of: target, through: through + [reference], depth)
      }
    }
  }

  /// Whether an attribute of a resource of an expected type only hands on a reference to another one.
  private mutating func isPassedOn(
    _ attribute: String?, by id: ResourceID, through: [String], _ depth: Int
  ) -> Bool {
    guard let attribute, !IdentityIndex.attributes(of: graph[id].type).contains(attribute) else { return false }
    let before = candidates.count
    let known = unresolved
    followAttribute(attribute, of: id, through: through, depth)
    guard candidates.count == before else { return true }
    unresolved = known
    return false
  }

  /// Another resource's attribute can itself hold the reference: `aws_db_subnet_group.x.vpc_id`.
  private mutating func followAttribute(_ attribute: String, of id: ResourceID, through: [String], _ depth: Int) {
    let resource = graph[id]
    guard let module = ModuleAddress(resource.module),
      visited.insert("attribute|\(resource.address)|\(attribute)").inserted
    else { return }
    let prefix = resource.mode == .data ? "data." : ""
    let declared = configuration.modules[module.configurationPath]?.resources[
      "\(prefix)\(resource.type).\(resource.name)"]
    let expressions = Expressions(declared, graph.arena)
    for name in Self.sources(of: attribute, resource) {
      guard let declared, case .references(let references) = expressions.find([name], graph.arena), !references.isEmpty
      else { continue }
      return follow(
        references, from: Place(module: module, key: resource.instanceKey, declaration: declared), through: through,
        depth: depth + 1)
    }
    // What identifies the other resource identifies nothing else; any other computed value may come from anywhere.
    let isIdentity =
      Self.identities.contains(attribute) || IdentityIndex.attributes(of: resource.type).contains(attribute)
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

  private mutating func add(_ candidate: Candidate) {
    if let index = candidates.firstIndex(where: { $0.target == candidate.target }) {
      if !candidates[index].isExact, candidate.isExact || candidates[index].isInferred && !candidate.isInferred {
        candidates[index] = candidate
      }
    } else {
      candidates.append(candidate)
    }
  }

  private static let builtIns = ["each", "count", "self", "path", "terraform", "null"]

  private static func isBuiltIn(_ reference: String) -> Bool {
    let length = reference.utf8.firstIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") }
    let first = length.map { reference.utf8[..<$0] } ?? reference.utf8[...]
    return builtIns.contains { first.elementsEqual($0.utf8) }
  }

  /// What the candidates amount to: a scalar means one of them, a collection may mean them all.
  func conclude(isCollection: Bool) -> ReferenceSet {
    let exact = candidates.filter { $0.isExact }
    let allExact = exact.count == candidates.count
    let references = candidates.map { candidate in
      let resolution: Resolution =
        if candidates.count == 1 {
          candidate.isInferred ? .inferred : .configuration
        } else if isCollection, !candidate.isInferred, allExact {
          .configuration
        } else if isCollection, !candidate.isInferred, exact.isEmpty { .configuration } else { .possible }
      return Reference(target: candidate.target, resolution: resolution, through: candidate.through)
    }
    return ReferenceSet(references: references, unresolved: unresolved)
  }
}

/// What an expression says of the instance that it is evaluated for.
struct Iteration {
  private let usesKey: Bool
  private let usesIndex: Bool
  /// Nothing else in the expression could choose another instance.
  let isCertain: Bool

  init(_ references: [String]) {
    usesKey = references.contains { $0 == "each.key" || $0.hasPrefix("each.value") }
    usesIndex = references.contains("count.index")
    let others = references.filter { $0 != "each.key" && !$0.hasPrefix("each.value") && $0 != "count.index" }
    isCertain = others.count == 1
  }

  /// The key that a reference without one means, nil if the expression does not iterate.
  func aligned(_ key: InstanceKey?) -> InstanceKey? {
    switch key {
    case .key where usesKey: key
    case .index where usesIndex: key
    default: nil
    }
  }
}
