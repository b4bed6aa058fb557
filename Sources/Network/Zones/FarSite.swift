/// What others across a transit gateway can tell of a subnet. Endpoints of different VPCs are alike from afar when their
/// far sites are equal, so that large estates need not be compared VPC by VPC.
struct FarSite: Hashable, Sendable {
  let router: Int
  let transitTable: Int
  /// Which addresses of the estate the subnet's table sends to the transit gateway; equal numbers are equal sets.
  let routes: Int
  /// Nil: everything passes.
  let acl: Int?
  /// For each table of the transit gateway, whether it leads to the subnet's VPC.
  let isVisible: [Bool]
}

extension Topology {
  /// The far site of each subnet; nil where the simple picture does not hold and pairs have to be looked at.
  func computedFarSites() -> [FarSite?] {
    guard links.loosePeerings.isEmpty, links.looseAttachments.isEmpty, frontsOfAnyTarget.isEmpty else {
      return subnets.map { _ in nil }
    }
    let estates = transitRouters.indices.map { self.estate($0) }
    let visibility = vpcs.indices.map { self.visibility($0) }
    var numbers = Numbering<[AddressSet]>()
    return subnets.map { subnet in
      guard let vpc = subnet.vpc.value, links.peerings[vpc] == nil, let attachment = links.attachments[vpc]?.first,
        let isVisible = visibility[vpc], let table = attachments[attachment].table
      else { return nil }
      let router = attachments[attachment].gateway
      guard let estate = estates[router], let sent = sent(subnet, router, vpcs[vpc].local, estate) else { return nil }
      return FarSite(
        router: router, transitTable: table, routes: numbers.number(of: sent),
        acl: acls[subnet.acl].isOpen ? nil : subnet.acl,
        isVisible: isVisible)
    }
  }

  /// The addresses of all VPCs on a transit gateway; nil if some overlap.
  private func estate(_ router: Int) -> AddressSet? {
    var ranges: [AddressRange] = []
    var seen: Set<Int> = []
    for attachment in links.attachmentsOfRouter[router] ?? [] {
      guard case .known(.vpc(let vpc)) = attachments[attachment].resource, seen.insert(vpc).inserted else { continue }
      ranges += vpcs[vpc].local.ranges
    }
    let ordered = ranges.sorted { ($0.family, $0.interval.low) < ($1.family, $1.interval.low) }
    for (one, next) in zip(ordered, ordered.dropFirst())
    where one.family == next.family && one.interval.overlaps(next.interval) {
      return nil
    }
    return AddressSet(ranges: ranges)
  }

  /// Which of its transit gateway's tables lead to a VPC; nil if one does so in part or possibly.
  private func visibility(_ vpc: Int) -> [Bool]? {
    guard let own = links.attachments[vpc], own.count == 1, let attachment = own.first else { return nil }
    let local = vpcs[vpc].local
    let tables = Set(
      (links.attachmentsOfRouter[attachments[attachment].gateway] ?? []).compactMap { attachments[$0].table })
    var result: [Bool] = []
    for table in tables.sorted() {
      let clauses = transitTables[table].clauses(to: .attachment(attachment)).filter { $0.upper.overlaps(local) }
      let isCertain = clauses.contains { $0.key == .attachment(attachment) && local.isSubset(of: $0.lower) }
      if !clauses.isEmpty && !isCertain { return nil }
      result.append(isCertain)
    }
    return result
  }

  /// The estate's addresses that a subnet certainly and possibly sends to the transit gateway; nil if it may send some
  /// through a NAT gateway or the table is not fully known.
  private func sent(_ subnet: SubnetSite, _ router: Int, _ local: AddressSet, _ estate: AddressSet) -> [AddressSet]? {
    let table = tables[subnet.table]
    guard table.isModelled else { return nil }
    let others = estate.subtracting(local)
    for nat in table.nats where table.clauses(to: .natGateway(nat)).contains(where: { $0.upper.overlaps(others) }) {
      return nil
    }
    let clauses = table.clauses(to: .transitGateway(router))
    return [clauses.map(\.lower), clauses.map(\.upper)].map { parts in
      parts.reduce(local) { $0.union($1) }.intersection(estate)
    }
  }

  /// Whether an endpoint can be looked at from afar: every way to it by a proxy has to be in its own VPC.
  func farSite(of index: Int) -> FarSite? {
    let node = endpoints[index]
    guard case .subnet(let subnet)? = node.parties.first?.site, let site = farSites[subnet] else { return nil }
    let home = subnets[subnet].vpc
    func isAtHome(_ endpoint: Int) -> Bool {
      endpoints[endpoint].parties.allSatisfy { vpc(of: $0) == home.value }
    }
    guard isAtHome(index) else { return nil }
    var waiting = frontsByTarget[index] ?? []
    var seen = Set(waiting)
    while let front = waiting.popLast() {
      guard isAtHome(fronts[front].entrance), isAtHome(fronts[front].exit) else { return nil }
      for further in frontsByTarget[fronts[front].entrance] ?? [] where seen.insert(further).inserted {
        waiting.append(further)
      }
    }
    return site
  }
}
