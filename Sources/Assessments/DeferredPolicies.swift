import ResourceGraph
import Values

/// Policies that are known only after apply because their `aws_iam_policy_document` is read then. What the data source
/// says is in the plan nevertheless, up to the parts that are not known: mostly an ARN.
struct DeferredPolicies: Sendable {
  private static let documentType = "aws_iam_policy_document"
  /// Attributes that hold a policy.
  private static let attributes = [
    "policy", "assume_role_policy", "inline_policy", "access_policies", "access_policy", "resource_policy",
    "policy_text",
    "policy_document", "repository_policy", "registry_policy", "queue_policy", "content",
  ]

  /// The values of data sources by the unknown node that they fill.
  private var documents: [NodeID: NodeID] = [:]

  private let partial: PartialTexts

  init(_ graph: ResourceGraph) {
    partial = PartialTexts(graph)
    guard !graph.resources(ofType: Self.documentType).isEmpty else { return }
    var identities = IdentityIndexes()
    for attribute in Self.attributes {
      guard let key = graph.arena.strings.key(attribute) else { continue }
      let unknown = Self.resources(with: key, graph)
      guard !unknown.isEmpty else { continue }
      let spec = RelationSpec(
        types: [Self.documentType], direction: .outgoing,
        via: [RelationSpec.Via(path: [attribute], isCollection: false)])
      let relation = RelationIndex(
        spec, subjects: Set(unknown.map { graph[$0.resource].type }), in: graph, identities: &identities)
      for (resource, node) in unknown {
        let elements = relation.elements(of: resource)
        guard elements.count == 1, let document = elements[0].resource, elements[0].doubt == nil else { continue }
        documents[node] = graph[document].values
      }
    }
  }

  /// The document that an unknown value is: what is known of it, or the data source's.
  func document(at node: NodeID) -> NodeID? { documents[node] ?? partial.document(at: node) }

  private static func resources(with key: KeyID, _ graph: ResourceGraph) -> [(resource: ResourceID, node: NodeID)] {
    var found: [(resource: ResourceID, node: NodeID)] = []
    for type in graph.types {
      // Attributes are there in every resource of a type, null where they are not set.
      guard let first = graph.resources(ofType: type).first, graph.arena.member(graph[first].values, key) != nil else {
        continue
      }
      for id in graph.resources(ofType: type) where graph[id].mode == .managed {
        guard let member = graph.arena.member(graph[id].values, key) else { continue }
        let node = graph.arena.resolved(member)
        if graph.arena[node].kind == .unknown { found.append((id, node)) }
      }
    }
    return found
  }
}
