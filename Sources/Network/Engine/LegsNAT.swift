/// Ways through NAT gateways, which send on from their own address and let only replies back.
extension Topology {
  func throughNAT(_ from: Party, _ to: Party) -> [Leg] {
    guard case .subnet(let sender) = from.site, !from.ipv4.ranges.isEmpty, !isNear(sender, to) else { return [] }
    let table = tables[subnets[sender].table]
    let own = table.nats.filter { table.mayLead(to, by: .natGateway($0)) }.flatMap {
      throughOwnNAT(from, sender, $0, to)
    }
    return own + throughSharedNAT(from, sender, to)
  }

  /// Whether packets stay within the VPC.
  private func isNear(_ sender: Int, _ to: Party) -> Bool {
    guard case .subnet(let receiver) = to.site else { return false }
    return subnets[sender].vpc == subnets[receiver].vpc
  }

  private func throughOwnNAT(_ from: Party, _ sender: Int, _ nat: Int, _ to: Party) -> [Leg] {
    guard case .subnet(let place) = nats[nat].party.site else { return [] }
    let (here, there) = (subnets[sender], subnets[place])
    guard here.vpc == there.vpc else { return [] }
    var stages: [Stage] = [
      .family(.ipv4, nats[nat].element), .groups(.egress),
      .route(table: here.table, to: .natGateway(nat), .request),
    ]
    if place != sender {
      stages += [
        .acl(here.acl, .outbound, .request), .acl(there.acl, .inbound, .request),
        .localRoute(table: there.table, .reply), .acl(there.acl, .outbound, .reply),
        .acl(here.acl, .inbound, .reply),
      ]
    }
    return onward(nat, to).map { next in
      Leg(from: from, to: to, kinds: [.natGateway] + next.kinds, stages: stages + [.relay(next)])
    }
  }

  /// From a NAT gateway on; another one behind it is not tried.
  private func onward(_ nat: Int, _ to: Party) -> [Leg] { directLegs(from: nats[nat].party, to: to) }

  /// Through a transit gateway to the NAT gateway of another VPC, the usual shape of central egress.
  private func throughSharedNAT(_ from: Party, _ sender: Int, _ to: Party) -> [Leg] {
    guard let vpc = subnets[sender].vpc.value else { return [] }
    return (links.attachments[vpc] ?? []).flatMap { entry -> [Leg] in
      let router = attachments[entry].gateway
      guard let points = links.egressPoints[router], let table = attachments[entry].table else { return [] }
      guard tables[subnets[sender].table].mayLead(to, by: .transitGateway(router)) else { return [] }
      let next = transitTables[table].keys(toward: to)
      let reachable: [LinkIndex.EgressPoint] =
        next.contains(.unmodelled)
        ? points.values.flatMap { $0 }
        : next.flatMap { key -> [LinkIndex.EgressPoint] in
          if case .attachment(let exit) = key { points[exit] ?? [] } else { [] }
        }
      return reachable.filter { $0.attachment != entry }.sorted { $0.order < $1.order }.flatMap { point in
        sharedNATStages(sender, entry, point).map { stages in
          onward(point.nat, to).map { next in
            Leg(
              from: from, to: to, kinds: [.transitGateway, .natGateway] + next.kinds, stages: stages + [.relay(next)])
          }
        } ?? []
      }
    }
  }

  private func sharedNATStages(_ sender: Int, _ entry: Int, _ point: LinkIndex.EgressPoint) -> [Stage]? {
    guard case .subnet(let place) = nats[point.nat].party.site else { return nil }
    let (here, there, router) = (subnets[sender], subnets[place], attachments[entry].gateway)
    let arrival: Stage =
      point.subnet.map { .route(table: subnets[$0].table, to: .natGateway(point.nat), .request) }
      ?? .doubt(
        Unknown(
          "\(attachments[point.attachment].element.id) subnets", reason: "the attachment's subnets are not known"),
        attachments[point.attachment].element)
    return [
      .family(.ipv4, nats[point.nat].element), .groups(.egress),
      .route(table: here.table, to: .transitGateway(router), .request), .acl(here.acl, .outbound, .request),
      forwarding(entry, to: point.attachment, .request), arrival,
    ] + (point.subnet == place ? [] : [.acl(there.acl, .inbound, .request)]) + [
      .route(table: there.table, to: .transitGateway(router), .reply),
      forwarding(point.attachment, to: entry, .reply),
    ] + (point.subnet == place ? [] : [.acl(there.acl, .outbound, .reply)]) + [.acl(here.acl, .inbound, .reply)]
  }
}
