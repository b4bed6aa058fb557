import Values

/// Tells what a block that nobody is seen to write is: one that the provider fills, or one from a `dynamic` block, which
/// plan JSON does not list.
///
/// A provider's schema names its blocks but does not say which of them the provider fills. These are those that plans of
/// resources without them show as known after apply.
enum ComputedBlocks {
  static let names: [String: Set<String>] = [
    "aws_alb": ["subnet_mapping"],
    "aws_alb_listener": ["mutual_authentication"],
    "aws_acm_certificate": ["options"],
    "aws_api_gateway_domain_name": ["endpoint_configuration"],
    "aws_api_gateway_rest_api": ["endpoint_configuration"],
    "aws_autoscaling_group": [
      "availability_zone_distribution", "capacity_reservation_specification", "mixed_instances_policy",
      "traffic_source",
    ],
    "aws_config_configuration_recorder": ["recording_group", "recording_mode"],
    "aws_dms_endpoint": ["redshift_settings"],
    "aws_dynamodb_table": ["point_in_time_recovery", "server_side_encryption", "ttl"],
    "aws_ec2_managed_prefix_list": ["entry"],
    "aws_efs_access_point": ["root_directory"],
    "aws_efs_file_system": ["protection"],
    "aws_eks_cluster": ["access_config", "kubernetes_network_config", "upgrade_policy"],
    "aws_elasticsearch_domain": [
      "advanced_security_options", "auto_tune_options", "cluster_config", "domain_endpoint_options", "ebs_options",
      "encrypt_at_rest", "node_to_node_encryption",
    ],
    "aws_elb": ["health_check"],
    "aws_guardduty_detector": ["datasources"],
    "aws_iam_role": ["inline_policy"],
    "aws_instance": [
      "capacity_reservation_specification", "cpu_options", "ebs_block_device", "enclave_options",
      "ephemeral_block_device", "instance_market_options", "maintenance_options", "metadata_options",
      "network_interface", "private_dns_name_options", "root_block_device",
    ],
    "aws_kinesis_stream": ["stream_mode_details"],
    "aws_lambda_function": ["ephemeral_storage", "logging_config", "tracing_config"],
    "aws_launch_configuration": ["ebs_block_device", "metadata_options", "root_block_device"],
    "aws_launch_template": ["metadata_options"],
    "aws_lb": ["subnet_mapping"],
    "aws_lb_listener": ["mutual_authentication"],
    "aws_lb_target_group": [
      "health_check", "stickiness", "target_failover", "target_group_health", "target_health_state",
    ],
    "aws_mq_broker": ["configuration", "maintenance_window_start_time"],
    "aws_network_interface": ["attachment"],
    "aws_opensearch_domain": [
      "advanced_security_options", "auto_tune_options", "cluster_config", "domain_endpoint_options", "ebs_options",
      "encrypt_at_rest", "node_to_node_encryption", "off_peak_window_options", "software_update_options",
    ],
    "aws_redshift_cluster": ["logging", "snapshot_copy"],
    "aws_s3_bucket": [
      "cors_rule", "grant", "lifecycle_rule", "logging", "object_lock_configuration", "replication_configuration",
      "server_side_encryption_configuration", "versioning", "website",
    ],
    "aws_s3_bucket_acl": ["access_control_policy"],
    "aws_secretsmanager_secret": ["replica"],
    "aws_spot_instance_request": ["ebs_block_device"],
    "aws_transfer_server": ["protocol_details", "s3_storage_options"],
    "aws_vpc_endpoint": ["dns_options", "subnet_configuration"],
    "aws_vpc_peering_connection": ["accepter", "requester"],
    "aws_vpn_connection": ["tunnel1_log_options", "tunnel2_log_options"],
  ]
}

extension PolicyLibrary {
  /// The blocks of a resource type that are unknown as a whole only if they come from a `dynamic` block.
  public func blocksThatAreWritten(in type: String) -> Set<String> {
    guard let (arena, attributes) = attributes(ofType: type) else { return [] }
    let filled = ComputedBlocks.names[type] ?? []
    var blocks: Set<String> = []
    for child in arena.children(attributes) where arena.string(child, "block") != nil {
      if let name = arena.keyName(child), !filled.contains(name) { blocks.insert(name) }
    }
    return blocks
  }

  /// What the provider's schema says of the attributes of a resource type, nil if it has no such type.
  public func attributes(ofType type: String) -> (arena: ValueArena, attributes: NodeID)? {
    guard let (arena, root) = try? schema(type)?.load(), let attributes = arena.member(root, "attributes") else {
      return nil
    }
    return (arena, attributes)
  }
}
