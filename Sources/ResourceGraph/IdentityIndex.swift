import Values

/// Finds resources by what other resources call them: ids, ARNs, names.
struct IdentityIndex: Sendable {
  /// Attributes that name their resource when another one mentions it.
  private static let attributes = [
    "id", "arn", "name", "bucket", "key_id", "key_arn", "identifier", "cluster_identifier", "replication_group_id",
    "domain_name", "function_name", "url", "group_name", "cluster_name", "alias_name", "target_key_id", "invoke_arn",
    "repository_url", "load_balancer_arn", "user_name", "cluster_arn",
  ]

  private var ids: [String: [ResourceID]] = [:]

  init(_ graph: ResourceGraph, types: Set<String>) {
    let keys = Self.attributes.compactMap { graph.arena.strings.key($0) }
    for type in types.sorted() {
      for id in graph.resources(ofType: type) {
        for key in keys {
          guard let node = graph.arena.member(graph[id].values, key), let text = graph.arena.string(node), !text.isEmpty
          else { continue }
          if ids[text]?.last != id { ids[text, default: []].append(id) }
        }
      }
    }
  }

  func resources(named text: String) -> [ResourceID] { ids[text] ?? [] }
}
