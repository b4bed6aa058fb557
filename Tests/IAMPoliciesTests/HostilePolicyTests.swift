import Testing

@testable import IAMPolicies

@Suite("Policies that are made to be hard")
struct HostilePolicyTests {
  private func ends(_ document: PolicyDocument, within limit: Duration) {
    let start = ContinuousClock.now
    _ = document.isPublic()
    _ = document.isCrossAccount(ownAccounts: ["111111111111"])
    _ = document.grantsAdministrator(principal: .anyone)
    _ = document.requiresSecureTransport(for: .bucket(arn: nil))
    #expect(ContinuousClock.now - start < limit)
  }

  private func statement(_ effect: PolicyStatement.Effect, _ clauses: [ConditionClause]) -> PolicyStatement {
    PolicyStatement(
      effect: .known(effect), principal: PrincipalElement([.init(.aws, "*")]), action: PatternElement(["*"]),
      resource: PatternElement(["*"]), condition: ConditionBlock(clauses))
  }

  @Test func manyDeniesOnManyKeys() {
    let denies = (0..<60).map { index in
      statement(
        .deny,
        (0..<4).map {
          ConditionClause(ConditionOperator(.stringEquals, isNegated: $0 == 0), "k:\(index * 3 + $0)", ["a", "b"])
        })
    }
    let document = PolicyDocument(statements: [statement(.allow, [])] + denies)
    #expect(document.allows(action: "s:a", resource: "r", principal: .anyone).truth != .no)
    ends(document, within: .seconds(60))
  }

  @Test func manyPatterns() {
    let statements = (0..<40).map { index in
      PolicyStatement(
        effect: .known(index.isMultiple(of: 3) ? .deny : .allow), principal: PrincipalElement([.init(.aws, "*")]),
        action: PatternElement((0..<30).map { "s\(index):*a\($0)*b*" }),
        resource: PatternElement((0..<10).map { "arn:aws:s3:::*\($0)*\(index)*" }))
    }
    ends(PolicyDocument(statements: statements), within: .seconds(60))
  }

  @Test func rowsOfStars() {
    let row = String(repeating: "*a", count: 2_000)
    let document = PolicyDocument(statements: [
      PolicyStatement(
        effect: .known(.allow), principal: PrincipalElement([.init(.aws, "*")]),
        action: PatternElement([row, row + "b"]),
        resource: PatternElement([row]),
        condition: ConditionBlock([ConditionClause(ConditionOperator(.stringLike), "k", [row, row + "?"])]))
    ])
    ends(document, within: .seconds(60))
  }
}
