import Testing

@testable import Network

/// A network small enough to work out by hand, with the truth and why it is the truth.
struct HandDerived: Sendable, CustomTestStringConvertible {
  let name: String
  let because: String
  let build: @Sendable (inout NetworkModel) -> Void
  let query: Query
  let verdict: Answer.Verdict
  /// Names that the evidence has to mention: hops, blockers or needs.
  var mentions: [String] = []
  /// The same question at another port with another truth, to catch an engine that always says the same.
  var contrast: (query: Query, verdict: Answer.Verdict)?

  var testDescription: String { name }
}

@Suite("Topologies worked out by hand")
struct HandDerivedTests {
  @Test("the engine finds the hand-derived truth", arguments: HandDerived.all)
  func truth(_ topology: HandDerived) throws {
    var model = NetworkModel()
    topology.build(&model)
    let engine = Reachability(model)
    let answer = try engine.answer(topology.query)
    #expect(answer.verdict == topology.verdict, "\(topology.because); got \(answer.packets)")
    let evidence = Self.names(answer)
    for name in topology.mentions {
      #expect(evidence.contains(name), "\(name) is missing from \(evidence.sorted())")
    }
    switch answer.verdict {
    case .reachable: #expect(answer.witness?.packet != nil)
    case .unreachable: #expect(answer.blockedPaths.allSatisfy { !$0.blockers.isEmpty } && !answer.blockedPaths.isEmpty)
    case .indeterminate: #expect(!answer.needs.isEmpty)
    }
    if let contrast = topology.contrast {
      #expect(try engine.answer(contrast.query).verdict == contrast.verdict, "contrast of \(topology.name)")
    }
  }

  @Test("there are enough of them")
  func count() { #expect(HandDerived.all.count >= 40) }

  private static func names(_ answer: Answer) -> Set<String> {
    let hops = answer.witness?.legs.flatMap(\.hops).map(\.element.id) ?? []
    let kinds = answer.pathKinds.flatMap { $0 }.map(\.rawValue)
    let blockers = answer.blockedPaths.flatMap(\.blockers)
    let needs = answer.needs.map(\.unknown.id)
    return Set(hops + kinds + blockers.map(\.element.id) + blockers.map(\.role.rawValue) + needs)
  }
}
