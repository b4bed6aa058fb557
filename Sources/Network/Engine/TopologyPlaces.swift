/// VPCs, subnets, NAT gateways and networks outside.
extension TopologyBuilder {
  mutating func addVPCs() {
    var blocks = model.vpcs.map { $0.prefixes.compactMap { $0.value?.range } }
    for place in model.subnets.indices {
      guard case .known(let id) = model.subnets[place].vpc, let vpc = vpcIndex[id] else { continue }
      for prefix in model.subnets[place].prefixes {
        if case .known(let prefix) = prefix { blocks[vpc].append(prefix.range) }
      }
    }
    topology.vpcs = model.vpcs.indices.map { place in
      Topology.VPCSite(
        element: Element(.vpc, id: model.vpcs[place].id.name, label: model.vpcs[place].label),
        local: AddressSet(ranges: blocks[place]))
    }
  }

  mutating func addOnPremises() {
    topology.onPremises = model.onPremises.enumerated().map { index, network in
      func addresses(_ family: AddressFamily) -> Party.Addresses {
        guard let known = network.prefixes.value else {
          return Party.Addresses(ranges: [AddressRange.everything(family).interval], isOneOfMany: true)
        }
        return Party.Addresses(ranges: AddressSet(known)[family])
      }
      return Party(
        element: Element(.onPremises, id: network.id.name, label: network.label), site: .onPremises(index),
        ipv4: addresses(.ipv4), ipv6: addresses(.ipv6), filter: .open)
    }
  }

  mutating func addSubnets() {
    topology.acls = model.networkACLs.map { ACLFilter($0) }
    for acl in model.networkACLs { inspectNumbers(acl) }
    var tables = TableUses()
    var openACL: Int?
    let places = model.subnets.map { subnet in
      let element = Element(.subnet, id: subnet.id.name, label: subnet.label)
      let vpc = resolve(subnet.vpc, in: vpcIndex, .vpc, from: element)
      return SubnetPlace(
        element: element, vpc: vpc, table: tables.number(of: tableUse(subnet, vpc, element)),
        acl: acl(subnet, vpc, element, &openACL))
    }
    let uses = tables.all
    topology.tables = made(uses.count) { builder, index in builder.table(uses[index]) }
    topology.subnets = made(places.count) { builder, index in builder.site(builder.model.subnets[index], places[index])
    }
  }

  /// What subnets have in common is numbered in their order, before each is made.
  private struct SubnetPlace {
    let element: Element
    let vpc: Fact<Int>
    let table: Int
    let acl: Int
  }

  private func site(_ subnet: Subnet, _ place: SubnetPlace) -> Topology.SubnetSite {
    let known = AddressSet(subnet.prefixes.lazy.compactMap(\.value))
    return Topology.SubnetSite(
      element: place.element, vpc: place.vpc, ipv4: addresses(subnet, known, place.vpc, .ipv4),
      ipv6: addresses(subnet, known, place.vpc, .ipv6), table: place.table, acl: place.acl)
  }

  /// - Parameter known: those of its prefixes that are known.
  private func addresses(
    _ subnet: Subnet, _ known: AddressSet, _ vpc: Fact<Int>, _ family: AddressFamily
  ) -> Party.Addresses {
    if !known[family].isEmpty { return Party.Addresses(ranges: known[family], isOneOfMany: true) }
    let unknown = subnet.prefixes.lazy.compactMap(\.unknown).first
    if family == .ipv6, let assigned = subnet.hasIPv6 {
      if assigned == false { return Party.Addresses() }
      return Party.Addresses(ranges: AddressSet.internet.ipv6, isOneOfMany: true, doubt: assigned.unknown)
    }
    guard known.isEmpty || unknown != nil else { return Party.Addresses() }
    let fallback = unknown ?? Unknown("\(subnet.label) prefixes", reason: "the subnet's addresses are not known")
    let around = vpc.value.map { topology.vpcs[$0].local[family] } ?? []
    return Party.Addresses(
      ranges: around.isEmpty ? [AddressRange.everything(family).interval] : around, isOneOfMany: true,
      doubt: family == .ipv6 ? fallback : nil)
  }

