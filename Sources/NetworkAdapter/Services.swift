import Network
import ResourceGraph

/// How a managed service says where its interfaces are.
struct ServiceShape {
  let type: String
  let kind: Endpoint.Kind
  /// The attribute with subnets, or the one with a subnet group and the group's types.
  var subnets: [String] = ["subnet_ids"]
  var subnetGroup: (attribute: String, types: Set<String>)?
  let groups: [String]
  /// The attribute that says whether it gets a public address.
  var isPublic: [String]?
  /// Whether its interface is in one of the subnets only, nobody knows which.
  var isInOne = false
  var acceptsConnections = true
  /// Whether it is outside any VPC where it names no subnet.
  var isOptional = false
}

/// Databases, caches, brokers, functions and the like.
extension NetworkAdapter {
  static let shapes: [ServiceShape] = [
    ServiceShape(
      type: "aws_db_instance", kind: .database, subnetGroup: ("db_subnet_group_name", ["aws_db_subnet_group"]),
      groups: ["vpc_security_group_ids"], isPublic: ["publicly_accessible"], isInOne: true),
    ServiceShape(
      type: "aws_elasticache_cluster", kind: .cache,
      subnetGroup: ("subnet_group_name", ["aws_elasticache_subnet_group"]), groups: ["security_group_ids"],
      isInOne: true),
    ServiceShape(
      type: "aws_elasticache_replication_group", kind: .cache,
      subnetGroup: ("subnet_group_name", ["aws_elasticache_subnet_group"]), groups: ["security_group_ids"],
      isInOne: true),
    ServiceShape(type: "aws_elasticache_serverless_cache", kind: .cache, groups: ["security_group_ids"]),
    ServiceShape(
      type: "aws_memorydb_cluster", kind: .cache, subnetGroup: ("subnet_group_name", ["aws_memorydb_subnet_group"]),
      groups: ["security_group_ids"], isInOne: true),
    ServiceShape(
      type: "aws_dax_cluster", kind: .cache, subnetGroup: ("subnet_group_name", ["aws_dax_subnet_group"]),
      groups: ["security_group_ids"], isInOne: true),
    ServiceShape(
      type: "aws_redshift_cluster", kind: .database,
      subnetGroup: ("cluster_subnet_group_name", ["aws_redshift_subnet_group"]), groups: ["vpc_security_group_ids"],
      isPublic: ["publicly_accessible"], isInOne: true),
    ServiceShape(
      type: "aws_redshiftserverless_workgroup", kind: .database, groups: ["security_group_ids"],
      isPublic: ["publicly_accessible"]),
    ServiceShape(
      type: "aws_dms_replication_instance", kind: .other,
      subnetGroup: ("replication_subnet_group_id", ["aws_dms_replication_subnet_group"]),
      groups: ["vpc_security_group_ids"], isPublic: ["publicly_accessible"], isInOne: true),
    ServiceShape(
      type: "aws_mq_broker", kind: .broker, groups: ["security_groups"], isPublic: ["publicly_accessible"]),
    ServiceShape(
      type: "aws_msk_cluster", kind: .broker, subnets: ["broker_node_group_info", "client_subnets"],
      groups: ["broker_node_group_info", "security_groups"]),
    ServiceShape(
      type: "aws_msk_serverless_cluster", kind: .broker, subnets: ["vpc_config", "subnet_ids"],
      groups: ["vpc_config", "security_group_ids"]),
    ServiceShape(
      type: "aws_opensearch_domain", kind: .database, subnets: ["vpc_options", "subnet_ids"],
      groups: ["vpc_options", "security_group_ids"], isOptional: true),
    ServiceShape(
      type: "aws_elasticsearch_domain", kind: .database, subnets: ["vpc_options", "subnet_ids"],
      groups: ["vpc_options", "security_group_ids"], isOptional: true),
    ServiceShape(
      type: "aws_efs_mount_target", kind: .fileSystem, subnets: ["subnet_id"], groups: ["security_groups"]),
    ServiceShape(type: "aws_fsx_lustre_file_system", kind: .fileSystem, groups: ["security_group_ids"]),
    ServiceShape(type: "aws_fsx_ontap_file_system", kind: .fileSystem, groups: ["security_group_ids"]),
    ServiceShape(type: "aws_fsx_openzfs_file_system", kind: .fileSystem, groups: ["security_group_ids"]),
    ServiceShape(type: "aws_fsx_windows_file_system", kind: .fileSystem, groups: ["security_group_ids"]),
    ServiceShape(
      type: "aws_lambda_function", kind: .function, subnets: ["vpc_config", "subnet_ids"],
      groups: ["vpc_config", "security_group_ids"], acceptsConnections: false, isOptional: true),
    ServiceShape(
      type: "aws_codebuild_project", kind: .function, subnets: ["vpc_config", "subnets"],
      groups: ["vpc_config", "security_group_ids"], acceptsConnections: false, isOptional: true),
    ServiceShape(
      type: "aws_ecs_service", kind: .task, subnets: ["network_configuration", "subnets"],
      groups: ["network_configuration", "security_groups"], isPublic: ["network_configuration", "assign_public_ip"],
      isOptional: true),
    ServiceShape(
      type: "aws_apprunner_vpc_connector", kind: .function, subnets: ["subnets"], groups: ["security_groups"],
      acceptsConnections: false),
    ServiceShape(
      type: "aws_sagemaker_notebook_instance", kind: .instance, subnets: ["subnet_id"], groups: ["security_groups"],
      isOptional: true),
  ]

