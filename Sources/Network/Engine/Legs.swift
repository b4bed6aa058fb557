/// The candidate ways between two parties without a proxy.
extension Topology {
  func legs(from: Party, to: Party) -> [Leg] { directLegs(from: from, to: to) + throughNAT(from, to) }

  /// The ways without a NAT gateway.
  func directLegs(from: Party, to: Party) -> [Leg] {
    switch (from.site, to.site) {
    case (.unplaced(let unknown), _), (_, .unplaced(let unknown)):
      return [
        Leg(
          from: from, to: to, kinds: [.unresolved],
          stages: [.groups(.egress), .doubt(unknown, from.element), arrival(to), .groups(.ingress)],
          groupReferences: .unknown(unknown))
      ]
    case (.subnet(let sender), .subnet(let receiver)): return legs(from, sender, to, receiver)
    case (.subnet(let sender), .internet): return toInternet(from, sender, to)
    case (.subnet(let sender), .onPremises(let network)):
      return outside(from, to, inside: sender, network, isOutbound: true)
    case (.internet, .subnet(let receiver)): return fromInternet(from, to, receiver)
    case (.onPremises(let network), .subnet(let receiver)):
      return outside(from, to, inside: receiver, network, isOutbound: false)
    case (.internet, _), (.onPremises, _): return []
    }
  }

  func arrival(_ to: Party) -> Stage { .condition(.known(to.acceptsConnections), to.element, .acceptance) }

  private func legs(_ from: Party, _ sender: Int, _ to: Party, _ receiver: Int) -> [Leg] {
    // Traffic within a subnet meets neither routes nor ACLs ("Network ACL basics", Amazon VPC user guide).
    if sender == receiver {
      let stages: [Stage] = [.groups(.egress), arrival(to), .groups(.ingress)]
      return [Leg(from: from, to: to, kinds: [.local], stages: stages, groupReferences: true)]
    }
    guard let source = subnets[sender].vpc.value, let target = subnets[receiver].vpc.value else { return [] }
    if source == target { return [local(from, sender, to, receiver)] }
    return peered(from, sender, to, receiver, (source, target))
      + transit(from, sender, to, receiver, (source, target))
      + unmodelled(from, sender, to, receiver)
  }

  private func local(_ from: Party, _ sender: Int, _ to: Party, _ receiver: Int) -> Leg {
    let (here, there) = (subnets[sender], subnets[receiver])
    return Leg(
      from: from, to: to, kinds: [.local],
      stages: [
        .groups(.egress), .localRoute(table: here.table, .request), .acl(here.acl, .outbound, .request),
        .acl(there.acl, .inbound, .request), arrival(to), .groups(.ingress),
        .localRoute(table: there.table, .reply), .acl(there.acl, .outbound, .reply),
        .acl(here.acl, .inbound, .reply),
      ], groupReferences: true)
  }

  private func peered(
    _ from: Party, _ sender: Int, _ to: Party, _ receiver: Int, _ vpcs: (Int, Int)
  ) -> [Leg] {
    let candidates = (links.peerings[vpcs.0] ?? []).filter { joins(peerings[$0], vpcs) }
    return (candidates + links.loosePeerings).compactMap { index in
      let peering = peerings[index]
      guard let ends = endings(peering, vpcs) else { return nil }
      return Leg(
        from: from, to: to, kinds: [.peering],
        stages: [
          .groups(.egress), .route(table: subnets[sender].table, to: .peering(index), .request),
          .acl(subnets[sender].acl, .outbound, .request), .condition(peering.isActive, peering.element, .connection),
        ] + ends.map { .doubt($0, peering.element) } + [
          .acl(subnets[receiver].acl, .inbound, .request), arrival(to), .groups(.ingress),
          .route(table: subnets[receiver].table, to: .peering(index), .reply),
          .acl(subnets[receiver].acl, .outbound, .reply), .acl(subnets[sender].acl, .inbound, .reply),
        ], groupReferences: peering.carriesGroupReferences)
    }
  }

  private func joins(_ peering: PeeringLink, _ vpcs: (Int, Int)) -> Bool {
    let ends = (peering.ends.0.value, peering.ends.1.value)
    return ends == (vpcs.0, vpcs.1) || ends == (vpcs.1, vpcs.0)
  }

  /// What is unknown about a peering's ends if it may join these VPCs; nil if it cannot.
  private func endings(_ peering: PeeringLink, _ vpcs: (Int, Int)) -> [Unknown]? {
    let (one, other) = peering.ends
    func fits(_ end: Fact<Int>, _ vpc: Int) -> Bool { end.value == nil || end.value == vpc }
    guard fits(one, vpcs.0) && fits(other, vpcs.1) || fits(one, vpcs.1) && fits(other, vpcs.0) else { return nil }
    return [one.unknown, other.unknown].compactMap { $0 }
  }

  /// Both sides send through something that is not known or not modelled.
  private func unmodelled(_ from: Party, _ sender: Int, _ to: Party, _ receiver: Int) -> [Leg] {
    let (here, there) = (subnets[sender], subnets[receiver])
    guard !tables[here.table].isModelled, !tables[there.table].isModelled else { return [] }
    let unknown = Unknown("connection", reason: "where these routes lead is not known")
    return [
      Leg(
        from: from, to: to, kinds: [.unresolved],
        stages: [
          .groups(.egress), .route(table: here.table, to: .unmodelled, .request), .acl(here.acl, .outbound, .request),
          .acl(there.acl, .inbound, .request), arrival(to), .groups(.ingress),
          .route(table: there.table, to: .unmodelled, .reply), .acl(there.acl, .outbound, .reply),
          .acl(here.acl, .inbound, .reply),
        ], groupReferences: .unknown(unknown))
    ]
  }
}
