import Synchronization
import Values

/// Finds resources by what other resources call them: ids, ARNs, names.
public struct IdentityIndex: Sendable {
  /// Attributes that name their resource, whatever its type, when another one mentions it.
  private static let general = ["id", "arn", "name", "identifier", "url"]
  /// Attributes that are names in these types and references in others.
  private static let specific: [String: [String]] = [
    "aws_s3_bucket": ["bucket", "bucket_domain_name", "bucket_regional_domain_name"],
    "aws_kms_key": ["key_id"],
    "aws_rds_cluster": ["cluster_identifier"],
    "aws_redshift_cluster": ["cluster_identifier"],
    "aws_docdb_cluster": ["cluster_identifier"],
    "aws_neptune_cluster": ["cluster_identifier"],
    "aws_elasticache_replication_group": ["replication_group_id"],
    "aws_elasticache_cluster": ["cluster_id"],
    "aws_opensearch_domain": ["domain_name"],
    "aws_elasticsearch_domain": ["domain_name"],
    "aws_lambda_function": ["function_name", "invoke_arn", "qualified_arn"],
    "aws_msk_cluster": ["cluster_name"],
    "aws_eip": ["allocation_id"],
    "aws_dax_cluster": ["cluster_name"],
    "aws_ecr_repository": ["repository_url"],
    "aws_api_gateway_stage": ["stage_name"],
    "aws_key_pair": ["key_name"],
    "aws_db_snapshot": ["db_snapshot_identifier"],
    "aws_db_cluster_snapshot": ["db_cluster_snapshot_identifier"],
    "aws_rds_global_cluster": ["global_cluster_identifier"],
    "aws_docdb_global_cluster": ["global_cluster_identifier"],
    "aws_neptune_global_cluster": ["global_cluster_identifier"],
    "aws_elasticache_user_group": ["user_group_id"],
    "aws_cloudfront_origin_access_identity": ["cloudfront_access_identity_path"],
    "aws_route53_zone": ["zone_id"],
  ]

  /// The attributes of a type that other resources refer to it by.
  public static func attributes(of type: String) -> [String] { general + (specific[type] ?? []) }

  /// Whether an attribute names its resource.
  public static func isName(_ attribute: String, of type: String) -> Bool {
    general.contains(attribute) || specific[type]?.contains(attribute) == true
  }

  private var ids: [String: [ResourceID]] = [:]

  init(_ graph: ResourceGraph, types: Set<String>) {
    for type in types.sorted() {
      let keys = Self.attributes(of: type).compactMap { graph.arena.strings.key($0) }
      for id in graph.resources(ofType: type) {
        for key in keys {
          guard let node = graph.arena.member(graph.values(of: id), key), let text = graph.arena.string(node),
            !text.isEmpty
          else { continue }
          if ids[text]?.last != id { ids[text, default: []].append(id) }
        }
      }
    }
  }

  func resources(named text: String) -> [ResourceID] { ids[text] ?? [] }
}

/// The identity indexes of a run: many relations ask for the same types.
public struct IdentityIndexes: Sendable {
  private var indexes: [Set<String>: DeferredIdentities] = [:]

  public init() {}

  mutating func index(of types: Set<String>) -> DeferredIdentities {
    if let known = indexes[types] { return known }
    let index = DeferredIdentities(types)
    indexes[types] = index
    return index
  }
}

/// An identity index that is made when the first name is looked up: where a plan only creates, hardly any name is known.
final class DeferredIdentities: Sendable {
  private let types: Set<String>
  private let index = Mutex<IdentityIndex?>(nil)

  init(_ types: Set<String>) { self.types = types }

  func made(for graph: ResourceGraph) -> IdentityIndex {
    index.withLock { index in
      let known = index ?? IdentityIndex(graph, types: types)
      index = known
      return known
    }
  }
}
