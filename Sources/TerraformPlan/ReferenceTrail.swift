import ResourceGraph
import Values

/// Follows the references of one attribute to the resources that it can mean.
struct ReferenceTrail {
  let plan: PlanReferenceResolver
  let expected: Set<String>
  let subject: ResourceID

  var candidates = TrailCandidates()
  var unresolved: String?
  var visited: Set<String> = []
  /// Whether dead ends look no further than their own module: they are guesses about guesses.
  var isNearby = false

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

  static func text(_ reference: NodeID, _ graph: ResourceGraph) -> String {
    graph.arena.string(reference) ?? ""
  }

  /// A reference and how it was come to.
  private struct Step {
    let text: String
    let through: [String]
    let depth: Int
  }

  func references(of expression: NodeID, _ graph: ResourceGraph) -> ReferenceList {
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

  /// What the candidates amount to: a scalar means one of them, a collection may mean them all.
  func conclude(isCollection: Bool) -> ReferenceSet {
    ReferenceSet(references: candidates.references(isCollection: isCollection), unresolved: unresolved)
  }
}
