/// A resource whose policy is asked what it demands of every client, with the actions that move data.
public struct GuardedResource: Hashable, Sendable {
  /// Actions, and what follows the resource's ARN in what they act on.
  struct Operation: Hashable, Sendable {
    let actions: [String]
    let suffix: String
  }

  /// The ARN; nil if it is not known, for example before it is created. Then every resource that
  /// the policy's own denials name is tried: a resource's policy can name no other.
  public let arn: String?
  let operations: [Operation]
  /// Whether a name in the policy is that of the resource only up to its first slash.
  let endsAtSlash: Bool

  /// A bucket and its objects.
  public static func bucket(arn: String?) -> GuardedResource {
    let onBucket = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"]
    let onObjects = [
      "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion",
      "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts",
    ]
    return GuardedResource(
      arn: arn, operations: [.init(actions: onBucket, suffix: ""), .init(actions: onObjects, suffix: "/*")],
      endsAtSlash: true)
  }

  /// A queue of Amazon SQS.
  public static func queue(arn: String?) -> GuardedResource {
    .init(arn: arn, ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"])
  }

  /// A topic of Amazon SNS: publishing is what clients do over the network; deliveries are SNS' own.
  public static func topic(arn: String?) -> GuardedResource { .init(arn: arn, ["sns:Publish"]) }

  /// A file system of Amazon EFS.
  public static func fileSystem(arn: String?) -> GuardedResource {
    .init(arn: arn, ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"])
  }

  /// Anything else, with the actions to ask about.
  public static func other(arn: String?, actions: [String]) -> GuardedResource { .init(arn: arn, actions) }

  private init(arn: String?, _ actions: [String]) {
    self.init(arn: arn, operations: [Operation(actions: actions, suffix: "")], endsAtSlash: false)
  }

  private init(arn: String?, operations: [Operation], endsAtSlash: Bool) {
    self.arn = arn
    self.operations = operations
    self.endsAtSlash = endsAtSlash
  }

  /// More names than a policy of one resource has.
  static let mostCandidates = 16

  /// The ARNs to try.
  func candidates(_ document: PolicyDocument) -> [String] {
    if let arn { return [arn] }
    var candidates: [String] = ["arn:aws:\(BroadResource.unlisted):::\(BroadResource.unlisted)"]
    let denying = document.statements.filter { $0.effect != .known(.allow) }
    for pattern in denying.flatMap({ $0.resource?.patterns ?? [] }) {
      let name = (endsAtSlash ? String(pattern.prefix { $0 != "/" }) : pattern).filter { $0 != "*" }
      if !name.isEmpty, !name.contains("?"), !name.contains("$"), !candidates.contains(name) { candidates.append(name) }
    }
    return candidates
  }
}
