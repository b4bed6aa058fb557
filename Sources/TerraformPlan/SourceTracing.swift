import ResourceGraph
import TerraformConfiguration

/// Follows one attribute through the configuration to the resources of the expected types.
struct SourceTracing {
  private let plan: SourcedPlan
  private let facts: GraphFacts
  private let expected: Set<String>
  private let subject: ResourceID
  private var references: [Reference] = []
  private var unresolved: String?
  /// Attributes that were followed, and whether as certain ones.
  private var visited: [Step: Bool] = [:]

  private struct Step: Hashable {
    let instance: InstanceAddress
    let path: [PathStep]
  }

  /// From attribute to attribute no longer chain is followed.
  private static let depthLimit = 24

  init(plan: SourcedPlan, graph: ResourceGraph, expected: Set<String>, subject: ResourceID) {
    self.plan = plan
    facts = GraphFacts(instances: plan.instances, graph: graph)
    self.expected = expected
    self.subject = subject
  }

  var result: ReferenceSet { ReferenceSet(references: references, unresolved: unresolved) }

  mutating func follow(_ instance: InstanceAddress, _ path: [PathStep]) {
    _ = follow(instance, path, through: [], isDefinite: true, depth: 0)
  }

  /// - Returns: whether the configuration sets the attribute.
  private mutating func follow(
    _ instance: InstanceAddress, _ path: [PathStep], through: [String], isDefinite: Bool, depth: Int
  ) -> Bool {
    let step = Step(instance: instance, path: path)
    if let known = visited[step], known || !isDefinite { return true }
    visited[step] = isDefinite
    let answer = plan.resolver.sources(of: instance, path: path, following: false, facts: facts)
    guard answer.isSet || !answer.unresolved.isEmpty else { return false }
    for reason in answer.unresolved { note(reason) }
    guard depth < Self.depthLimit else {
      note("\(instance).\(pathText(path))")
      return true
    }
    for source in answer.sources {
      take(source, through: through + source.through, isDefinite: isDefinite && source.isDefinite, depth: depth + 1)
    }
    return true
  }

  private mutating func take(_ source: AttributeSource, through: [String], isDefinite: Bool, depth: Int) {
    let type = source.instance.resource.type
    let isExpected = expected.contains(type)
    guard case .name(let name)? = source.path.first else {
      if isExpected { add(source.instance, through, isDefinite) }
      return
    }
    if isExpected, IdentityIndex.attributes(of: type).contains(name) {
      return add(source.instance, through, isDefinite)
    }
    let step = "\(source.instance).\(pathText(source.path))"
    let before = references.count
    var isSet = false
    for path in Self.origins(of: source.path, name, type) where !isSet {
      isSet = follow(source.instance, path, through: through + [step], isDefinite: isDefinite, depth: depth)
    }
    if isExpected {
      // An attribute that the provider fills, or one made of constants, says which resource is meant.
      if references.count == before { add(source.instance, through, isDefinite) }
    } else if !isSet, !IdentityIndex.attributes(of: type).contains(name), !Self.alwaysIdentities.contains(name) {
      // What identifies the other resource identifies nothing else; any other computed value may come from anywhere.
      note(step)
    }
  }

  private static let alwaysIdentities: Set<String> = ["self_link", "unique_id"]

  /// The arguments that an attribute takes its value from.
  private static func origins(of path: [PathStep], _ name: String, _ type: String) -> [[PathStep]] {
    // The parts of a bucket's configuration that are resources of their own have the bucket's name as their id.
    if name == "id", type.hasPrefix("aws_s3_bucket_") { return [path, [.name("bucket")]] }
    if name == "output", type == "terraform_data" { return [path, [.name("input")] + path.dropFirst()] }
    return [path]
  }

  private mutating func add(_ instance: InstanceAddress, _ through: [String], _ isDefinite: Bool) {
    guard let target = plan.instances.id(of: instance) else { return note("\(instance), which the plan does not list") }
    guard target != subject else { return }
    let reference = Reference(
      target: target, resolution: isDefinite ? .configuration : .possible, through: through)
    if let index = references.firstIndex(where: { $0.target == target }) {
      if isDefinite, references[index].resolution == .possible { references[index] = reference }
    } else {
      references.append(reference)
    }
  }

  private mutating func note(_ reason: String) { unresolved = unresolved ?? reason }
}
