/// Ways through transit gateways, VPN and Direct Connect.
extension Topology {
  /// A transit gateway's decision about packets from one attachment to another.
  func forwarding(_ entry: Int, to exit: Int, _ way: Way) -> Stage {
    guard let table = attachments[entry].table else {
      return .condition(false, attachments[entry].element, .connection)
    }
    return .transitRoute(table: table, to: .attachment(exit), way)
  }

  private func doubts(_ attachment: Int) -> [Stage] {
    attachments[attachment].resource.unknown.map { [.doubt($0, attachments[attachment].element)] } ?? []
  }

  func transit(_ from: Party, _ sender: Int, _ to: Party, _ receiver: Int, _ vpcs: (Int, Int)) -> [Leg] {
    let (here, there) = (subnets[sender], subnets[receiver])
    return attachmentPairs(vpcs.0, links.attachments[vpcs.1] ?? []).map { entry, exit in
      let router = attachments[entry].gateway
      return Leg(
        from: from, to: to, kinds: [.transitGateway],
        stages: [
          .groups(.egress), .route(table: here.table, to: .transitGateway(router), .request),
          .acl(here.acl, .outbound, .request), forwarding(entry, to: exit, .request),
        ] + doubts(entry) + doubts(exit) + [
          .acl(there.acl, .inbound, .request), arrival(to), .groups(.ingress),
          .route(table: there.table, to: .transitGateway(router), .reply), .acl(there.acl, .outbound, .reply),
          forwarding(exit, to: entry, .reply), .acl(here.acl, .inbound, .reply),
        ], groupReferences: transitRouters[router].carriesGroupReferences)
    }
  }

  /// A VPC's attachments with those of the far side that share their transit gateway.
  private func attachmentPairs(_ vpc: Int, _ far: [Int]) -> [(Int, Int)] {
    ((links.attachments[vpc] ?? []) + links.looseAttachments).flatMap { entry in
      (far + links.looseAttachments).compactMap { exit in
        entry != exit && attachments[entry].gateway == attachments[exit].gateway ? (entry, exit) : nil
      }
    }
  }

  /// Between a subnet and a network outside.
  func outside(_ from: Party, _ to: Party, inside: Int, _ network: Int, isOutbound: Bool) -> [Leg] {
    guard let vpc = subnets[inside].vpc.value else { return [] }
    let site = subnets[inside]
    func leg(_ key: RouteKey, _ kinds: [PathKind], _ beyond: [Stage]) -> Leg {
      let outbound: [Stage] =
        [.groups(.egress), .route(table: site.table, to: key, .request), .acl(site.acl, .outbound, .request)]
        + beyond + [.acl(site.acl, .inbound, .reply)]
      let inbound: [Stage] =
        beyond + [
          .acl(site.acl, .inbound, .request), arrival(to), .groups(.ingress),
          .route(table: site.table, to: key, .reply), .acl(site.acl, .outbound, .reply),
        ]
      return Leg(from: from, to: to, kinds: kinds, stages: isOutbound ? outbound : inbound, groupReferences: false)
    }
    let gateways = (links.privateGateways[vpc] ?? []) + links.loosePrivateGateways
    var legs: [Leg] = []
    for index in gateways where privateGateways[index].onPremises.contains(network) {
      let gateway = privateGateways[index]
      let doubts = gateway.vpc.unknown.map { [Stage.doubt($0, gateway.element)] } ?? []
      legs.append(leg(.virtualPrivateGateway(index), [.virtualPrivateGateway], doubts))
    }
    for (entry, exit) in attachmentPairs(vpc, links.outsideAttachments[network] ?? []) {
      let router = attachments[entry].gateway
      let beyond = [
        forwarding(entry, to: exit, isOutbound ? .request : .reply),
        forwarding(exit, to: entry, isOutbound ? .reply : .request),
      ]
      legs.append(leg(.transitGateway(router), [.transitGateway], beyond + doubts(entry) + doubts(exit)))
    }
    if !tables[site.table].isModelled { legs.append(leg(.unmodelled, [.unresolved], [])) }
    return legs
  }
}