  private mutating func acl(
    _ subnet: Subnet, _ vpc: Fact<Int>, _ element: Element, _ open: inout Int?
  ) -> Int {
    let inherited = vpc.value.flatMap { model.vpcs[$0].defaultNetworkACL }
    guard let reference = subnet.networkACL ?? inherited else {
      if let open { return open }
      topology.acls.append(
        .open(Element(.networkACL, id: "default", label: "default network ACL, which allows everything")))
      open = topology.acls.count - 1
      return topology.acls.count - 1
    }
    switch resolve(reference, in: aclIndex, .networkACL, from: element) {
    case .known(let index): return index
    case .unknown(let unknown):
      topology.acls.append(.unknown(unknown, Element(.networkACL, id: unknown.id, label: unknown.id)))
      return topology.acls.count - 1
    }
  }

  private mutating func inspectNumbers(_ acl: NetworkACL) {
    var inbound: Set<Int> = []
    var outbound: Set<Int> = []
    for entry in acl.entries {
      let isFirst =
        entry.direction == .inbound
        ? inbound.insert(entry.number).inserted : outbound.insert(entry.number).inserted
      if isFirst { continue }
      report(
        .duplicateEntryNumber, Element(.networkACL, id: acl.id.name, label: acl.label),
        "two \(entry.direction.rawValue) entries have number \(entry.number); they count in the order given")
    }
  }

  mutating func addNATGateways() {
    topology.nats = model.natGateways.map { gateway in
      let element = Element(.natGateway, id: gateway.id.name, label: gateway.label)
      let party = party(
        element, gateway.subnet, ipv4: gateway.ipv4, ipv6: .none, filter: .open, isPublic: gateway.isPublic)
      return Topology.NAT(element: element, party: party, isPublic: gateway.isPublic)
    }
  }

  mutating func addEgressPoints() {
    var nats: [Int: [Int]] = [:]
    for (nat, gateway) in topology.nats.enumerated() {
      if let vpc = topology.vpc(of: gateway.party) { nats[vpc, default: []].append(nat) }
    }
    for (index, attachment) in topology.attachments.enumerated() {
      guard case .known(.vpc(let vpc)) = attachment.resource else { continue }
      for nat in nats[vpc] ?? [] {
        let subnets = attachment.subnets.filter { topology.tables[topology.subnets[$0].table].nats.contains(nat) }
        let places: [Int?] = attachment.subnets.isEmpty ? [nil] : subnets
        topology.links.egressPoints[attachment.gateway, default: [:]][index, default: []] += places.map {
          LinkIndex.EgressPoint(attachment: index, subnet: $0, nat: nat)
        }
      }
    }
  }

  /// An interface in a subnet.
  mutating func party(
    _ element: Element, _ subnet: Fact<Subnet.ID>, ipv4: Endpoint.Addresses, ipv6: Endpoint.Addresses,
    filter: Party.Guard, isPublic: Fact<Bool>, acceptsConnections: Bool = true, isHidden: Bool = false
  ) -> Party {
    let place = resolve(subnet, in: topology.subnetIndex, .subnet, from: element)
    let site: Party.Site
    switch place {
    case .unknown(let unknown): site = .unplaced(unknown)
    case .known(let index):
      site = topology.subnets[index].vpc.unknown.map { .unplaced($0) } ?? .subnet(index)
    }
    return Party(
      element: element, site: site, ipv4: interface(ipv4, place.value.map { topology.subnets[$0].ipv4 }, .ipv4),
      ipv6: interface(ipv6, place.value.map { topology.subnets[$0].ipv6 }, .ipv6), filter: filter,
      hasPublicIPv4: isPublic, acceptsConnections: acceptsConnections, isHiddenFromGateways: isHidden)
  }

  private func interface(
    _ addresses: Endpoint.Addresses, _ subnet: Party.Addresses?, _ family: AddressFamily
  ) -> Party.Addresses {
    let anywhere = Party.Addresses(ranges: [AddressRange.everything(family).interval], isOneOfMany: true)
    switch addresses {
    case .none: return Party.Addresses()
    case .exactly(let prefixes): return Party.Addresses(ranges: AddressSet(prefixes)[family])
    case .fromSubnet: return subnet ?? anywhere
    case .unknown(let unknown):
      var result = subnet ?? anywhere
      if result.ranges.isEmpty { result = anywhere }
      result.doubt = unknown
      return result
    }
  }
}
