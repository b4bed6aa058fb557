import Testing

@testable import IAMPolicies

/// Examples after "Policy evaluation logic", "Policy elements: Variables", "... NotAction", "... NotResource" and
/// "... Principal" of the IAM User Guide.
@Suite("Whether a request is allowed")
struct AllowsTests {
  @Test func explicitDenyWins() throws {
    let document = try policy(
      #"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#,
      #"{"Sid": "Keep", "Effect": "Deny", "Action": "s3:Delete*", "Resource": "arn:aws:s3:::log/*"}"#)
    #expect(document.allows(action: "S3:getobject", resource: "arn:aws:s3:::log/a").truth == .yes)
    #expect(document.allows(action: "s3:DeleteObject", resource: "arn:aws:s3:::log/a").truth == .no)
    #expect(document.allows(action: "s3:DeleteObject", resource: "arn:aws:s3:::other/a").truth == .yes)
    let implicit = document.allows(action: "ec2:RunInstances", resource: "*")
    #expect(implicit.truth == .no)
    #expect(implicit.evidence == [Evidence(statement: 0, element: .action, detail: "does not match the action")])
  }

  @Test func notActionAndNotResource() throws {
    let document = try policy(
      #"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}"#,
      #"{"Effect": "Deny", "Action": "s3:*", "NotResource": ["arn:aws:s3:::mine", "arn:aws:s3:::mine/*"]}"#)
    #expect(document.allows(action: "iam:CreateUser", resource: "*").truth == .no)
    #expect(document.allows(action: "s3:GetObject", resource: "arn:aws:s3:::mine/a").truth == .yes)
    #expect(document.allows(action: "s3:GetObject", resource: "arn:aws:s3:::yours/a").truth == .no)
  }

  @Test func resourcesAreCaseSensitiveAndActionsAreNot() throws {
    let document = try policy(#"{"Effect": "Allow", "Action": "SQS:send*", "Resource": "arn:aws:sqs:*:1:Queue"}"#)
    #expect(document.allows(action: "sqs:SendMessage", resource: "arn:aws:sqs:eu-west-1:1:Queue").truth == .yes)
    #expect(document.allows(action: "sqs:SendMessage", resource: "arn:aws:sqs:eu-west-1:1:queue").truth == .no)
  }

  /// "Grant access to a user's own home folder".
  @Test func policyVariables() throws {
    let document = try policy(
      #"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:username}/*"}"#)
    let resource = "arn:aws:s3:::b/bob/x"
    let bob = RequestContext(values: ["aws:username": ["bob"]])
    let eve = RequestContext(values: ["AWS:UserName": ["eve"]])
    #expect(document.allows(action: "s3:GetObject", resource: resource, context: bob).truth == .yes)
    #expect(document.allows(action: "s3:GetObject", resource: resource, context: eve).truth == .no)
    #expect(document.allows(action: "s3:GetObject", resource: resource).truth == .yes)
    let nobody = RequestContext(absent: ["aws:username"])
    #expect(document.allows(action: "s3:GetObject", resource: resource, context: nobody).truth.isUnknown)
  }

  @Test func contextsAreSought() throws {
    let document = try policy(
      #"""
      {"Effect": "Allow", "Action": "ec2:*", "Resource": "*", "Condition": {"DateGreaterThan": {"aws:CurrentTime":
       "2020-04-01T00:00:00Z"}, "DateLessThan": {"aws:CurrentTime": "2020-06-30T23:59:59Z"},
       "Bool": {"aws:MultiFactorAuthPresent": "true"}}}
      """#)
    let context = { (time: String) in RequestContext(values: ["aws:CurrentTime": [time]]) }
    #expect(document.allows(action: "ec2:Run", resource: "*").truth == .yes)
    #expect(document.allows(action: "ec2:Run", resource: "*", context: context("2020-05-01T00:00:00Z")).truth == .yes)
    #expect(document.allows(action: "ec2:Run", resource: "*", context: context("2020-07-01T00:00:00Z")).truth == .no)
    let without = RequestContext(absent: ["aws:multifactorauthpresent"])
    #expect(document.allows(action: "ec2:Run", resource: "*", context: without).truth == .no)
  }

  @Test func conditionsThatContradictAllowNothing() throws {
    let document = try policy(
      #"""
      {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/a": "x"},
       "StringNotLike": {"aws:PrincipalTag/a": "x*"}}}
      """#)
    #expect(document.allows(action: "s3:GetObject", resource: "*").truth == .no)
  }

  @Test func deniesThatOnlySomeContextsEscape() throws {
    let document = try policy(
      #"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#,
      #"""
      {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition":
       {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}
      """#)
    #expect(document.allows(action: "s3:GetObject", resource: "*").truth == .yes)
    let without = RequestContext(absent: ["aws:MultiFactorAuthPresent"])
    #expect(document.allows(action: "s3:GetObject", resource: "*", context: without).truth == .no)
  }

  @Test(arguments: [
    (#""*""#, "+++"), (#"{"AWS": "*"}"#, "+++"), (#"{"AWS": "123456789012"}"#, "-++"),
    (#"{"AWS": "arn:aws:iam::123456789012:root"}"#, "-++"),
    (#"{"AWS": "arn:aws:iam::123456789012:role/team/app"}"#, "-++"),
    (#"{"AWS": "arn:aws:iam::123456789012:user/app"}"#, "--+"), (#"{"AWS": "999999999999"}"#, "---"),
    (#"{"AWS": "AROAEXAMPLEEXAMPLEEXAM"}"#, "-??"), (#"{"Service": "ec2.amazonaws.com"}"#, "---"),
    (#"{"AWS": []}"#, "---"),
  ])
  func principals(_ element: String, _ expected: String) throws {
    let document = try policy(#"{"Effect": "Allow", "Principal": \#(element), "Action": "*", "Resource": "*"}"#)
    let requests: [RequestPrincipal] = [
      .anyone, .aws("arn:aws:sts::123456789012:assumed-role/app/session"), .account("123456789012"),
    ]
    let found = requests.map { document.allows(action: "a:b", resource: "*", principal: $0).truth.symbol }
    #expect(String(found) == expected)
  }

  @Test func notPrincipal() throws {
    let document = try policy(
      #"""
      {"Effect": "Allow", "NotPrincipal": {"AWS": ["arn:aws:iam::123456789012:user/bob", "999999999999"]},
       "Action": "*", "Resource": "*"}
      """#)
    let truth = { (principal: RequestPrincipal) in
      document.allows(action: "a:b", resource: "*", principal: principal).truth.symbol
    }
    #expect(truth(.aws("arn:aws:iam::123456789012:user/bob")) == "-")
    #expect(truth(.aws("arn:aws:iam::123456789012:user/eve")) == "+")
    #expect(truth(.aws("arn:aws:iam::999999999999:user/eve")) == "?")
    #expect(truth(.aws("arn:aws:iam::999999999999:root")) == "-")
    #expect(truth(.anyone) == "+")
  }

  @Test func unknownParts() {
    #expect(PolicyDocument.unknown("x").allows(action: "a:b", resource: "*").truth.isUnknown)
    #expect(PolicyDocument(statements: []).allows(action: "a:b", resource: "*").truth == .no)
    var document = PolicyDocument(statements: [
      PolicyStatement(effect: .known(.allow), action: PatternElement(["*"]), resource: PatternElement(unknown: ["r"]))
    ])
    #expect(
      document.allows(action: "a:b", resource: "*").truth == .unknown([Doubt(.unknownInput, "r")]))
    document.statements.append(
      PolicyStatement(effect: .known(.deny), action: PatternElement(["*"]), resource: PatternElement(["*"])))
    #expect(document.allows(action: "a:b", resource: "*").truth == .no)
  }
}
