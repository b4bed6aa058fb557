import ResourceGraph
import Values

/// Where a trail comes upon a resource.
extension ReferenceTrail {
  mutating func followResource(
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
}
