/// Evidence for an answer: what lets a packet through, what blocks a path, what an answer depends on.
extension Topology {
  /// The hops of one packet that certainly passes a leg.
  func hops(of packet: Packet, on leg: Leg, _ scope: Scope) -> [Hop] {
    var bounds = scope.universe(from: leg.from, to: leg.to)
    var hops: [Hop] = []
    for stage in leg.stages {
      let clauses = clauses(of: stage, leg, bounds, scope)
      if let clause = clauses.first(where: { $0.bounds.lower.contains(packet) }) {
        hops += self.hops(of: packet, stage, clause.element, scope)
      }
      bounds = narrowed(bounds, by: stage, of: leg, scope)
    }
    return hops
  }

  private func hops(of packet: Packet, _ stage: Stage, _ element: Element, _ scope: Scope) -> [Hop] {
    if case .relay(let next) = stage {
      let wanted = PacketSet(boxes: [PacketBox(behind: packet)])
      let onward = self.bounds(of: next, scope.relayed, settling: .sender).lower.intersection(wanted).sample()
      return [Hop(role: .translation, element: element)]
        + (onward.map { self.hops(of: $0, on: next, scope.relayed) } ?? [])
    }
    if case .ipv4Condition = stage, packet.source.family == .ipv6 { return [] }
    guard let role = stage.role, stage.isWorthTelling else { return [] }
    let hop = Hop(role: role, element: element)
    return [hop] + (stage.key.flatMap { target($0) }.map { [Hop(role: .gateway, element: $0)] } ?? [])
  }

  private func target(_ key: RouteKey) -> Element? {
    switch key {
    case .internetGateway(let index): internetGateways[index].element
    case .egressOnlyInternetGateway(let index): egressOnlyInternetGateways[index].element
    case .peering(let index): peerings[index].element
    case .transitGateway(let index): transitRouters[index].element
    case .virtualPrivateGateway(let index): privateGateways[index].element
    case .attachment(let index): attachments[index].element
    case .natGateway, .local, .nowhere, .unmodelled: nil
    }
  }
}

extension PacketBox {
  /// The packets that differ from one in their source only.
  fileprivate init(behind packet: Packet) {
    self.init(
      packet.destination.family, destination: Interval(packet.destination.bits),
      protocols: Interval(packet.protocol.number), destinationPorts: Interval(packet.destinationPort))
  }
}

extension Stage {
  /// What its elements do on a path.
  var role: HopRole? {
    switch self {
    case .localRoute(_, .request), .route(_, _, .request), .transitRoute(_, _, .request): .route
    case .localRoute(_, .reply), .route(_, _, .reply), .transitRoute(_, _, .reply): .returnRoute
    case .acl(_, _, .request): .networkACL
    case .acl(_, _, .reply): .returnNetworkACL
    case .groups(.egress): .egressRule
    case .groups(.ingress): .ingressRule
    case .condition(_, _, let role), .ipv4Condition(_, _, let role): role
    case .family: .address
    case .doubt: .placement
    case .accepted: .listener
    case .relay: .translation
    case .filter(let filter): filter.role
    }
  }

  /// Whether passing it is worth a line of evidence.
  fileprivate var isWorthTelling: Bool {
    switch self {
    case .family, .doubt, .condition(_, _, .acceptance): false
    default: true
    }
  }

  fileprivate var key: RouteKey? {
    switch self {
    case .route(_, let key, .request), .transitRoute(_, let key, .request): key
    default: nil
    }
  }
}
