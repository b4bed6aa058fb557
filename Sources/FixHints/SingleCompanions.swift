/// Resource types of which a provider keeps at most one for each resource that they belong to: where there is one already,
/// it is the one to change.
///
/// From the provider's documentation of each type (registry.terraform.io/providers/hashicorp/aws): they write one
/// sub-resource of the API, so that a second one would overwrite the first.
enum SingleCompanions {
  static func contains(_ type: String) -> Bool { types.contains(type) }

  private static let types: Set<String> = [
    "aws_api_gateway_rest_api_policy",
    "aws_backup_vault_lock_configuration",
    "aws_backup_vault_policy",
    "aws_cloudwatch_event_bus_policy",
    "aws_config_configuration_recorder_status",
    "aws_default_security_group",
    "aws_ecr_lifecycle_policy",
    "aws_ecr_repository_policy",
    "aws_efs_backup_policy",
    "aws_efs_file_system_policy",
    "aws_kms_key_policy",
    "aws_networkfirewall_logging_configuration",
    "aws_redshift_logging",
    "aws_route53_query_log",
    "aws_s3_bucket_accelerate_configuration",
    "aws_s3_bucket_acl",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_logging",
    "aws_s3_bucket_notification",
    "aws_s3_bucket_object_lock_configuration",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_replication_configuration",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
    "aws_schemas_registry_policy",
    "aws_secretsmanager_secret_policy",
    "aws_secretsmanager_secret_rotation",
    "aws_sns_topic_policy",
    "aws_sqs_queue_policy",
    "aws_wafv2_web_acl_association",
    "aws_wafv2_web_acl_logging_configuration",
  ]
}
