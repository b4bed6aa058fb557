/// The candidate ways between two parties without a proxy.
extension Topology {
  /// - Parameter keepsClosed: whether ways are wanted through which nothing can get, because somebody asks what closes
  ///   them; without it some of these are left out.
  func legs(from: Party, to: Party, keepsClosed: Bool = true) -> [Leg] {
    directLegs(from: from, to: to, keepsClosed: keepsClosed) + throughNAT(from, to)
  }

  /// The ways without a NAT gateway.
  func directLegs(from: Party, to: Party, keepsClosed: Bool = true) -> [Leg] {
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
    case (.internet, .subnet(let receiver)): return fromInternet(from, to, receiver, keepsClosed: keepsClosed)
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
    return crossing(from, sender, to, receiver, (source, target))
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

  private func crossing(_ from: Party, _ sender: Int, _ to: Party, _ receiver: Int, _ vpcs: (Int, Int)) -> [Leg] {
    let (here, there) = (subnets[sender], subnets[receiver])
    let passages = peerings(here, there, vpcs) + transits(here, there, vpcs) + unmodelled(here.table, there.table)
    return Passage.pairs(passages).map { request, reply in
      let requests: [Stage] = [.groups(.egress)] + request.request + [.acl(here.acl, .outbound, .request)]
      let arrivals: [Stage] = [.acl(there.acl, .inbound, .request), arrival(to), .groups(.ingress)]
      let replies: [Stage] =
        reply.reply + [.acl(there.acl, .outbound, .reply), .acl(here.acl, .inbound, .reply)]
      return Leg(
        from: from, to: to, kinds: [request.kind], stages: requests + arrivals + replies,
        groupReferences: request.groupReferences)
    }
  }

  /// Between a subnet and a network outside.
  private func outside(_ from: Party, _ to: Party, inside: Int, _ network: Int, isOutbound: Bool) -> [Leg] {
    let site = subnets[inside]
    guard let vpc = site.vpc.value else { return [] }
    return Passage.pairs(outsidePassages(site, vpc, network, isOutbound: isOutbound)).map { request, reply in
      let outbound: [Stage] =
        [.groups(.egress)] + request.request + [.acl(site.acl, .outbound, .request)] + reply.reply
        + [.acl(site.acl, .inbound, .reply)]
      let inbound: [Stage] =
        request.request + [.acl(site.acl, .inbound, .request), arrival(to), .groups(.ingress)] + reply.reply
        + [.acl(site.acl, .outbound, .reply)]
      return Leg(from: from, to: to, kinds: [request.kind], stages: isOutbound ? outbound : inbound)
    }
  }
}
