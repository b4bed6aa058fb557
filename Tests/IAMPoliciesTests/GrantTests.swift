import Testing

@testable import IAMPolicies

@Suite("What an identity policy grants")
struct GrantTests {
  @Test(arguments: [
    (#""Action": "*", "Resource": "*""#, "+"), (#""Action": "*:*", "Resource": "*""#, "+"),
    (#""Action": ["s3:Get*", "*"], "Resource": ["arn:aws:s3:::a", "*"]"#, "+"),
    (#""Action": "**", "Resource": "arn:aws:*""#, "+"),
    (#""NotAction": "s3:DeleteBucket", "Resource": "*""#, "+"),
    (#""NotAction": ["iam:*", "organizations:*"], "Resource": "*""#, "-"),
    (#""Action": "*", "NotResource": "arn:aws:s3:::secret/*""#, "+"), (#""Action": "iam:*", "Resource": "*""#, "-"),
    (#""Action": "*", "Resource": "arn:aws:s3:::a/*""#, "-"), (#""Action": "s3:*", "Resource": "*""#, "-"),
    (#""Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}"#, "+"),
  ])
  func administrators(_ rest: String, _ expected: Character) throws {
    #expect(try policy(#"{"Effect": "Allow", \#(rest)}"#).grantsAdministrator().truth.symbol == expected)
  }

  @Test func administratorsOverSeveralStatements() throws {
    let parts = [
      #"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}"#,
      #"{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}"#,
    ]
    #expect(try policy(parts[0]).grantsAdministrator().truth == .no)
    #expect(try policy(parts[0], parts[1]).grantsAdministrator().truth == .yes)
    let all = #"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#
    #expect(
      try policy(all, #"{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}"#).grantsAdministrator().truth == .no)
    let guarded = #"{"Effect": "Deny", "Action": "organizations:*", "Resource": "*"}"#
    #expect(try policy(all, guarded).grantsAdministrator().truth == .yes)
  }

  @Test(arguments: [
    (#""Action": "kms:*", "Resource": "*""#, "+"), (#""Action": "KMS:*", "Resource": "arn:aws:kms:*:*:key/*""#, "+"),
    (#""Action": "kms:*", "Resource": "arn:aws:kms:eu-west-1:123456789012:key/*""#, "+"),
    (#""Action": "kms:*", "Resource": "arn:aws:kms:eu-west-1:123456789012:key/abc""#, "-"),
    (#""Action": "kms:Decrypt", "Resource": "*""#, "-"), (#""Action": "kms:D*", "Resource": "*""#, "-"),
    (#""Action": "*", "Resource": "*""#, "+"), (#""Action": "k*", "Resource": "*""#, "+"),
    (#""NotAction": "kms:CreateKey", "Resource": "*""#, "-"), (#""NotAction": "s3:*", "Resource": "*""#, "+"),
  ])
  func fullServices(_ rest: String, _ expected: Character) throws {
    #expect(try policy(#"{"Effect": "Allow", \#(rest)}"#).grantsFullService(["kms"]).truth.symbol == expected)
  }

  @Test(arguments: [
    (#""Action": "???:*""#, "+"), (#""Action": "k?s:*""#, "+"), (#""Action": "*s:*""#, "+"),
    (#""Action": "S?:*""#, "+"),
    (#""Action": "zz?:*""#, "+"), (#""Action": "???:Get*""#, "-"), (#""Action": "???:?""#, "-"),
    (#""Action": "kms:?*""#, "-"),
  ])
  func aServiceThatAPatternLeavesOpen(_ action: String, _ expected: Character) throws {
    let document = try policy(#"{"Effect": "Allow", \#(action), "Resource": "*"}"#)
    #expect(document.grantsFullService().truth.symbol == expected)
  }

  @Test func aServiceThatIsDeniedIsNotGrantedByAPattern() throws {
    let document = try policy(
      #"{"Effect": "Allow", "Action": "k?s:*", "Resource": "*"}, {"Effect": "Deny", "Action": "kms:*", "Resource": "*"}"#
    )
    #expect(document.grantsFullService().truth == .no)
  }

  @Test func anyFullService() throws {
    #expect(try policy(#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#).grantsFullService().truth == .yes)
    #expect(
      try policy(#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::a"}"#).grantsFullService().truth
        == .no)
    #expect(
      try policy(#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::*"}"#).grantsFullService().truth
        == .yes)
    #expect(try policy(#"{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}"#).grantsFullService().truth == .yes)
  }

  @Test(arguments: [
    (#""Action": "kms:Decrypt", "Resource": "*""#, "+"),
    (#""Action": "kms:*", "Resource": "arn:aws:kms:*:123456789012:key/*""#, "+"),
    (#""Action": "kms:Decrypt", "Resource": "arn:aws:kms:*:123456789012:key/mrk-*""#, "-"),
    (#""Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:1:key/abc""#, "-"),
    (#""Action": "kms:List*", "Resource": "*""#, "-"),
    (#""Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3"}}"#, "+"),
  ])
  func wildcardResources(_ rest: String, _ expected: Character) throws {
    let document = try policy(#"{"Effect": "Allow", \#(rest)}"#)
    #expect(document.hasWildcardResource(onSensitive: ["kms:Decrypt", "kms:ReEncryptFrom"]).truth.symbol == expected)
  }

  @Test func narrowStatementsDoNotBorrowAWildcard() throws {
    let document = try policy(
      #"{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:1:key/abc"}"#,
      #"{"Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*"}"#)
    #expect(document.hasWildcardResource(onSensitive: ["kms:Decrypt"]).truth == .no)
    #expect(document.grantsAnyOf(["kms:Decrypt"]).truth == .yes)
    #expect(document.grantsAnyOf(["kms:Re*"]).truth == .no)
  }

  @Test(arguments: [
    (#""Action": "iam:*", "Resource": "*""#, "+"), (#""Action": "iam:CreatePolicyVersion", "Resource": "*""#, "+"),
    (#""Action": "iam:CreatePolicyVersion", "Resource": "arn:aws:iam::1:policy/app""#, "-"),
    (#""Action": "iam:PassRole", "Resource": "*""#, "-"),
    (#""Action": ["iam:PassRole", "lambda:*"], "Resource": "*""#, "+"),
    (#""Action": ["iam:PassRole", "ec2:RunInstances"], "Resource": "*""#, "+"),
    (#""Action": ["iam:CreateAccessKey", "iam:GetUser"], "Resource": "arn:aws:iam::*:user/${aws:username}""#, "-"),
    (#""Action": "iam:AttachUserPolicy", "Resource": "arn:aws:iam::*:user/${aws:username}""#, "+"),
    (#""Action": "sts:AssumeRole", "Resource": "*""#, "+"),
    (#""Action": "sts:AssumeRole", "Resource": "arn:aws:iam::123456789012:role/deploy""#, "-"),
    (
      #"""
      "Action": "iam:AttachRolePolicy", "Resource": "*",
      "Condition": {"StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::1:policy/boundary"}}
      """#, "-"
    ),
    (
      #"""
      "Action": "iam:AttachRolePolicy", "Resource": "*",
      "Condition": {"ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"}}
      """#, "-"
    ),
    (
      #"""
      "Action": ["iam:PassRole", "ec2:RunInstances"], "Resource": "*",
      "Condition": {"StringEqualsIfExists": {"iam:PassedToService": "glue.amazonaws.com"}}
      """#, "-"
    ),
    (#""Action": ["s3:*", "ec2:Describe*"], "Resource": "*""#, "-"),
  ])
  func escalation(_ rest: String, _ expected: Character) throws {
    let answer = try policy(#"{"Effect": "Allow", \#(rest)}"#).grantsPrivilegeEscalation()
    #expect(answer.truth.symbol == expected)
  }

  @Test func escalationPathsAreNamed() throws {
    let document = try policy(#"{"Effect": "Allow", "Action": ["iam:PassRole", "ec2:RunInstances"], "Resource": "*"}"#)
    #expect(document.escalations().map(\.path.id) == ["pass-role-to-ec2"])
    #expect(Set(EscalationPath.known.map(\.id)).count == EscalationPath.known.count)
  }

  @Test func unknownResourcesMayEscapeADenyOfOthers() {
    let deny = PolicyStatement(
      effect: .known(.deny), action: PatternElement(["*"]),
      resource: PatternElement(isNegated: true, ["arn:aws:iam::*:role/*"]))
    func document(_ resource: PatternElement) -> PolicyDocument {
      PolicyDocument(statements: [
        PolicyStatement(effect: .known(.allow), action: PatternElement(["iam:*"]), resource: resource), deny,
      ])
    }
    let known = document(PatternElement(["arn:aws:iam::*:role/*"]))
    #expect(known.hasWildcardResource(onSensitive: ["iam:PutRolePolicy"]).truth == .yes)
    let unknown = document(PatternElement(unknown: ["r"]))
    #expect(unknown.hasWildcardResource(onSensitive: ["iam:PutRolePolicy"]).truth.isUnknown)
  }

  @Test func unknownResourcesMayBeWildcards() {
    let document = PolicyDocument(statements: [
      PolicyStatement(
        effect: .known(.allow), action: PatternElement(["iam:CreatePolicyVersion", "kms:*"]),
        resource: PatternElement(unknown: ["aws_iam_policy.a.arn"]))
    ])
    #expect(document.grantsPrivilegeEscalation().truth.isUnknown)
    #expect(document.hasWildcardResource(onSensitive: ["kms:Decrypt"]).truth.isUnknown)
    #expect(document.hasWildcardResource(onSensitive: ["s3:GetObject"]).truth == .no)
    #expect(document.grantsAdministrator().truth == .no)
  }
}
