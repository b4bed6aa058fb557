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

  /// The assessment with the zones of its resources; a resource in several is in the first that the project declares.
  public func placed(in zones: ZoneMap) -> Assessment {
    guard zones.isDeclared else { return self }
    var objects: [ResourceID: ObservedObject] = [:]
    var result = self
    result.observations = observations.map { entry in
      guard let id = entry.resource else { return entry }
      if let known = objects[id] { return entry.of(known) }
      let object = ObservedObject(
        address: entry.address, resource: id, type: entry.type, input: entry.input, block: entry.block,
        zone: zones.zones(of: id).first ?? "(no zone)", origin: entry.origin)
      objects[id] = object
      return entry.of(object)
    }
    return result
  }
}