  mutating func addServices() {
    for shape in Self.shapes {
      for id in managed(shape.type) { addService(id, shape) }
    }
    addClusters("aws_rds_cluster", "aws_rds_cluster_instance", "aws_db_subnet_group")
    addClusters("aws_docdb_cluster", "aws_docdb_cluster_instance", "aws_docdb_subnet_group")
    addClusters(
      "aws_neptune_cluster", "aws_neptune_cluster_instance", "aws_neptune_subnet_group", "neptune_subnet_group_name")
    addClientVPNs()
  }

  private mutating func addService(_ id: ResourceID, _ shape: ServiceShape) {
    let subnets = serviceSubnets(id, shape)
    if subnets.isEmpty && shape.isOptional {
      if shape.type.hasSuffix("search_domain") { addPublicService(id) }
      return
    }
    let groups = groups(id, shape.groups)
    let isPublic = shape.isPublic.map { path in bool(attribute(id, path)).otherwise(false) } ?? false
    let places = subnets.isEmpty ? [noSubnet(id)] : subnets
    add(
      Endpoint(
        id: Endpoint.ID(register(id)), kind: shape.kind, placement: shape.isInOne ? .oneOf(places) : .each(places),
        filtering: groups.isEmpty ? .defaultGroup : .groups(groups), ipv6: serviceIPv6(id, shape, places),
        hasPublicIPv4: isPublic, acceptsConnections: shape.acceptsConnections), of: id)
  }

  /// Databases and caches carry IPv6 only where they are told to.
  private mutating func serviceIPv6(
    _ id: ResourceID, _ shape: ServiceShape, _ subnets: [Fact<Subnet.ID>]
  ) -> Endpoint.Addresses {
    switch shape.kind {
    case .task, .instance: return assignedIPv6(subnets)
    case .function:
      let isDual = bool(attribute(id, "vpc_config", "ipv6_allowed_for_dual_stack")).otherwise(false)
      return isDual == true ? .fromSubnet : isDual.unknown.map { .unknown($0) } ?? .none
    default: break
    }
    switch text(attribute(id, "network_type")) {
    case .known(let text) where ["DUAL", "dual_stack", "ipv6"].contains(text): return .fromSubnet
    case .unknown(let unknown): return .unknown(unknown)
    default: return .none
    }
  }

