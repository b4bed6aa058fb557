import Testing

@testable import IAMPolicies

/// Examples after "Amazon S3 User Guide: Bucket policy examples", "Amazon EFS User Guide: Resource-based policy examples"
/// and the developer guides of SQS and SNS.
@Suite("What a policy demands of clients")
struct DemandTests {
  private func secure(
    principal: String = #""Principal": "*""#, action: String = #""Action": "s3:*""#,
    resource: String = #"["arn:aws:s3:::b", "arn:aws:s3:::b/*"]"#,
    condition: String = #"{"Bool": {"aws:SecureTransport": "false"}}"#, arn: String? = "arn:aws:s3:::b"
  ) throws -> Character {
    let document = try policy(
      #"{"Effect": "Deny", \#(principal), \#(action), "Resource": \#(resource), "Condition": \#(condition)}"#)
    return document.requiresSecureTransport(for: .bucket(arn: arn)).truth.symbol
  }

  @Test func thePublishedPolicy() throws {
    #expect(try secure() == "+")
    #expect(try secure(arn: nil) == "+")
    #expect(try secure(resource: #""*""#, arn: nil) == "+")
    #expect(try secure(resource: #""arn:aws:s3:::b*""#, arn: nil) == "+")
    #expect(try secure(arn: "arn:aws:s3:::other") == "-")
  }

  @Test(arguments: [
    (#"{"Bool": {"aws:SecureTransport": false}}"#, "+"), (#"{"BoolIfExists": {"aws:SecureTransport": "false"}}"#, "+"),
    (#"{"StringEquals": {"aws:SecureTransport": "false"}}"#, "+"),
    (#"{"StringNotEquals": {"aws:SecureTransport": "true"}}"#, "+"),
    (#"{"Bool": {"aws:SecureTransport": "true"}}"#, "-"), (#"{"Null": {"aws:SecureTransport": "true"}}"#, "-"),
    (#"{"NumericLessThan": {"s3:TlsVersion": "1.2"}}"#, "?"),
    (#"{"NumericLessThanIfExists": {"s3:TlsVersion": "1.2"}}"#, "?"), ("{}", "+"),
    (#"{"Bool": {"aws:SecureTransport": "false"}, "StringNotEquals": {"aws:PrincipalAccount": "1"}}"#, "-"),
    (#"{"Bool": {"aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "false"}}"#, "+"),
  ])
  func operators(_ condition: String, _ expected: Character) throws {
    #expect(try secure(condition: condition) == expected)
  }

  @Test func partialCoverIsNone() throws {
    #expect(try secure(resource: #""arn:aws:s3:::b/*""#) == "-")
    #expect(try secure(resource: #""arn:aws:s3:::b""#) == "-")
    #expect(try secure(resource: #"["arn:aws:s3:::b", "arn:aws:s3:::b/public/*"]"#) == "-")
    #expect(try secure(action: #""Action": "s3:GetObject""#) == "-")
    #expect(try secure(action: #""Action": ["s3:Get*", "s3:Put*", "s3:Delete*", "s3:List*", "s3:Abort*"]"#) == "+")
    #expect(try secure(action: #""NotAction": "s3:PutBucketPolicy""#) == "+")
    #expect(try secure(principal: #""Principal": {"AWS": "123456789012"}"#) == "-")
    #expect(try secure(principal: #""Principal": {"AWS": "*"}"#) == "+")
    #expect(try secure(principal: #""NotPrincipal": {"AWS": "arn:aws:iam::1:user/a"}"#) == "-")
  }

  @Test func theEvidenceNamesWhatEscapes() throws {
    let document = try policy(
      #"""
      {"Sid": "Tls", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
       "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
      """#)
    let answer = document.requiresSecureTransport(for: .bucket(arn: "arn:aws:s3:::b"))
    #expect(answer.truth == .no)
    #expect(answer.evidence.contains { $0.sid == "Tls" && $0.element == .action })
    #expect(answer.evidence.contains { $0.detail.contains("s3:ListBucket") })
    let full = try policy(
      #"""
      {"Sid": "Tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
       "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
      """#)
    #expect(full.requiresSecureTransport(for: .bucket(arn: nil)).evidence.map(\.sid) == ["Tls"])
  }

  @Test func severalStatementsTogether() throws {
    let condition = #""Condition": {"Bool": {"aws:SecureTransport": "false"}}"#
    let document = try policy(
      #"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b", \#(condition)}"#,
      #"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*", \#(condition)}"#)
    #expect(document.requiresSecureTransport(for: .bucket(arn: "arn:aws:s3:::b")).truth == .yes)
    #expect(document.requiresSecureTransport(for: .bucket(arn: nil)).truth == .yes)
  }

  @Test func unknownResources() {
    let document = PolicyDocument(statements: [
      PolicyStatement(
        effect: .known(.deny), principal: PrincipalElement([.init(.aws, "*")]), action: PatternElement(["s3:*"]),
        resource: PatternElement(unknown: ["aws_s3_bucket.a.arn", "aws_s3_bucket.a.arn"]),
        condition: ConditionBlock([ConditionClause(ConditionOperator(.bool), "aws:SecureTransport", ["false"])]))
    ])
    #expect(document.requiresSecureTransport(for: .bucket(arn: nil)).truth.isUnknown)
    #expect(document.requiresSecureTransport(for: .bucket(arn: "arn:aws:s3:::b")).truth.isUnknown)
    #expect(document.requiresSecureTransport(for: .queue(arn: nil)).truth == .no)
    #expect(PolicyDocument.unknown("x").requiresSecureTransport(for: .topic(arn: nil)).truth.isUnknown)
  }

  @Test func otherServices() throws {
    let condition = #""Condition": {"Bool": {"aws:SecureTransport": "false"}}"#
    let fileSystem = try policy(#"{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "*", \#(condition)}"#)
    #expect(fileSystem.requiresSecureTransport(for: .fileSystem(arn: nil)).truth == .yes)
    let topic = try policy(
      #"{"Effect": "Deny", "Principal": "*", "Action": "SNS:Publish", "Resource": "arn:aws:sns:a:1:t", \#(condition)}"#)
    #expect(topic.requiresSecureTransport(for: .topic(arn: nil)).truth == .yes)
    #expect(topic.requiresSecureTransport(for: .queue(arn: nil)).truth == .no)
    let queue = try policy(
      #"{"Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*", \#(condition)}"#)
    #expect(queue.requiresSecureTransport(for: .queue(arn: nil)).truth == .no)
    #expect(queue.requiresSecureTransport(for: .other(arn: nil, actions: ["sqs:SendMessage"])).truth == .yes)
  }

  @Test(arguments: [
    (#"{"Null": {"s3:x-amz-server-side-encryption": "true"}}"#, "+-"),
    (#"{"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}"#, "++"),
    (#"{"StringNotEquals": {"s3:x-amz-server-side-encryption": ["AES256", "aws:kms"]}}"#, "+-"),
    (#"{"StringNotEqualsIfExists": {"s3:x-amz-server-side-encryption": "aws:kms"}}"#, "++"),
    (#"{"StringEquals": {"s3:x-amz-server-side-encryption": "AES256"}}"#, "--"),
    (#"{"StringNotLike": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:*:1:key/a"}}"#, "--"),
  ])
  func uploads(_ condition: String, _ expected: String) throws {
    let document = try policy(
      #"""
      {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
       "Condition": \#(condition)}
      """#)
    let found = PolicyDocument.UploadEncryption.allCases.map {
      document.requiresEncryptedUploads(bucketARN: "arn:aws:s3:::b", $0).truth.symbol
    }
    #expect(String(found) == expected)
  }

  @Test func deniesInGeneral() throws {
    let vault = try policy(
      #"{"Effect": "Deny", "Principal": "*", "Action": "backup:Delete*", "Resource": "*"}"#)
    #expect(vault.denies(actions: ["backup:DeleteRecoveryPoint"], resources: ["*"]).truth == .yes)
    #expect(vault.denies(actions: ["backup:UpdateRecoveryPointLifecycle"], resources: ["*"]).truth == .no)
    let mfa = try policy(
      #"""
      {"Effect": "Deny", "NotAction": ["iam:ListMFADevices", "sts:GetSessionToken"], "Resource": "*",
       "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}
      """#)
    let without = RequestContext(absent: ["aws:MultiFactorAuthPresent"])
    #expect(
      mfa.denies(actions: ["ec2:*"], resources: ["*"], principal: .attachedIdentity, context: without).truth == .yes)
    #expect(mfa.denies(actions: ["*"], resources: ["*"], principal: .attachedIdentity, context: without).truth == .no)
  }
}
