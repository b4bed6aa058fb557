/// The context keys that tell one's own requests from those of strangers, and when a value of theirs is fixed.
///
/// The list is that of "Blocking public access to your Amazon S3 storage" (Amazon S3 User Guide) and of "Blocking public
/// access to EFS file systems" (Amazon EFS User Guide), with the keys of "AWS global condition context keys" (IAM User
/// Guide) that say the same of an account, an organization or a network.
enum RestrictingKey: Hashable, Sendable {
  /// A number of an account.
  case account
  /// An ARN; fixed once its account is, or for S3, whose ARNs have none, once its bucket is.
  case arn
  case organization
  /// `o-a1b2c3/r-...`; fixed once the organization is.
  case organizationPath
  /// The id of a VPC, an endpoint, a key or the like.
  case identifier
  /// A unique id; that of a role is fixed whatever the session (`AROA...:*`).
  case userID
  case address
  /// True only for one's own requests.
  case flag
  /// The subject of a token; fixed once the tenant is (`repo:organization/...`).
  case subject

  private static let kinds: [String: RestrictingKey] = [
    "aws:sourceaccount": .account, "aws:sourceowner": .account, "aws:principalaccount": .account,
    "kms:calleraccount": .account, "s3:dataaccesspointaccount": .account, "aws:vpceaccount": .account,
    "aws:sourcearn": .arn, "aws:principalarn": .arn, "s3:dataaccesspointarn": .arn, "ec2:sourceinstancearn": .arn,
    "elasticfilesystem:accesspointarn": .arn, "aws:federatedprovider": .arn, "lambda:sourcefunctionarn": .arn,
    "aws:principalorgid": .organization, "aws:sourceorgid": .organization, "aws:vpceorgid": .organization,
    "aws:principalorgpaths": .organizationPath, "aws:sourceorgpaths": .organizationPath,
    "aws:vpceorgpaths": .organizationPath, "aws:sourcevpc": .identifier, "aws:sourcevpce": .identifier,
    "aws:ec2instancesourcevpc": .identifier, "s3:x-amz-server-side-encryption-aws-kms-key-id": .identifier,
    "aws:principalservicename": .identifier, "aws:principalservicenameslist": .identifier, "aws:userid": .userID,
    "aws:sourceip": .address, "aws:principalisawsservice": .flag, "elasticfilesystem:accessedviamounttarget": .flag,
  ]

  static func kind(of key: String) -> RestrictingKey? { kinds[key] }

  /// Keys that every request has (IAM User Guide, "AWS global condition context keys": "always included").
  static let alwaysPresent: Set<String> = [
    "aws:currenttime", "aws:epochtime", "aws:requestedregion", "aws:securetransport", "aws:useragent",
  ]
}
