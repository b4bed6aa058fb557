import Testing

@testable import IAMPolicies

@Suite("Role trust and key policies")
struct TrustTests {
  private let own: Set<String> = ["111111111111"]

  private func trust(_ principal: String, _ condition: String = "{}", action: String = "sts:AssumeRole") throws
    -> PolicyDocument
  {
    try policy(
      #"{"Effect": "Allow", "Principal": \#(principal), "Action": "\#(action)", "Condition": \#(condition)}"#)
  }

  @Test func anyoneAndServices() throws {
    let service = try trust(#"{"Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"]}"#)
    #expect(service.trustsAnyone().truth == .no)
    #expect(service.trustsServicesOnly().truth == .yes)
    let all = try trust(#"{"AWS": "*"}"#)
    #expect(all.trustsAnyone().truth == .yes)
    #expect(all.trustsServicesOnly().truth == .no)
    #expect(try trust(#"{"AWS": "*"}"#, action: "sts:TagSession").trustsAnyone().truth == .no)
    #expect(try trust(#"{"Service": "ec2.amazonaws.com", "AWS": "1"}"#).trustsServicesOnly().truth == .no)
    #expect(PolicyDocument(statements: []).trustsServicesOnly().truth == .no)
    #expect(PolicyDocument.unknown("x").trustsServicesOnly().truth.isUnknown)
    #expect(PolicyDocument.unknown("x").trustsAnyone().truth.isUnknown)
  }

  private let gitHub = #"{"Federated": "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"}"#

  @Test(arguments: [
    ("{}", "+"), (#"{"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}"#, "+"),
    (#"{"StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/*"}}"#, "-"),
    (#"{"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:acme/a:ref:refs/heads/main"}}"#, "-"),
    (#"{"StringLike": {"token.actions.githubusercontent.com:sub": "repo:*"}}"#, "+"),
    (#"{"StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme*/*"}}"#, "+"),
    (#"{"StringLikeIfExists": {"token.actions.githubusercontent.com:sub": "repo:acme/*"}}"#, "+"),
    (#"{"ForAllValues:StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/*"}}"#, "+"),
  ])
  func gitHubSubjects(_ condition: String, _ expected: Character) throws {
    let document = try trust(gitHub, condition, action: "sts:AssumeRoleWithWebIdentity")
    #expect(document.federatesWithoutSubject().truth.symbol == expected)
    #expect(document.trustsAnyone().truth == .no)
  }

  @Test func sharedProviders() throws {
    let cognito = #"{"Federated": "cognito-identity.amazonaws.com"}"#
    let pool = #"{"StringEquals": {"cognito-identity.amazonaws.com:aud": "us-east-1:pool"}}"#
    let action = "sts:AssumeRoleWithWebIdentity"
    #expect(try trust(cognito, pool, action: action).federatesWithoutSubject().truth == .no)
    #expect(try trust(cognito, pool, action: action).trustsAnyone().truth == .no)
    #expect(try trust(cognito, action: action).federatesWithoutSubject().truth == .yes)
    #expect(try trust(cognito, action: action).trustsAnyone().truth == .yes)
    let saml = #"{"Federated": "arn:aws:iam::111111111111:saml-provider/a"}"#
    #expect(try trust(saml, action: "sts:AssumeRoleWithSAML").federatesWithoutSubject().truth == .no)
  }

  @Test(arguments: [
    (#"{"AWS": "222222222222"}"#, "{}", "+"),
    (#"{"AWS": "222222222222"}"#, #"{"StringEquals": {"sts:ExternalId": "x"}}"#, "-"),
    (#"{"AWS": "222222222222"}"#, #"{"StringEqualsIfExists": {"sts:ExternalId": "x"}}"#, "+"),
    (#"{"AWS": "222222222222"}"#, #"{"StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#, "-"),
    (#"{"AWS": "arn:aws:iam::111111111111:root"}"#, "{}", "-"), (#"{"Service": "ec2.amazonaws.com"}"#, "{}", "-"),
    (#"{"AWS": "*"}"#, #"{"StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#, "-"),
  ])
  func externalIDs(_ principal: String, _ condition: String, _ expected: Character) throws {
    let document = try trust(principal, condition)
    #expect(document.trustsExternalAccountWithoutExternalID(ownAccounts: own).truth.symbol == expected)
  }

  @Test func externalIDsOfAnUnknownAccount() throws {
    let document = try trust(#"{"AWS": "222222222222"}"#)
    #expect(document.trustsExternalAccountWithoutExternalID(ownAccounts: []).truth.isUnknown)
  }

  /// "The confused deputy problem": CloudTrail writing to a bucket.
  @Test(arguments: [
    ("{}", "+"), (#"{"StringEquals": {"aws:SourceAccount": "111111111111"}}"#, "-"),
    (#"{"ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:*:111111111111:trail/*"}}"#, "-"),
    (#"{"ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:*:*:trail/a"}}"#, "+"),
    (#"{"StringEquals": {"aws:SourceOrgID": "o-1"}}"#, "-"),
    (#"{"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}"#, "+"),
  ])
  func deputies(_ condition: String, _ expected: Character) throws {
    let document = try policy(
      #"""
      {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject",
       "Resource": "arn:aws:s3:::b/*", "Condition": \#(condition)}
      """#)
    #expect(document.trustsServiceWithoutSource().truth.symbol == expected)
    #expect(document.trustsServiceWithoutSource(services: ["ec2.amazonaws.com"]).truth == .no)
    #expect(document.isPublic().truth == .no)
  }

  @Test func keyPolicies() throws {
    let root =
      #"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:root"}, "Action": "kms:*", "Resource": "*"}"#
    let document = try policy(
      root,
      #"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:role/admin"}, "Action": ["kms:Put*"], "Resource": "*"}"#,
      #"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:role/app"}, "Action": "kms:Decrypt", "Resource": "*"}"#
    )
    #expect(document.isPublic().truth == .no)
    #expect(document.isCrossAccount(ownAccounts: own).truth == .no)
    #expect(document.delegatesToAccount("111111111111").truth == .yes)
    #expect(document.delegatesToAccount("222222222222").truth == .no)
    #expect(
      document.grantees(ofAny: ["kms:Decrypt"]).map(\.principal.identifier) == [
        "arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:role/app",
      ])
    #expect(document.combinesDuties(["kms:PutKeyPolicy"], ["kms:Decrypt"]).truth == .no)
    let both = try policy(
      root, #"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::1:role/a"}, "Action": "kms:*", "Resource": "*"}"#)
    #expect(both.combinesDuties(["kms:PutKeyPolicy"], ["kms:Decrypt"]).truth == .yes)
  }
}
