extension Topology {
  /// What passes a stage, of the packets that have come so far.
  func narrowed(_ bounds: Bounds, by stage: Stage, of leg: Leg, _ scope: Scope) -> Bounds {
    if isTransparent(stage, leg) { return bounds }
    var result: Bounds?
    for clause in clauses(of: stage, leg, bounds, scope) {
      result = result.map { $0.union(clause.bounds) } ?? clause.bounds
    }
    return result ?? .nothing
  }

  private func isTransparent(_ stage: Stage, _ leg: Leg) -> Bool {
    switch stage {
    case .localRoute(let table, _): return tables[table].isLocalUndisturbed
    case .acl(let acl, let direction, let way): return side(acl, direction, way).isOpen
    case .groups(let direction):
      if case .open = (direction == .egress ? leg.from : leg.to).filter { return true }
      return false
    default: return false
    }
  }

  func side(_ acl: Int, _ direction: NetworkACL.Direction, _ way: Way) -> ACLFilter.Side {
    switch (direction, way) {
    case (.inbound, .request): acls[acl].inbound
    case (.outbound, .request): acls[acl].outbound
    case (.inbound, .reply): acls[acl].inboundReplies
    case (.outbound, .reply): acls[acl].outboundReplies
    }
  }

  /// A stage's parts, each with what it lets through; together they are what the stage lets through.
  func clauses(of stage: Stage, _ leg: Leg, _ bounds: Bounds, _ scope: Scope) -> [Clause] {
    switch stage {
    case .localRoute(let table, let way):
      let local = tables[table].local
      return [
        Clause(
          element: tables[table].localElement,
          bounds: bounds.restricted(way, lower: local.lower, upper: local.upper), unknowns: unmodelled(table))
      ]
    case .route(let table, let key, let way): return routeClauses(tables[table], key, way, bounds)
    case .transitRoute(let table, let key, let way): return routeClauses(transitTables[table], key, way, bounds)
    case .acl(let acl, let direction, let way):
      return side(acl, direction, way).clauses.map {
        Clause(element: $0.element, bounds: bounds.intersection($0.bounds), unknowns: $0.unknowns)
      }
    case .filter(let filter):
      return filter.clauses.map {
        Clause(element: $0.element, bounds: bounds.intersection($0.bounds), unknowns: $0.unknowns)
      }
    case .groups(let direction): return groupClauses(direction, leg, bounds)
    case .condition(let fact, let element, _): return [conditional(fact, element, bounds, bounds)]
    case .ipv4Condition(let fact, let element, _):
      return [conditional(fact, element, bounds, bounds.mapped { $0.only(.ipv4) })]
        + [Clause(element: element, bounds: bounds.mapped { $0.only(.ipv6) }, unknowns: [])]
    case .family(let family, let element):
      return [Clause(element: element, bounds: bounds.mapped { $0.only(family) }, unknowns: [])]
    case .doubt(let unknown, let element):
      return [Clause(element: element, bounds: bounds.doubted(), unknowns: [unknown])]
    case .accepted(let acceptances, _):
      return acceptances.map {
        let passed = bounds.restricted(to: $0.shape, isCertain: $0.isCertain)
        return Clause(element: $0.element, bounds: passed, unknowns: $0.unknowns)
      }
    case .relay(let next):
      return [Clause(element: next.from.element, bounds: bounds.intersection(lifted(next, scope)), unknowns: [])]
    }
  }

  private func unmodelled(_ table: Int) -> [Unknown] {
    tables[table].clauses(to: .unmodelled).flatMap(\.unknowns)
  }

  private func routeClauses(_ table: RouteSelection, _ key: RouteKey, _ way: Way, _ bounds: Bounds) -> [Clause] {
    table.clauses(to: key).map { route in
      let certain = route.key == key && key != .unmodelled ? route.lower : AddressSet()
      return Clause(
        element: route.element, bounds: bounds.restricted(way, lower: certain, upper: route.upper),
        unknowns: route.unknowns.isEmpty && certain != route.upper
          ? table.clauses.flatMap(\.unknowns) : route.unknowns)
    }
  }

  private func conditional(_ fact: Fact<Bool>, _ element: Element, _ all: Bounds, _ some: Bounds) -> Clause {
    switch fact {
    case .known(true): Clause(element: element, bounds: some, unknowns: [])
    case .known(false): Clause(element: element, bounds: .nothing, unknowns: [])
    case .unknown(let unknown): Clause(element: element, bounds: some.doubted(), unknowns: [unknown])
    }
  }

  /// What the packets that arrive from a relay allow to say about those that were sent to it.
  func lifted(_ next: Leg, _ scope: Scope) -> Bounds {
    bounds(of: next, scope.relayed, settling: .sender)
      .mapped { $0.projecting(sources: true, sourcePorts: true) }
  }
}

extension Bounds {
  func restricted(_ way: Way, lower addresses: AddressSet, upper: AddressSet) -> Bounds {
    let possible = self.upper.restricted(way, to: upper)
    if isKnownExact && addresses == upper { return Bounds(exactly: possible) }
    return Bounds(lower: lower.restricted(way, to: addresses), upper: possible)
  }

  func restricted(to shape: Traffic.Shape, isCertain: Bool) -> Bounds {
    guard isCertain else { return Bounds(lower: .empty, upper: upper.restricted(to: shape)) }
    return mapped { $0.restricted(to: shape) }
  }
}

extension PacketSet {
  func only(_ family: AddressFamily) -> PacketSet { PacketSet(boxes: boxes.filter { $0.family == family }) }
}
