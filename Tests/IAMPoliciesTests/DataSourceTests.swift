import Testing

@testable import IAMPolicies

@Suite("Decoding aws_iam_policy_document")
struct DataSourceTests {
  private func block(_ members: [(String, PolicyValue)]) -> PolicyValue {
    .map(members.map { .init($0.0, $0.1) })
  }

  private func texts(_ texts: String...) -> PolicyValue { .list(texts.map { .string($0) }) }

  @Test func allFields() throws {
    let statement = block([
      ("sid", .string("One")), ("effect", .string("Deny")), ("actions", texts("s3:*")), ("not_actions", .null),
      ("resources", texts("arn:aws:s3:::home/&{aws:username}&")), ("not_resources", .list([])),
      (
        "principals",
        .list([
          block([("type", .string("*")), ("identifiers", texts("*"))]),
          block([("type", .string("Service")), ("identifiers", texts("ec2.amazonaws.com"))]),
        ])
      ), ("not_principals", .list([])),
      (
        "condition",
        .list([
          block([("test", .string("StringEquals")), ("variable", .string("a:b")), ("values", texts("1"))]),
          block([("test", .string("StringEquals")), ("variable", .string("a:b")), ("values", .list([.unknown("v")]))]),
        ])
      ),
    ])
    let document = try PolicyDocument(dataSource: block([("version", .null), ("statement", .list([statement]))]))
    #expect(document.version == .known(.v2012))
    let decoded = try #require(document.statements.first)
    #expect(decoded.sid == .known("One"))
    #expect(decoded.effect == .known(.deny))
    #expect(decoded.resource == PatternElement(["arn:aws:s3:::home/${aws:username}&"]))
    #expect(decoded.principal == PrincipalElement([.init(.aws, "*"), .init(.service, "ec2.amazonaws.com")]))
    #expect(
      decoded.condition
        == ConditionBlock([ConditionClause(ConditionOperator(.stringEquals), "a:b", ["1"], unknown: ["v"])]))
  }

  @Test func defaults() throws {
    let document = try PolicyDocument(
      dataSource: block([("statement", .list([block([("not_actions", texts("iam:*")), ("resources", texts("*"))])]))]))
    #expect(document.statements[0].effect == .known(.allow))
    #expect(document.statements[0].sid == nil)
    #expect(document.statements[0].principal == nil)
    #expect(document.statements[0].action == PatternElement(isNegated: true, ["iam:*"]))
  }

  private func named(_ sid: String, _ effect: String) -> String {
    #"{"Version":"2012-10-17","Statement":[{"Sid":"\#(sid)","Effect":"\#(effect)","Action":"*","Resource":"*"}]}"#
  }

  @Test func documentsAreMergedBySid() throws {
    let own = block([("sid", .string("B")), ("actions", texts("s3:*")), ("resources", texts("*"))])
    let document = try PolicyDocument(
      dataSource: block([
        ("source_policy_documents", texts(named("A", "Allow"), named("B", "Deny"))), ("statement", .list([own])),
        ("override_policy_documents", texts(named("A", "Deny"), named("C", "Allow"), "")),
      ]))
    #expect(document.statements.map(\.knownSid) == ["A", "B", "C"])
    #expect(document.statements.map(\.effect) == [.known(.deny), .known(.allow), .known(.allow)])
  }

  @Test func unknownDocumentsTouchWhatTheyCan() throws {
    let statements = PolicyValue.list([
      block([("sid", .string("A")), ("actions", texts("s3:*")), ("resources", texts("*"))]),
      block([("actions", texts("s3:*")), ("resources", texts("*"))]),
    ])
    let overridden = try PolicyDocument(
      dataSource: block([("statement", statements), ("override_policy_documents", .list([.unknown("x")]))]))
    #expect(overridden.statements.count == 3)
    #expect(overridden.statements[0] == .unknown("x"))
    #expect(overridden.statements[1].effect == .known(.allow))
    let added = try PolicyDocument(
      dataSource: block([("statement", statements), ("source_policy_documents", .list([.unknown("x")]))]))
    #expect(added.statements[0] == .unknown("x"))
    #expect(added.statements[1].effect == .known(.allow))
    #expect(try PolicyDocument(dataSource: block([("statement", .unknown("y"))])).statements == [.unknown("y")])
  }

  @Test func malformedArgumentsSayWhere() {
    let wrongEffect = block([("effect", .string("Maybe")), ("actions", texts("*"))])
    let wrongTest = block([
      ("actions", texts("*")),
      ("condition", .list([block([("test", .string("Is")), ("variable", .string("a")), ("values", texts("b"))])])),
    ])
    for (statement, path) in [
      (wrongEffect, "statement[0].effect"), (wrongTest, "statement[0].condition[0].test"), (block([]), "statement[0]"),
    ] {
      let error = #expect(throws: PolicyError.self) {
        try PolicyDocument(dataSource: block([("statement", .list([statement]))]))
      }
      #expect(error?.path == path)
    }
    let error = #expect(throws: PolicyError.self) {
      try PolicyDocument(dataSource: block([("source_policy_documents", texts("{"))]))
    }
    #expect(error?.path == "source_policy_documents[0]")
    #expect(error?.position?.line == 1)
  }
}
