/// For which sides of a leg an address that is not known has to be every candidate for a packet to be certain.
enum Settling: Hashable, Sendable {
  case sender
  case both
}

extension Topology {
  /// What certainly and possibly gets through a leg.
  func bounds(of leg: Leg, _ scope: Scope, settling: Settling = .both) -> Bounds {
    if isClosed(leg) { return .nothing }
    let universe = scope.universe(from: leg.from, to: leg.to)
    var bounds = universe
    for index in leg.stages.indices {
      if bounds.upper.isEmpty { return .nothing }
      bounds = narrowed(bounds, by: leg.stages[index], of: leg, scope)
    }
    return settled(bounds, of: leg, within: universe, settling)
  }

  /// Whether nothing gets through whatever the packets are: most ways are closed by a missing route or address, and to
  /// see that takes no packets.
  private func isClosed(_ leg: Leg) -> Bool {
    for index in leg.stages.indices {
      switch leg.stages[index] {
      case .condition(.known(false), _, _): return true
      case .ipv4Condition(.known(false), _, _):
        if leg.from.ipv6.ranges.isEmpty || leg.to.ipv6.ranges.isEmpty { return true }
      case .route(let table, let key, _): if !tables[table].mayLead(to: key) { return true }
      case .transitRoute(let table, let key, _): if !transitTables[table].mayLead(to: key) { return true }
      default: continue
      }
    }
    return false
  }

  /// Leaves certain only what passes for every address that a party may turn out to have.
  func settled(_ bounds: Bounds, of leg: Leg, within universe: Bounds, _ settling: Settling) -> Bounds {
    var lower = bounds.lower
    var hasChanged = false
    for family in AddressFamily.allCases {
      let sender = leg.from.addresses(family).isOneOfMany
      let receiver = leg.to.addresses(family).isOneOfMany && settling == .both
      let own = lower.only(family)
      if own.isEmpty || !(sender || receiver) { continue }
      let whole = universe.lower.only(family)
      if isWhole(own, leg, family, sender: sender, receiver: receiver) { continue }
      let missing = whole.subtracting(own)
      if missing.isEmpty { continue }
      let doubtful = missing.projecting(sources: sender, destinations: receiver)
      lower = lower.subtracting(doubtful)
      hasChanged = true
    }
    return hasChanged ? Bounds(lower: lower, upper: bounds.upper) : bounds
  }

  /// Whether every box spans all addresses of the sides in question, the usual case.
  private func isWhole(
    _ packets: PacketSet, _ leg: Leg, _ family: AddressFamily, sender: Bool, receiver: Bool
  ) -> Bool {
    let (senders, receivers) = (leg.from.addresses(family).ranges, leg.to.addresses(family).ranges)
    guard !sender || senders.count == 1, !receiver || receivers.count == 1 else { return false }
    return packets.boxes.allSatisfy { box in
      (!sender || box.source == senders[0]) && (!receiver || box.destination == receivers[0])
    }
  }
}
