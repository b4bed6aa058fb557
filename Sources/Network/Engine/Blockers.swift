/// What blocks a leg through which nothing gets.
extension Topology {
  func blockers(of leg: Leg, _ scope: Scope) -> [BlockedPath.Blocker] {
    let universe = scope.universe(from: leg.from, to: leg.to)
    if universe.upper.isEmpty {
      return [
        BlockedPath.Blocker(
          role: .address, element: leg.to.element,
          reason: "\(leg.from.element) and \(leg.to.element) share no address family that is asked for")
      ]
    }
    var alone: [BlockedPath.Blocker] = []
    var last: [BlockedPath.Blocker] = []
    var bounds = universe
    for stage in leg.stages {
      if narrowed(universe, by: stage, of: leg, scope).upper.isEmpty { alone += blockers(stage, leg, universe, scope) }
      if last.isEmpty {
        let next = narrowed(bounds, by: stage, of: leg, scope)
        if next.upper.isEmpty { last = blockers(stage, leg, bounds, scope) }
        bounds = next
      }
    }
    var seen: Set<BlockedPath.Blocker> = []
    return (alone.isEmpty ? last : alone).filter { seen.insert($0).inserted }
  }

  private func blockers(
    _ stage: Stage, _ leg: Leg, _ bounds: Bounds, _ scope: Scope
  ) -> [BlockedPath.Blocker] {
    let role = stage.role ?? .connection
    func blocker(_ element: Element, _ reason: String) -> BlockedPath.Blocker {
      BlockedPath.Blocker(role: role, element: element, reason: reason)
    }
    switch stage {
    case .localRoute(let table, _), .route(let table, _, _):
      return routeBlockers(tables[table], stage, leg, bounds, role)
    case .transitRoute(let table, _, _): return routeBlockers(transitTables[table], stage, leg, bounds, role)
    case .acl(let acl, let direction, let way): return aclBlockers(acl, direction, way, bounds, role)
    case .groups(let direction): return groupBlockers(direction, leg, role)
    case .condition(_, let element, .acceptance): return [blocker(element, "\(element) accepts no connections")]
    case .condition(_, let element, _): return [blocker(element, "\(element) does not connect them")]
    case .ipv4Condition(_, let element, _): return [blocker(element, "\(element) has no public address")]
    case .family(let family, let element): return [blocker(element, "\(element) carries \(family) only")]
    case .doubt(_, let element): return [blocker(element, "\(element) is not resolved")]
    case .accepted(let acceptances, let element):
      let reason = acceptances.isEmpty ? "\(element) has no listener" : "\(element) does not listen there"
      return [blocker(element, reason)]
    case .filter(let filter): return [blocker(filter.element, "no rule of \(filter.element) allows it")]
    case .relay(let next): return blockers(of: next, scope.relayed)
    }
  }

  private func routeBlockers(
    _ table: RouteSelection, _ stage: Stage, _ leg: Leg, _ bounds: Bounds, _ role: HopRole
  ) -> [BlockedPath.Blocker] {
    let isReply = role == .returnRoute
    let target = isReply ? leg.from.element : leg.to.element
    let addresses = AddressSet(
      ranges: bounds.upper.boxes.map { AddressRange($0.family, isReply ? $0.source : $0.destination) })
    let elsewhere = table.clauses.filter { $0.upper.overlaps(addresses) }
    if elsewhere.isEmpty {
      return [
        BlockedPath.Blocker(role: role, element: table.element, reason: "\(table.element) has no route to \(target)")
      ]
    }
    return elsewhere.map {
      let end = $0.key == .nowhere ? "drops packets for" : "takes packets elsewhere than this path for"
      return BlockedPath.Blocker(role: role, element: $0.element, reason: "\($0.element) \(end) \(target)")
    }
  }

  private func aclBlockers(
    _ acl: Int, _ direction: NetworkACL.Direction, _ way: Way, _ bounds: Bounds, _ role: HopRole
  ) -> [BlockedPath.Blocker] {
    let denials = side(acl, direction, way).denials.filter { $0.bounds.lower.overlaps(bounds.upper) }
    let what = way == .reply ? "the replies" : "the packets"
    if denials.isEmpty {
      let element = acls[acl].element
      return [
        BlockedPath.Blocker(
          role: role, element: element, reason: "no \(direction.rawValue) entry of \(element) allows \(what)")
      ]
    }
    return denials.map {
      BlockedPath.Blocker(role: role, element: $0.element, reason: "\($0.element) denies \(what)")
    }
  }

  private func groupBlockers(
    _ direction: SecurityGroup.Direction, _ leg: Leg, _ role: HopRole
  ) -> [BlockedPath.Blocker] {
    let own = direction == .egress ? leg.from : leg.to
    let peer = direction == .egress ? leg.to : leg.from
    guard case .groups(let known, _) = own.filter else { return [] }
    return known.map { group in
      let element = groups[group].element
      let verb = direction == .egress ? "lets packets out to" : "admits packets from"
      return BlockedPath.Blocker(
        role: role, element: element, reason: "no \(direction.rawValue) rule of \(element) \(verb) \(peer.element)")
    }
  }
}
