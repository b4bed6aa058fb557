import ResourceGraph
import Rules

extension Assessment {
  /// Adds what evidence needs beyond verdicts: the rules, and the roll-up over whole catalogues.
  ///
  /// - Parameter catalogues: the assessed version first.
  public func detailed(rules: [Rule], catalogues: [Catalogue]) -> Assessment {
    var result = self
    result.rules = rules.map { RuleSummary($0) }.sorted { $0.id < $1.id }
    let rollUp = RequirementRollUp(rules: result.rules, observations: observations)
    result.standards = catalogues.map { rollUp.evidence(for: $0) }
    return result
  }
}
