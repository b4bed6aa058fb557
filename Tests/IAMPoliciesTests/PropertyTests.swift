import Testing

@testable import IAMPolicies

@Suite("Properties over small random policies")
struct PropertyTests {
  @Test func everyRequestAgreesWithBruteForce() {
    var maker = PolicyMaker(random: SeededGenerator(seed: 101))
    let contexts = [0, 7, 20, 33, 41, 64, 98, 110, 131, 143].map { BruteForce.contexts[$0] }
    for _ in 0..<60 {
      let document = maker.document()
      let brute = BruteForce(document: document)
      for (index, account) in BruteForce.accounts.enumerated() {
        let action = BruteForce.actions[index]
        for resource in BruteForce.resources.prefix(3) {
          for context in contexts {
            let request = BruteForce.Request(action: action, resource: resource, account: account, context: context)
            let given = RequestContext(values: context.mapValues { [$0] }, absent: ["k", "l"])
            let answer = document.allows(
              action: action, resource: resource, principal: account.map { .account($0) } ?? .anyone, context: given)
            #expect(answer.truth == Truth(brute.allows(request)), "\(document) \(request)")
          }
        }
      }
    }
  }

  @Test func soughtContextsAgreeWithBruteForce() {
    var maker = PolicyMaker(random: SeededGenerator(seed: 202))
    for _ in 0..<400 {
      let document = maker.document()
      let brute = BruteForce(document: document)
      let expected = BruteForce.contexts.contains { context in
        brute.allows(BruteForce.Request(action: "s:ab", resource: "rab", account: "111111111111", context: context))
      }
      let answer = document.allows(action: "s:ab", resource: "rab", principal: .account("111111111111"))
      #expect(answer.truth == Truth(expected), "\(document)")
    }
  }

  @Test func soughtRequestsAgreeWithBruteForce() {
    var maker = PolicyMaker(random: SeededGenerator(seed: 303))
    for _ in 0..<40 {
      let document = maker.document()
      let brute = BruteForce(document: document)
      let expected = BruteForce.actions.contains { action in
        BruteForce.resources.contains { resource in
          BruteForce.contexts.contains {
            brute.allows(BruteForce.Request(action: action, resource: resource, account: nil, context: $0))
          }
        }
      }
      let answer = document.grantsAnyOf(["s:*"], resources: ["r*"], principal: .anyone)
      // The alphabets are small: a request outside them may be allowed where none inside is.
      if expected { #expect(answer.truth == .yes, "\(document)") }
      if answer.truth == .no { #expect(!expected, "\(document)") }
      #expect(!answer.truth.isUnknown)
    }
  }

  private typealias Question = @Sendable (PolicyDocument) -> Answer

  private static let questions: [Question] = [
    { $0.allows(action: "s:ab", resource: "rab") },
    { $0.allows(action: "s:ab", resource: "rab", principal: .account("111111111111")) },
    { $0.allows(action: "s:a", resource: "r", context: RequestContext(values: ["k": ["x"]], absent: ["l"])) },
    { $0.isPublic() }, { $0.isPublic(resources: ["ra*"], actions: ["s:a*"]) },
    { $0.isCrossAccount(ownAccounts: ["111111111111"]) }, { $0.isCrossAccount(ownAccounts: []) },
    { $0.grantsAdministrator() }, { $0.grantsFullService(["s"]) }, { $0.grantsFullService() },
    { $0.hasWildcardResource(onSensitive: ["s:a", "s:b*"]) }, { $0.grantsAnyOf(["s:b*"]) },
    {
      $0.grantsPrivilegeEscalation(paths: [
        EscalationPath(id: "p", summary: "", requirements: [.init("s:a", .all), .init("s:b")])
      ])
    },
    { $0.denies(actions: ["s:a*"], resources: ["r*"]) },
    { $0.denies(actions: ["s:ab"], resources: ["rab"], context: RequestContext(values: ["k": ["x"]])) },
    { $0.requiresSecureTransport(for: .other(arn: nil, actions: ["s:a"])) }, { $0.trustsServicesOnly() },
    { $0.trustsServiceWithoutSource() }, { $0.combinesDuties(["s:a"], ["s:b"]) },
    { $0.trustsExternalAccountWithoutExternalID(ownAccounts: ["111111111111"]) }, { $0.trustsAnyone() },
    { $0.federatesWithoutSubject() }, { $0.delegatesToAccount("111111111111") },
  ]

  /// Not knowing a part can make an answer unknown, never turn it round; and doubts are always named.
  @Test func unknownPartsNeverTurnAnAnswerRound() {
    var maker = PolicyMaker(random: SeededGenerator(seed: 404))
    for round in 0..<150 {
      maker.isRich = round.isMultiple(of: 2)
      let document = maker.document()
      let blurred = maker.blurred(document)
      for (index, question) in Self.questions.enumerated() {
        let known = question(document).truth
        let less = question(blurred).truth
        if case .unknown(let doubts) = less {
          #expect(!doubts.isEmpty)
        } else if !known.isUnknown {
          #expect(known == less, "question \(index): \(document) and \(blurred)")
        }
      }
    }
  }

  @Test func answersAreTheSameEachTime() {
    var maker = PolicyMaker(random: SeededGenerator(seed: 505))
    for _ in 0..<20 {
      let document = maker.document()
      for question in Self.questions { #expect(question(document) == question(document)) }
    }
  }

  @Test func nothingKnownNothingAnswered() {
    for question in Self.questions { #expect(question(.unknown("u")).truth.isUnknown) }
  }
}
