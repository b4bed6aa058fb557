/// The unknowns that decide whether packets get through a leg.
extension Topology {
  func needs(of leg: Leg, _ scope: Scope, settling: Settling = .both) -> Set<Need> {
    let universe = scope.universe(from: leg.from, to: leg.to)
    var trail: [(stage: Stage, before: Bounds, after: Bounds)] = []
    var bounds = universe
    for stage in leg.stages {
      let next = narrowed(bounds, by: stage, of: leg, scope)
      trail.append((stage, bounds, next))
      bounds = next
    }
    let arriving = bounds.upper
    if arriving.isEmpty { return [] }
    var needs = doubts(leg, universe)
    for step in trail {
      let doubtful = arriving.intersection(step.before.upper).subtracting(certain(step.stage, leg, universe, scope))
      if !doubtful.isEmpty { needs.formUnion(self.needs(step.stage, leg, step.before, doubtful, scope)) }
    }
    if settled(bounds, of: leg, within: universe, settling) != bounds {
      needs.formUnion(addressNeeds(leg, settling))
    }
    return needs
  }

  /// What a stage certainly lets through, taken alone.
  private func certain(_ stage: Stage, _ leg: Leg, _ universe: Bounds, _ scope: Scope) -> PacketSet {
    narrowed(Bounds(exactly: universe.upper), by: stage, of: leg, scope).lower
  }

  private func needs(
    _ stage: Stage, _ leg: Leg, _ bounds: Bounds, _ doubtful: PacketSet, _ scope: Scope
  ) -> Set<Need> {
    if case .relay(let next) = stage { return needs(of: next, scope.relayed, settling: .sender) }
    var needs: Set<Need> = []
    for clause in clauses(of: stage, leg, bounds, scope) where clause.bounds.upper.overlaps(doubtful) {
      needs.formUnion(clause.unknowns.map { Need(unknown: $0, element: clause.element) })
    }
    if case .acl(let acl, let direction, let way) = stage {
      for denial in side(acl, direction, way).denials where denial.bounds.upper.overlaps(doubtful) {
        needs.formUnion(denial.unknowns.map { Need(unknown: $0, element: denial.element) })
      }
    }
    return needs
  }

  private func doubts(_ leg: Leg, _ universe: Bounds) -> Set<Need> {
    if universe.isExact { return [] }
    return Set(
      [leg.from, leg.to].flatMap { party in
        [party.ipv4.doubt, party.ipv6.doubt].compactMap { $0 }.map { Need(unknown: $0, element: party.element) }
      })
  }

  private func addressNeeds(_ leg: Leg, _ settling: Settling) -> [Need] {
    (settling == .both ? [leg.from, leg.to] : [leg.from]).filter { $0.ipv4.isOneOfMany || $0.ipv6.isOneOfMany }.map {
      Need(
        unknown: Unknown("\($0.element.id) address", reason: "which address \($0.element) gets is not known"),
        element: $0.element)
    }
  }
}
