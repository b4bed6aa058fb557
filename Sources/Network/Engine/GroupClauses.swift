extension Topology {
  /// What each rule of the sender's or receiver's groups admits. Groups are stateful, so replies are not judged.
  func groupClauses(_ direction: SecurityGroup.Direction, _ leg: Leg, _ bounds: Bounds) -> [Clause] {
    let (own, peer) = direction == .egress ? (leg.from, leg.to) : (leg.to, leg.from)
    guard case .groups(let known, let unknown) = own.filter else {
      return [Clause(element: own.element, bounds: bounds, unknowns: [])]
    }
    var clauses: [Clause] = []
    for group in known {
      for rule in groups[group].rules(direction) {
        guard let clause = clause(rule, direction, peer, leg, bounds), !clause.bounds.upper.isEmpty else { continue }
        clauses.append(clause)
      }
    }
    for one in unknown {
      clauses.append(Clause(element: own.element, bounds: bounds.doubted(), unknowns: [one]))
    }
    return clauses
  }

  private func clause(
    _ rule: GroupRules.Rule, _ direction: SecurityGroup.Direction, _ peer: Party, _ leg: Leg, _ bounds: Bounds
  ) -> Clause? {
    switch rule.peer {
    case .addresses(let addresses):
      let way: Way = direction == .egress ? .request : .reply
      let passed = bounds.mapped { $0.restricted(to: rule.shape).restricted(way, to: addresses) }
      return Clause(
        element: rule.element, bounds: rule.isCertain ? passed : passed.doubted(), unknowns: rule.unknowns)
    case .group(let group):
      guard leg.groupReferences != false, peer.isInsideVPC else { return nil }
      let isMember = peer.carries(group: group)
      guard isMember || !peer.unknownGroups.isEmpty else { return nil }
      let isCertain = isMember && rule.isCertain && leg.groupReferences == true
      let unknowns =
        rule.unknowns + [leg.groupReferences.unknown].compactMap { $0 } + (isMember ? [] : peer.unknownGroups)
      return Clause(
        element: rule.element, bounds: bounds.restricted(to: rule.shape, isCertain: isCertain), unknowns: unknowns)
    case .outsider:
      guard leg.groupReferences != false, peer.isInsideVPC, !peer.unknownGroups.isEmpty else { return nil }
      return Clause(
        element: rule.element, bounds: bounds.restricted(to: rule.shape, isCertain: false), unknowns: rule.unknowns)
    case .unknown(let onlyInsideVPC):
      if onlyInsideVPC && (!peer.isInsideVPC || leg.groupReferences == false) { return nil }
      return Clause(
        element: rule.element, bounds: bounds.restricted(to: rule.shape, isCertain: false), unknowns: rule.unknowns)
    }
  }
}
