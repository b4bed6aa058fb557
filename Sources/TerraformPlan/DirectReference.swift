import ResourceGraph
import Values

/// References that lead straight to one resource, as most do: `aws_vpc.main.id`. They need no trail.
enum DirectReference {
  /// What a reference that stands alone in its expression leads to; nil where that takes a trail.
  ///
  /// - Parameters:
  ///   - subject: the resource that the expression belongs to.
  ///   - module: the number of its module instance.
  static func target(
    of reference: NodeID, from subject: ResourceID, inModule module: Int, _ expected: Set<String>,
    _ instances: InstanceIndex, _ graph: ResourceGraph
  ) -> ResourceID? {
    guard case .resource(let mention) = ReferenceForm(graph.arena.utf8(reference)),
      case .one(let target) = instances.instances(of: mention.declaration, inModule: module), target != subject
    else { return nil }
    if let key = mention.key, graph.instanceKey(of: target) != key { return nil }
    let type = graph.type(of: target)
    guard expected.contains(type) else { return nil }
    // Other attributes may hand on a reference to another resource.
    if let attribute = mention.attribute, !IdentityIndex.isName(attribute, of: type) { return nil }
    return target
  }
}
