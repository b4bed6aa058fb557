/// Rules of which not every failing example is mended by what its hint says, with the reason.
enum HintExceptions {
  static let reasons: [String: String] = [
    // Nothing that could be written is known: what to do is a decision, and the rule says it in words.
    "aws-cloudfront-s3-origin-exists": decision,
    "aws-ec2-multiple-eni": decision,
    "aws-nacl-default-restricted": decision,
    "aws-rds-subnets-private": decision,
    "aws-sg-attached": decision,
    "aws-vpc-igw-authorized": decision,
    "network-admin-access-from-management": decision,
    "network-cde-inbound-declared": decision,
    "network-cde-outbound-declared": decision,
    "network-cde-store-no-direct-internet": decision,
    "network-cde-store-subnet-private": decision,
    "network-out-of-scope-isolated": decision,
    "network-pre-production-separated": decision,
    "network-tenants-separated": decision,
    // What fails is to be taken away; the hint is what takes its place, if anything.
    "aws-ebs-snapshot-not-public": removal,
    "aws-ec2-no-default-vpc": removal,
    "aws-iam-no-admin-managed-policy": removal,
    "aws-iam-no-inline-policies": removal,
    "aws-iam-no-user-access-keys": removal,
    "aws-iam-no-users": removal,
    "aws-iam-support-role": removal,
    "aws-iam-user-no-direct-policies": removal,
    "aws-provider-no-static-keys": removal,
    "aws-rds-no-db-security-group": removal,
    "aws-rds-snapshot-encrypted": removal,
    "aws-s3-bucket-acl-disabled": removal,
    "config-no-card-numbers": removal,
    "config-no-hardcoded-secrets": removal,
    "k8s-no-dashboard": removal,
    "k8s-no-tiller": removal,
    "k8s-secret-not-in-manifest": removal,
    // One example breaks the rule in a second, rarer way, which the hint does not speak of.
    "aws-codebuild-artifact-encrypted": second,
    "aws-codebuild-source-url-no-credentials": second,
    "aws-codepipeline-deploy-count": second,
    "aws-config-aggregator-all-regions": second,
    "aws-ebs-volume-in-use": second,
    "aws-ec2-instance-no-public-ip": second,
    "aws-ec2-root-volume-encrypted": second,
    "aws-ec2-user-data-no-secrets": second,
    "aws-emr-block-public-access": second,
    "aws-guardduty-malware": second,
    "aws-guardduty-s3": second,
    "aws-kms-admin-use-separation": second,
    "aws-kms-key-policy-no-wildcard": second,
    "aws-launchconfig-ebs-encrypted": second,
    "aws-macie-auto-discovery": second,
    "aws-redshift-sg-restricted": second,
    "aws-s3-acl-not-public": second,
    "aws-subnet-data-store-no-igw-route": second,
    "aws-wafv2-rulegroup-metrics": second,
    "k8s-pod-apparmor": second,
    // A parameter of the example asks for something else than the rule's own value.
    "aws-cloudwatch-alarm-resource-covered": parameter,
    "aws-cloudwatch-alarm-settings": parameter,
    "aws-s3-bucket-encrypted": parameter,
    // The hint names a resource of the reader's, of which the example knows nothing.
    "aws-iam-user-mfa": reader,
    "aws-s3-bucket-policy-bounded": reader,
    "aws-sqs-policy-actions": reader,
    "k8s-pvc-encrypted-storageclass": reader,
    // The object is another one afterwards, which an example cannot say.
    "k8s-no-default-namespace": moved,
    "k8s-no-user-workload-in-kube-system": moved,
  ]

  private static let decision = "what to do is a decision that the rule says in words"
  private static let removal = "something is to be taken away"
  private static let second = "the example breaks the rule in a way that the hint does not speak of"
  private static let parameter = "a parameter of the example asks for something else"
  private static let reader = "the hint names a resource of the reader's"
  private static let moved = "the object gets another address"
}
