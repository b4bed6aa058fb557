import Diagnostics
import Network
import NetworkAdapter
import ResourceGraph
import Rules

/// The pairs between which something flows against a rule.
public struct FlowViolations: Sendable {
  /// Two ends by the identifiers of their elements.
  public struct Pair: Hashable, Sendable {
    public let from: String
    public let to: String

    public init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  public let pairs: Set<Pair>

  public init(
    _ graph: ResourceGraph, _ map: NetworkMap, _ engine: Reachability, zones: ZoneMap, rules: [Rule],
    scope: ScopeDeclaration?
  ) throws(Diagnostics.Diagnostic) {
    let options = Engine.Options(standardVersion: "", evidence: .findings(perRule: 0), scope: scope)
    let judge = FlowJudge(graph, map, zones, engine, options)
    var pairs: Set<Pair> = []
    for rule in rules {
      guard let check = rule.flowCheck, check.level == .endpoints, zonesSuffice(judge.zones, check) else { continue }
      try judge.search(rule, check) { finding, sender, receiver in
        if finding.isCertain { pairs.insert(Pair(from: sender.id, to: receiver.id)) }
      }
    }
    self.pairs = pairs
  }
}

private func zonesSuffice(_ zones: ZoneMap, _ check: Rule.FlowCheck) -> Bool { zones.isDeclared || !check.needsScope }
