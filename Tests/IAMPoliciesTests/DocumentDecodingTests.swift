import Testing

@testable import IAMPolicies

@Suite("Decoding policy documents")
struct DocumentDecodingTests {
  @Test func singleStatementsAndValuesNeedNoLists() throws {
    let document = try PolicyDocument(
      json: """
        {"Statement": {"Sid": "One", "Effect": "Deny", "NotPrincipal": {"AWS": "123456789012"}, "NotAction": "s3:Get*",
         "NotResource": "arn:aws:s3:::a", "Condition": {"Bool": {"aws:SecureTransport": false},
         "NumericLessThan": {"s3:max-keys": 10}}}}
        """)
    #expect(document.version == .known(.v2008))
    let statement = try #require(document.statements.first)
    #expect(statement.sid == .known("One"))
    #expect(statement.effect == .known(.deny))
    #expect(statement.principal == PrincipalElement(isNegated: true, [.init(.aws, "123456789012")]))
    #expect(statement.action == PatternElement(isNegated: true, ["s3:Get*"]))
    #expect(statement.resource == PatternElement(isNegated: true, ["arn:aws:s3:::a"]))
    #expect(
      statement.condition
        == ConditionBlock([
          ConditionClause(ConditionOperator(.bool), "aws:SecureTransport", ["false"]),
          ConditionClause(ConditionOperator(.numeric(.less)), "s3:max-keys", ["10"]),
        ]))
  }

  @Test(arguments: [
    (#"[]"#, ""), (#"{}"#, ""), (#"{"Statement": 1}"#, "Statement"), (#"{"statement": []}"#, ""),
    (#"{"Version": "2020-01-01", "Statement": []}"#, "Version"),
    (#"{"Statement": [{"Effect": "allow", "Action": "*"}]}"#, "Statement[0].Effect"),
    (#"{"Statement": [{"Action": "*"}]}"#, "Statement[0]"),
    (#"{"Statement": [{"Effect": "Allow"}]}"#, "Statement[0]"),
    (#"{"Statement": [{"Effect": "Allow", "Action": "*", "NotAction": "*"}]}"#, "Statement[0]"),
    (#"{"Statement": [{"Effect": "Allow", "Action": ["a", 1]}]}"#, "Statement[0].Action[1]"),
    (#"{"Statement": [{"Effect": "Allow", "Action": "*", "Principal": "everybody"}]}"#, "Statement[0].Principal"),
    (#"{"Statement": [{"Effect": "Allow", "Action": "*", "Principal": {"Aws": "*"}}]}"#, "Statement[0].Principal"),
    (#"{"Statement": [{"Effect": "Allow", "Action": "*", "Conditon": {}}]}"#, "Statement[0]"),
    (
      #"{"Statement": [{"Effect": "Allow", "Action": "*", "Condition": {"StringMatches": {}}}]}"#,
      "Statement[0].Condition"
    ),
    (
      #"{"Statement": [{"Effect": "Allow", "Action": "*", "Condition": {"NullIfExists": {}}}]}"#,
      "Statement[0].Condition"
    ),
    (
      #"{"Statement": [{"Effect": "Allow", "Action": "*", "Condition": {"Bool": {"k": {}}}}]}"#,
      "Statement[0].Condition.Bool.k"
    ),
  ])
  func malformedDocumentsSayWhere(_ json: String, _ path: String) {
    let error = #expect(throws: PolicyError.self) { try PolicyDocument(json: json) }
    #expect(error?.path == path)
  }

  @Test func operatorNames() {
    #expect(
      ConditionOperator(name: "ForAllValues:StringNotLikeIfExists")
        == ConditionOperator(.stringLike, isNegated: true, ifExists: true, qualifier: .forAllValues))
    #expect(ConditionOperator(name: "DateNotEquals") == ConditionOperator(.date(.equal), isNegated: true))
    #expect(ConditionOperator(name: "NumericGreaterThanEquals") == ConditionOperator(.numeric(.greaterOrEqual)))
    #expect(ConditionOperator(name: "NotIpAddress") == ConditionOperator(.ipAddress, isNegated: true))
    #expect(ConditionOperator(name: "ArnNotEquals") == ConditionOperator(.arnLike, isNegated: true))
    for name in ["", "String", "ForSomeValues:Bool", "Numeric", "DateLike", "NullIfExists", "IfExists"] {
      #expect(ConditionOperator(name: name) == nil)
    }
  }

  @Test func unknownParts() throws {
    let value = PolicyValue.map([
      .init("Version", .string("2012-10-17")),
      .init(
        "Statement",
        .list([
          .unknown("local.statement"),
          .map([
            .init("Effect", .unknown("var.effect")), .init("Action", .list([.string("s3:*"), .unknown("var.a")])),
            .init("Principal", .map([.init("AWS", .list([.unknown("aws_iam_role.a.arn")]))])),
            .init("Resource", .unknown("aws_s3_bucket.a.arn")), .init("Condition", .unknown("var.c")),
          ]),
        ])),
    ])
    let document = try PolicyDocument(value: value)
    #expect(document.statements[0] == .unknown("local.statement"))
    #expect(document.statements[1].effect == .unknown("var.effect"))
    #expect(document.statements[1].action == PatternElement(["s3:*"], unknown: ["var.a"]))
    #expect(document.statements[1].principal?.unknown == [.init(.aws, "aws_iam_role.a.arn")])
    #expect(document.statements[1].resource == PatternElement(unknown: ["aws_s3_bucket.a.arn"]))
    #expect(document.statements[1].condition.unknown == ["var.c"])
    #expect(try PolicyDocument(value: .unknown("x")) == .unknown("x"))
  }
}
