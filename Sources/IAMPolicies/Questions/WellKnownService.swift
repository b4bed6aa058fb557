/// Services that stand for all, where a pattern of actions leaves the service open: `???:*` is all of KMS among others.
enum WellKnownService {
  private static let prefixes = [
    "acm", "apigateway", "athena", "autoscaling", "backup", "batch", "cloudformation", "cloudfront", "cloudtrail",
    "cloudwatch", "codebuild", "codecommit", "codepipeline", "cognito-idp", "config", "dms", "dynamodb", "ec2", "ecr",
    "ecs", "eks", "elasticache", "elasticfilesystem", "elasticloadbalancing", "es", "events", "firehose", "glue",
    "guardduty", "iam", "inspector2", "kafka", "kinesis", "kms", "lambda", "logs", "macie2", "mq", "network-firewall",
    "organizations", "rds", "redshift", "route53", "s3", "sagemaker", "secretsmanager", "securityhub", "sns", "sqs",
    "ssm", "states", "sts", "transfer", "waf", "wafv2", "workspaces",
  ]

  /// The services that a pattern with wildcards before its colon can mean; one of its own making if it is none of these.
  /// None for `*`, which means every service, and for a pattern without a colon.
  static func matching(_ action: String) -> [String] {
    guard let colon = action.firstIndex(of: ":") else { return [] }
    let pattern = action[..<colon].lowercased()
    guard !pattern.allSatisfy({ $0 == "*" }) else { return [] }
    var glob = Glob()
    for scalar in pattern.unicodeScalars {
      switch scalar {
      case "*": glob.append(.many)
      case "?": glob.append(.one)
      default: glob.append(literal: String(scalar))
      }
    }
    let known = prefixes.filter { glob.matches($0) }
    guard known.isEmpty else { return known }
    return [pattern.replacing("*", with: "").replacing("?", with: "x")]
  }
}
