@testable import IAMPolicies

/// Makes small policies.
struct PolicyMaker {
  var random: SeededGenerator
  /// Whether policies use more than the brute force knows: keys that restrict, sets, addresses, variables, services.
  var isRich = false

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  private mutating func some<Element>(_ elements: [Element], _ count: ClosedRange<Int>) -> [Element] {
    (0..<Int.random(in: count, using: &random)).map { _ in pick(elements) }
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  mutating func document() -> PolicyDocument {
    PolicyDocument(statements: (0..<Int.random(in: 1...4, using: &random)).map { _ in statement() })
  }

  private mutating func statement() -> PolicyStatement {
    PolicyStatement(
      effect: .known(chance(60) ? .allow : .deny), principal: principal(),
      action: PatternElement(isNegated: chance(20), some(["*", "s:*", "s:a*", "s:?", "s:b", "s:*b*", "s:ab"], 1...2)),
      resource: PatternElement(isNegated: chance(20), some(["*", "r*", "ra", "r?", "rb*", "*a"], 1...2)),
      condition: condition())
  }

  private mutating func principal() -> PrincipalElement? {
    if isRich, chance(40) { return nil }
    // `NotPrincipal` names whole accounts only where that is certain, so the brute force can be simple.
    if chance(15) { return PrincipalElement(isNegated: true, [.init(.aws, "*")]) }
    if isRich, chance(20) { return PrincipalElement(isNegated: true, [.init(.aws, "111111111111")]) }
    var element = PrincipalElement(some(["*", "111111111111", "222222222222"], 0...2).map { .init(.aws, $0) })
    if isRich, chance(30) { element.entries.append(.init(.service, "s.amazonaws.com")) }
    if isRich, chance(10) { element.entries.append(.init(.federated, "accounts.google.com")) }
    return element
  }

  private mutating func condition() -> ConditionBlock {
    let tests: [ConditionOperator] = [
      .init(.stringEquals), .init(.stringEquals, isNegated: true), .init(.stringLike),
      .init(.stringLike, isNegated: true), .init(.stringEquals, ifExists: true),
      .init(.stringLike, isNegated: true, ifExists: true), .init(.null),
    ]
    var clauses: [ConditionClause] = []
    for test in some(isRich ? tests + Self.richTests : tests, 0...2) {
      if case .ipAddress = test.test {
        clauses.append(ConditionClause(test, "aws:SourceIp", some(["0.0.0.0/0", "9.9.9.0/24", "::/1"], 1...2)))
        continue
      }
      if isRich {
        let values = test.test == .null ? ["true", "false"] : ["x", "x*", "*", "111111111111", "${aws:username}"]
        clauses.append(ConditionClause(test, pick(Self.richKeys), some(values, 1...2)))
        continue
      }
      let values = test.test == .null ? ["true", "false"] : ["x", "y", "xy", "x*", "*y", "?"]
      clauses.append(ConditionClause(test, pick(["k", "l"]), some(values, 1...2)))
    }
    return ConditionBlock(clauses)
  }

  private static let richKeys = [
    "k", "aws:SourceVpc", "aws:PrincipalAccount", "aws:PrincipalOrgPaths", "aws:SourceArn",
  ]
  private static let richTests: [ConditionOperator] = [
    .init(.stringLike, qualifier: .forAllValues), .init(.stringLike, qualifier: .forAnyValue),
    .init(.stringEquals, isNegated: true, qualifier: .forAnyValue), .init(.ipAddress),
    .init(.ipAddress, isNegated: true), .init(.arnLike), .init(.stringEqualsIgnoreCase, ifExists: true),
  ]

  /// The document with one of its parts not known.
  mutating func blurred(_ document: PolicyDocument) -> PolicyDocument {
    var document = document
    let index = Int.random(in: 0..<document.statements.count, using: &random)
    switch Int.random(in: 0..<9, using: &random) {
    case 0: document.statements[index] = .unknown("u")
    case 1: document.statements[index].effect = .unknown("u")
    case 2: document.statements[index].action.blur(&random)
    case 3: document.statements[index].resource?.blur(&random)
    case 4: document.statements[index].condition = ConditionBlock(unknown: ["u"])
    case 5: document.statements[index].principal = PrincipalElement(unknown: [.init(nil, "u")])
    case 6:
      guard document.statements[index].principal?.entries.isEmpty == false else { break }
      let kind = document.statements[index].principal?.entries.removeFirst().kind
      document.statements[index].principal?.unknown.append(.init(kind, "u"))
    case 7: document.version = .unknown("u")
    default:
      guard !document.statements[index].condition.clauses.isEmpty else { break }
      document.statements[index].condition.clauses[0].values.removeFirst()
      document.statements[index].condition.clauses[0].unknown.append("u")
    }
    return document
  }
}

extension PatternElement {
  mutating func blur(_ random: inout SeededGenerator) {
    unknown.append("u")
    patterns.remove(at: Int.random(in: 0..<patterns.count, using: &random))
  }
}
