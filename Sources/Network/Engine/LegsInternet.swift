/// Ways to and from the Internet.
extension Topology {
  func fromInternet(_ from: Party, _ to: Party, _ receiver: Int, keepsClosed: Bool) -> [Leg] {
    let site = subnets[receiver]
    guard let vpc = site.vpc.value, keepsClosed || mayBeReached(to, from: from) else { return [] }
    let gateways = (links.internetGateways[vpc] ?? []) + links.looseInternetGateways
    func leg(_ key: RouteKey, _ kinds: [PathKind], through gateway: Gateway?) -> Leg {
      var stages: [Stage] = []
      stages.reserveCapacity(9)
      if let gateway {
        stages.append(.condition(true, gateway.element, .gateway))
        if let unknown = gateway.vpc.unknown { stages.append(.doubt(unknown, gateway.element)) }
      }
      if to.isHiddenFromGateways { stages.append(.family(.ipv4, to.element)) }
      stages.append(.ipv4Condition(to.hasPublicIPv4, to.element, .publicAddress))
      stages.append(.acl(site.acl, .inbound, .request))
      stages.append(arrival(to))
      stages.append(.groups(.ingress))
      stages.append(.route(table: site.table, to: key, .reply))
      stages.append(.acl(site.acl, .outbound, .reply))
      return Leg(from: from, to: to, kinds: kinds, stages: stages, groupReferences: false)
    }
    let open = keepsClosed ? gateways : gateways.filter { tables[site.table].mayLead(to: .internetGateway($0)) }
    let known = open.map { leg(.internetGateway($0), [.internetGateway], through: internetGateways[$0]) }
    if tables[site.table].isModelled || !gateways.isEmpty { return known }
    return known + [leg(.unmodelled, [.unresolved], through: nil)]
  }

  /// Whether an interface could take packets from the Internet if they got there.
  private func mayBeReached(_ to: Party, from: Party) -> Bool {
    let needsIPv4 = from.ipv6.ranges.isEmpty || to.ipv6.ranges.isEmpty
    return to.acceptsConnections && !(needsIPv4 && to.hasPublicIPv4 == .known(false))
  }

  func toInternet(_ from: Party, _ sender: Int, _ to: Party) -> [Leg] {
    let site = subnets[sender]
    guard let vpc = site.vpc.value else { return [] }
    let gateways = (links.internetGateways[vpc] ?? []) + links.looseInternetGateways
    let egressOnly = (links.egressOnlyInternetGateways[vpc] ?? []) + links.looseEgressOnlyInternetGateways
    func leg(_ key: RouteKey, _ kinds: [PathKind], _ attachment: [Stage]) -> Leg {
      Leg(
        from: from, to: to, kinds: kinds,
        stages: [.groups(.egress), .route(table: site.table, to: key, .request)] + attachment
          + [.acl(site.acl, .outbound, .request), .acl(site.acl, .inbound, .reply)],
        groupReferences: false)
    }
    let needsAddress = Stage.ipv4Condition(from.hasPublicIPv4, from.element, .publicAddress)
    var legs = gateways.map { index in
      leg(.internetGateway(index), [.internetGateway], attached(internetGateways[index]) + [needsAddress])
    }
    for index in egressOnly {
      let gateway = egressOnlyInternetGateways[index]
      legs.append(
        leg(
          .egressOnlyInternetGateway(index), [.egressOnlyInternetGateway],
          attached(gateway) + [.family(.ipv6, gateway.element)]))
    }
    // An unknown target may be a NAT gateway, so that no public address is needed.
    if !tables[site.table].isModelled { legs.append(leg(.unmodelled, [.unresolved], [])) }
    return legs
  }

  private func attached(_ gateway: Gateway) -> [Stage] {
    gateway.vpc.unknown.map { [.doubt($0, gateway.element)] } ?? []
  }
}