  private mutating func serviceSubnets(_ id: ResourceID, _ shape: ServiceShape) -> [Fact<Subnet.ID>] {
    guard let group = shape.subnetGroup else { return subnets(id, shape.subnets) }
    return subnets(id, group: group.attribute, group.types)
  }

  /// The subnets of the group that an attribute names.
  private mutating func subnets(
    _ id: ResourceID, group attribute: String, _ types: Set<String>
  ) -> [Fact<Subnet.ID>] {
    guard let link = link(id, [attribute], types) else { return [] }
    switch link {
    case .resource(let group):
      if graph.mode(of: group) == .managed { return subnets(group, ["subnet_ids"]) }
      let unknown = Unknown(
        graph.address(of: group), reason: "the subnets of \(graph.address(of: group)) are not in the input")
      let found = subnets(group, ["subnet_ids"])
      return found.isEmpty ? [.unknown(unknown)] : found
    case .outside(let name):
      return [.unknown(Unknown(name, reason: "the subnet group of \(graph.address(of: id)) is not in the input"))]
    case .unknown(let unknown, _): return [.unknown(unknown)]
    }
  }

  /// A cluster and its instances, which share its groups and subnets.
  private mutating func addClusters(
    _ type: String, _ instanceType: String, _ groupType: String, _ groupAttribute: String = "db_subnet_group_name"
  ) {
    let members = Belonging(instanceType, argument: "cluster_identifier", of: [type])
    for id in managed(type) {
      let subnets = subnets(id, group: groupAttribute, [groupType])
      let groups = groups(id, ["vpc_security_group_ids"])
      var isPublic: Fact<Bool> = false
      for instance in belongers(members).naming(id).map(\.resource) {
        let own = bool(attribute(instance, "publicly_accessible")).otherwise(false)
        if own == true { isPublic = true } else if isPublic == false, own != false { isPublic = own }
        add(clusterEndpoint(instance, subnets, groups, own), of: instance)
      }
      add(clusterEndpoint(id, subnets, groups, isPublic), of: id)
    }
  }

  private mutating func clusterEndpoint(
    _ id: ResourceID, _ subnets: [Fact<Subnet.ID>], _ groups: [Fact<SecurityGroup.ID>], _ isPublic: Fact<Bool>
  ) -> Endpoint {
    let isDual = text(attribute(id, "network_type")).value == "DUAL"
    return Endpoint(
      id: Endpoint.ID(register(id)), kind: .database,
      placement: .oneOf(subnets.isEmpty ? [noSubnet(id)] : subnets),
      filtering: groups.isEmpty ? .defaultGroup : .groups(groups), ipv6: isDual ? .fromSubnet : .none,
      hasPublicIPv4: isPublic)
  }

  private static let clientAssociations = Belonging(
    "aws_ec2_client_vpn_network_association", argument: "client_vpn_endpoint_id", of: ["aws_ec2_client_vpn_endpoint"])

  /// Remote users enter through interfaces in the associated subnets ("How AWS Client VPN works").
  private mutating func addClientVPNs() {
    for id in managed("aws_ec2_client_vpn_endpoint") {
      var subnets: [Fact<Subnet.ID>] = []
      for association in belongers(Self.clientAssociations).naming(id) {
        subnets += self.subnets(association.resource, ["subnet_id"])
      }
      guard !subnets.isEmpty else { continue }
      let groups = groups(id, ["security_group_ids"])
      add(
        Endpoint(
          id: Endpoint.ID(register(id)), kind: .other, placement: .each(subnets),
          filtering: groups.isEmpty ? .defaultGroup : .groups(groups), acceptsConnections: false), of: id)
    }
  }

  /// A domain outside any VPC is reached from the Internet; its access policy is a matter of IAM.
  private mutating func addPublicService(_ id: ResourceID) {
    addPublicEndpoint(
      id, exists: true, sources: AddressFamily.allCases.map { .known(.everything($0)) }, kind: .database)
  }
}
