import Testing

@testable import IAMPolicies

/// The examples of "Blocking public access to your Amazon S3 storage" (the meaning of "public"), and what follows from
/// "Condition operators" for policies that only look restricted.
@Suite("Whether a policy is public")
struct PublicTests {
  private func isPublic(principal: String = #""*""#, condition: String = "{}", _ more: String...) throws -> Character {
    let allow =
      #"{"Effect": "Allow", "Principal": \#(principal), "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "#
      + #""Condition": \#(condition)}"#
    let document = try PolicyDocument(
      json: #"{"Version": "2012-10-17", "Statement": ["# + ([allow] + more).joined(separator: ",") + "]}")
    return document.isPublic().truth.symbol
  }

  @Test(arguments: [
    (#""*""#, "+"), (#"{"AWS": "*"}"#, "+"), (#"{"AWS": ["123456789012", "*"]}"#, "+"),
    (#"{"Federated": "graph.facebook.com"}"#, "+"), (#"{"AWS": "arn:aws:iam::*:root"}"#, "+"),
    (#"{"AWS": "123456789012"}"#, "-"), (#"{"AWS": "arn:aws:iam::123456789012:role/a"}"#, "-"),
    (#"{"Service": "cloudtrail.amazonaws.com"}"#, "-"), (#"{"CanonicalUser": "79a59df900b949e5"}"#, "-"),
    (#"{"Federated": "arn:aws:iam::123456789012:saml-provider/corp"}"#, "-"),
  ])
  func principals(_ principal: String, _ expected: Character) throws {
    #expect(try isPublic(principal: principal) == expected)
  }

  @Test(arguments: [
    (#"{"StringLike": {"aws:SourceVpc": "vpc-*"}}"#, "+"),
    (#"{"StringEquals": {"aws:SourceVpc": "vpc-91237329"}}"#, "-"),
    (#"{"StringEquals": {"AWS:SourceVPC": ["vpc-1", "vpc-2"]}}"#, "-"),
    (#"{"StringEqualsIfExists": {"aws:SourceVpc": "vpc-91237329"}}"#, "+"),
    (#"{"StringNotEquals": {"aws:SourceVpc": "vpc-91237329"}}"#, "+"),
    (#"{"Null": {"aws:SourceVpc": "false"}}"#, "+"),
    (#"{"StringEquals": {"aws:SourceVpce": "vpce-1"}}"#, "-"),
    (#"{"ForAnyValue:StringEquals": {"aws:SourceVpce": "vpce-1"}}"#, "-"),
    (#"{"ForAllValues:StringEquals": {"aws:SourceVpce": "vpce-1"}}"#, "+"),
    (#"{"ForAllValues:StringEquals": {"aws:SourceVpce": "v"}, "Null": {"aws:SourceVpce": "false"}}"#, "-"),
    (#"{"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3"}}"#, "-"),
    (#"{"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}}"#, "-"),
    (#"{"StringEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"}}"#, "-"),
    (#"{"StringEquals": {"aws:PrincipalAccount": "${aws:PrincipalAccount}"}}"#, "?"),
    (#"{"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3/*"}}"#, "-"),
    (#"{"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-*"}}"#, "+"),
    (#"{"StringEquals": {"aws:SourceAccount": "123456789012"}}"#, "-"),
    (#"{"StringLike": {"aws:SourceAccount": "12345678901?"}}"#, "+"),
    (#"{"StringEquals": {"kms:CallerAccount": "123456789012", "kms:ViaService": "s3.us-east-1.amazonaws.com"}}"#, "-"),
    (#"{"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}"#, "+"),
    (#"{"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:123456789012:*"}}"#, "-"),
    (#"{"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:topic"}}"#, "+"),
    (#"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::bucket"}}"#, "-"),
    (#"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:bucket*"}}"#, "+"),
    (#"{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*"}}"#, "-"),
    (#"{"StringLike": {"aws:PrincipalArn": "*"}}"#, "+"),
    (#"{"StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:us-west-2:123456789012:accesspoint/*"}}"#, "-"),
    (#"{"StringEquals": {"s3:DataAccessPointAccount": "123456789012"}}"#, "-"),
    (#"{"StringLike": {"aws:userid": "AROAEXAMPLEEXAMPLEEXAM:*"}}"#, "-"),
    (#"{"StringLike": {"aws:userid": "*:session"}}"#, "+"),
    (#"{"StringEquals": {"aws:username": "bob"}}"#, "+"), (#"{"StringEquals": {"aws:Referer": "secret"}}"#, "+"),
    (#"{"Bool": {"aws:SecureTransport": "true"}}"#, "+"), (#"{"Bool": {"aws:MultiFactorAuthPresent": "true"}}"#, "+"),
    (#"{"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}"#, "-"),
    (#"{"Bool": {"aws:PrincipalIsAWSService": "true"}}"#, "-"),
    (#"{"StringEquals": {"sts:ExternalId": "1234"}}"#, "+"),
  ])
  func conditions(_ condition: String, _ expected: Character) throws {
    #expect(try isPublic(condition: condition) == expected)
  }

  @Test(arguments: [
    (#"{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#, "-"),
    (#"{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}}"#, "-"),
    (#"{"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}"#, "+"), (#"{"IpAddress": {"aws:SourceIp": "::/0"}}"#, "+"),
    (#"{"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}}"#, "+"),
    (#"{"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}"#, "+"),
    (#"{"IpAddress": {"aws:SourceIp": "12.0.0.0/8"}}"#, "-"),
    (#"{"IpAddress": {"aws:SourceIp": ["12.0.0.0/8", "13.0.0.0/8"]}}"#, "+"),
    (#"{"IpAddress": {"aws:SourceIp": "172.16.0.0/12"}}"#, "-"), (#"{"IpAddress": {"aws:SourceIp": "2000::/3"}}"#, "+"),
    (#"{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#, "+"),
    (#"{"NotIpAddress": {"aws:SourceIp": ["0.0.0.0/0", "::/0"]}}"#, "+"),
    (#"{"NotIpAddress": {"aws:SourceIp": ["0.0.0.0/0", "::/0"]}, "Null": {"aws:SourceIp": "false"}}"#, "-"),
    (#"{"IpAddressIfExists": {"aws:SourceIp": "203.0.113.0/24"}}"#, "+"),
    (#"{"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}, "NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#, "+"),
    (#"{"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}"#, "+"),
  ])
  func addresses(_ condition: String, _ expected: Character) throws {
    #expect(try isPublic(condition: condition) == expected)
  }

  private func deny(_ rest: String, resource: String = #""arn:aws:s3:::b/*""#, action: String = #""s3:*""#) -> String {
    #"{"Effect": "Deny", "Action": \#(action), "Resource": \#(resource), \#(rest)}"#
  }

  @Test func deniesCountForWhatTheyDeny() throws {
    let everybody = #""Principal": "*""#
    #expect(try isPublic(deny(everybody)) == "-")
    #expect(try isPublic(deny(everybody, action: #""s3:Put*""#)) == "+")
    #expect(try isPublic(deny(everybody, resource: #""arn:aws:s3:::b/private/*""#)) == "+")
    #expect(try isPublic(deny(#""Principal": {"AWS": "123456789012"}"#)) == "+")
    #expect(try isPublic(deny(#""NotPrincipal": {"AWS": "arn:aws:iam::123456789012:root"}"#)) == "-")
    let vpce = #""Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}"#
    #expect(try isPublic(deny("\(everybody), \(vpce)")) == "-")
    let anyVpce = #""Condition": {"StringNotLike": {"aws:SourceVpce": "vpce-*"}}"#
    #expect(try isPublic(deny("\(everybody), \(anyVpce)")) == "+")
    let vpceIfExists = #""Condition": {"StringNotEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}"#
    #expect(try isPublic(deny("\(everybody), \(vpceIfExists)")) == "-")
    let range = #""Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#
    #expect(try isPublic(deny("\(everybody), \(range)")) == "-")
    let both =
      #""Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "Bool": {"aws:ViaAWSService": "false"}}"#
    #expect(try isPublic(deny("\(everybody), \(both)")) == "+")
    let transport = #""Condition": {"Bool": {"aws:SecureTransport": "false"}}"#
    #expect(try isPublic(deny("\(everybody), \(transport)")) == "+")
  }

  @Test func severalDeniesTogether() throws {
    let outside = #""Principal": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}, "#
    let service = deny(outside + #""Bool": {"aws:PrincipalIsAWSService": "false"}}"#)
    let others = deny(outside + #""BoolIfExists": {"aws:PrincipalIsAWSService": "true"}}"#)
    #expect(try isPublic(service) == "+")
    #expect(try isPublic(others) == "+")
    #expect(try isPublic(service, others) == "-")
  }

  @Test func notPrincipalWithAllowIsPublic() throws {
    let document = try policy(
      #"{"Effect": "Allow", "NotPrincipal": {"AWS": "123456789012"}, "Action": "*", "Resource": "*"}"#)
    #expect(document.isPublic().truth == .yes)
  }

  @Test func theAttachedResourceNarrowsAStar() throws {
    let document = try policy(
      #"{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}"#,
      deny(#""Principal": "*""#, resource: #"["arn:aws:s3:::b", "arn:aws:s3:::b/*"]"#))
    #expect(document.isPublic().truth == .yes)
    #expect(document.isPublic(resources: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]).truth == .no)
  }

  @Test func unknownParts() throws {
    #expect(PolicyDocument.unknown("x").isPublic().truth.isUnknown)
    var document = try policy(
      #"{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}}"#
    )
    document.statements[0].condition.clauses[0] = ConditionClause(
      ConditionOperator(.stringEquals), "aws:SourceVpc", [], unknown: ["aws_vpc.a.id"])
    #expect(document.isPublic().truth == .unknown([Doubt(.unknownInput, "aws_vpc.a.id")]))
    document.statements[0].condition = ConditionBlock()
    document.statements[0].principal = PrincipalElement(unknown: [.init(.service, "var.service")])
    #expect(document.isPublic().truth == .no)
    document.statements[0].principal = PrincipalElement(unknown: [.init(.aws, "var.role")])
    #expect(document.isPublic().truth.isUnknown)
  }

  @Test func evidenceNamesTheStatement() throws {
    let document = try policy(
      #"{"Sid": "Mine", "Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "*", "Resource": "*"}"#,
      #"{"Sid": "All", "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}"#)
    #expect(
      document.isPublic().evidence == [Evidence(statement: 1, sid: "All", element: .effect, detail: "allows it")])
    let closed = try policy(
      #"{"Sid": "Mine", "Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "*", "Resource": "*"}"#)
    #expect(closed.isPublic().evidence.map(\.element) == [.principal])
  }
}
