import Testing

@testable import IAMPolicies

@Suite("Whether a policy lets in other accounts")
struct AccountTests {
  private let own: Set<String> = ["111111111111"]

  private func isCrossAccount(_ principal: String, _ condition: String = "{}", own: Set<String>? = nil) throws
    -> Character
  {
    let document = try policy(
      #"{"Effect": "Allow", "Principal": \#(principal), "Action": "s3:*", "Resource": "*", "Condition": \#(condition)}"#
    )
    return document.isCrossAccount(ownAccounts: own ?? self.own).truth.symbol
  }

  @Test(arguments: [
    (#"{"AWS": "111111111111"}"#, "-"), (#"{"AWS": "arn:aws:iam::111111111111:role/a"}"#, "-"),
    (#"{"AWS": ["111111111111", "222222222222"]}"#, "+"), (#"{"AWS": "arn:aws:iam::222222222222:role/a"}"#, "+"),
    (#"{"Service": "ec2.amazonaws.com"}"#, "-"), (#""*""#, "+"), (#"{"AWS": "AROAEXAMPLEEXAMPLEEXAM"}"#, "?"),
    (#"{"CanonicalUser": "79a59df900b949e5"}"#, "?"), (#"{"AWS": "arn:aws:iam::unknown:role/unknown"}"#, "?"),
    (#"{"Federated": "arn:aws:iam::111111111111:saml-provider/a"}"#, "-"),
    (#"{"Federated": "arn:aws:iam::222222222222:saml-provider/a"}"#, "+"),
  ])
  func principals(_ principal: String, _ expected: Character) throws {
    #expect(try isCrossAccount(principal) == expected)
  }

  @Test(arguments: [
    (#"{"StringEquals": {"aws:PrincipalAccount": "111111111111"}}"#, "-"),
    (#"{"StringEquals": {"aws:PrincipalAccount": ["111111111111", "222222222222"]}}"#, "+"),
    (#"{"StringEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"}}"#, "-"),
    (#"{"StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#, "+"),
    (#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/*"}}"#, "-"),
    (#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::222222222222:role/*"}}"#, "+"),
    (#"{"StringEquals": {"aws:SourceVpce": "vpce-1"}}"#, "-"),
  ])
  func conditionsForEverybody(_ condition: String, _ expected: Character) throws {
    #expect(try isCrossAccount(#""*""#, condition) == expected)
  }

  @Test func ownAccountNotKnown() throws {
    #expect(try isCrossAccount(#"{"AWS": "111111111111"}"#, own: []) == "?")
    #expect(try isCrossAccount(#""*""#, own: []) == "+")
    #expect(try isCrossAccount(#"{"Service": "ec2.amazonaws.com"}"#, own: []) == "-")
  }

  @Test func actionsOfInterest() throws {
    let document = try policy(
      #"{"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "s3:Get*", "Resource": "*"}"#)
    #expect(document.isCrossAccount(ownAccounts: own, actions: ["s3:PutBucketPolicy"]).truth == .no)
    #expect(document.isCrossAccount(ownAccounts: own, actions: ["s3:GetObject"]).truth == .yes)
  }

  @Test func deniesOfOtherAccounts() throws {
    let document = try policy(
      #"{"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "s3:*", "Resource": "*"}"#,
      #"""
      {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*",
       "Condition": {"StringNotEquals": {"aws:PrincipalAccount": "111111111111"}}}
      """#)
    #expect(document.isCrossAccount(ownAccounts: own).truth == .no)
  }
}
