import Network

/// Small random networks whose every address, rule and route is known.
package struct RandomNetworks {
  package var numbers: SeededNumbers
  package private(set) var model = NetworkModel()

  package init(seed: UInt64) {
    numbers = SeededNumbers(seed)
    build()
  }

  package mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }

  package mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &numbers)]
  }

  private mutating func build() {
    let count = Int.random(in: 1...3, using: &numbers)
    for vpc in 1...count { addVPC(vpc) }
    model.onPremises.append(OnPremises(id: "dc", prefixes: .known([prefix("192.168.0.0/16")])))
    addPeerings(count)
    if chance(60) { addTransitGateway(count) }
    for vpc in 1...count where chance(30) {
      model.virtualPrivateGateways.append(
        VirtualPrivateGateway(id: "vgw-\(vpc)", vpc: .known("vpc-\(vpc)"), onPremises: ["dc"]))
    }
    for vpc in 1...count { addTables(vpc) }
    for _ in 0..<3 { addGroup() }
    for _ in 0..<2 { addACL() }
    for index in model.subnets.indices where chance(35) {
      model.subnets[index].networkACL = .known(pick(model.networkACLs.map(\.id)))
    }
    for number in 0..<Int.random(in: 2...4, using: &numbers) { addHost(number) }
  }

  private mutating func addVPC(_ vpc: Int) {
    model.vpcs.append(
      VPC(
        id: "vpc-\(vpc)",
        prefixes: [.known(prefix("10.\(vpc).0.0/16")), .known(prefix("2001:db8:\(vpc)::/48"))]))
    for subnet in 1...Int.random(in: 1...2, using: &numbers) {
      model.subnets.append(
        Subnet(
          id: "s-\(vpc)-\(subnet)", vpc: .known("vpc-\(vpc)"),
          prefixes: [
            .known(prefix("10.\(vpc).\(subnet).0/30")), .known(prefix("2001:db8:\(vpc):\(subnet)::/126")),
          ]))
    }
    if chance(75) { model.internetGateways.append(InternetGateway(id: "igw-\(vpc)", vpc: .known("vpc-\(vpc)"))) }
    if chance(25) {
      model.egressOnlyInternetGateways.append(InternetGateway(id: "eigw-\(vpc)", vpc: .known("vpc-\(vpc)")))
    }
    if chance(40) {
      let subnet = pick(model.subnets.filter { $0.vpc == .known("vpc-\(vpc)") }.map(\.id))
      let address = subnet.name.split(separator: "-").dropFirst().joined(separator: ".")
      model.natGateways.append(
        NATGateway(
          id: "nat-\(vpc)", subnet: .known(subnet), isPublic: .known(chance(80)),
          ipv4: .exactly([prefix("10.\(address).3/32")])))
    }
  }

  private mutating func addPeerings(_ count: Int) {
    guard count > 1 else { return }
    for one in 1..<count where chance(60) {
      model.peerings.append(
        Peering(
          id: "pcx-\(one)", requester: .known("vpc-\(one)"), accepter: .known("vpc-\(one + 1)"),
          isActive: .known(chance(90)), carriesGroupReferences: .known(chance(70))))
    }
  }

  private mutating func addTransitGateway(_ count: Int) {
    var attachments = (1...count).map { vpc in
      TransitGateway.Attachment(
        id: "att-\(vpc)", resource: .known(.vpc("vpc-\(vpc)")),
        subnets: [.known(pick(model.subnets.filter { $0.vpc == .known("vpc-\(vpc)") }.map(\.id)))],
        routeTable: chance(90) ? .known(pick(["one", "two"])) : nil)
    }
    attachments.append(
      TransitGateway.Attachment(
        id: "att-dc", resource: .known(.onPremises("dc")), routeTable: .known(pick(["one", "two"]))))
    let tables = ["one", "two"].map { name in
      var routes: [TransitGateway.Route] = []
      for number in 0..<Int.random(in: 0...2, using: &numbers) {
        routes.append(
          TransitGateway.Route(
            id: "tgw-\(name)-\(number)", destination: .known(.prefix(pick(destinations))),
            target: .known(chance(70) ? .attachment(pick(attachments.map(\.id))) : .blackhole)))
      }
      let propagations = attachments.filter { _ in chance(75) }.map { Fact.known($0.id) }
      return TransitGateway.RouteTable(id: .init(name), routes: routes, propagations: propagations)
    }
    model.transitGateways.append(
      TransitGateway(
        id: "tgw", attachments: attachments, routeTables: tables, carriesGroupReferences: .known(chance(50))))
  }

  /// Destinations that routes may have.
  var destinations: [Prefix] {
    let fixed = [
      "0.0.0.0/0", "::/0", "10.0.0.0/8", "192.168.0.0/16", "192.168.0.0/17", "198.51.100.0/24", "10.1.0.0/16",
      "10.2.0.0/16", "10.3.0.0/16", "2001:db8::/32", "0.0.0.0/1",
    ]
    return fixed.map { prefix($0) } + model.subnets.flatMap { $0.prefixes.compactMap(\.value) }
  }

  /// Blocks that rules may name.
  var blocks: [Prefix] {
    destinations + ["10.1.1.0/31", "10.1.1.3/32", "10.2.1.1/32", "203.0.113.0/24"].map { prefix($0) }
  }

  func targets(_ vpc: Int) -> [Route.Target] {
    var targets: [Route.Target] = [.blackhole]
    targets += model.internetGateways.filter { $0.vpc == .known("vpc-\(vpc)") }.flatMap { gateway in
      [Route.Target.internetGateway(gateway.id), .internetGateway(gateway.id), .internetGateway(gateway.id)]
    }
    targets += model.egressOnlyInternetGateways.filter { $0.vpc == .known("vpc-\(vpc)") }.map {
      .egressOnlyInternetGateway($0.id)
    }
    targets += model.natGateways.filter { $0.id == "nat-\(vpc)" }.map { .natGateway($0.id) }
    targets += model.peerings.filter { [$0.requester, $0.accepter].contains(.known("vpc-\(vpc)")) }.flatMap {
      [Route.Target.peering($0.id), .peering($0.id)]
    }
    targets += model.transitGateways.flatMap { [Route.Target.transitGateway($0.id), .transitGateway($0.id)] }
    targets += model.virtualPrivateGateways.filter { $0.vpc == .known("vpc-\(vpc)") }.map {
      .virtualPrivateGateway($0.id)
    }
    return targets
  }

  private mutating func addTables(_ vpc: Int) {
    for number in 1...2 {
      var routes: [Route] = []
      var taken: Set<Prefix> = []
      for index in 0..<Int.random(in: 1...5, using: &numbers) {
        let destination = pick(destinations)
        // EC2 refuses a second route for a destination, and gateways inside the VPC's own blocks.
        let isOwn = model.vpcs[vpc - 1].prefixes.contains { $0.value?.contains(destination) ?? false }
        if isOwn || !taken.insert(destination).inserted { continue }
        routes.append(
          Route(
            id: "r-\(vpc)-\(number)-\(index)", destination: .known(.prefix(destination)),
            target: .known(pick(targets(vpc))), isPropagated: chance(15)))
      }
      model.routeTables.append(RouteTable(id: "rt-\(vpc)-\(number)", routes: routes))
    }
    model.vpcs[vpc - 1].mainRouteTable = .known("rt-\(vpc)-1")
    for index in model.subnets.indices where model.subnets[index].vpc == .known("vpc-\(vpc)") && chance(50) {
      model.subnets[index].routeTable = .known("rt-\(vpc)-2")
    }
  }

  static let traffic: [Traffic] = [
    .all, .all, .all, .tcp(443), .tcp(PortRange(22...443)), .tcp(.ephemeral), .udp(.all),
    .tcp(PortRange(32768...65535)),
    Traffic(protocols: .known(.one(.icmp)), ports: .known(.icmp(type: 8, code: nil))),
    Traffic(protocols: .known(.one(.icmp)), ports: .known(.all)),
    Traffic(protocols: .known(.one(.icmp)), ports: .known(.icmp(type: 0, code: 0))),
  ]

  mutating func peer() -> SecurityGroup.Peer {
    if chance(20) { return .itself }
    if chance(35) { return .group(SecurityGroup.ID("sg-\(Int.random(in: 0..<3, using: &numbers))")) }
    return .prefix(chance(40) ? prefix(chance(70) ? "0.0.0.0/0" : "::/0") : pick(blocks))
  }

  private mutating func addGroup() {
    let id = "sg-\(model.securityGroups.count)"
    var rules: [SecurityGroup.Rule] = []
    for direction in [SecurityGroup.Direction.ingress, .egress] {
      for _ in 0..<Int.random(in: 1...3, using: &numbers) {
        rules.append(
          SecurityGroup.Rule(
            id: "\(id)-\(rules.count)", direction: direction, traffic: pick(Self.traffic), peer: .known(peer())))
      }
      if chance(60) {
        rules.append(
          SecurityGroup.Rule(
            id: "\(id)-\(rules.count)", direction: direction, traffic: .all, peer: .known(.prefix(prefix("0.0.0.0/0"))))
        )
      }
    }
    model.securityGroups.append(SecurityGroup(id: SecurityGroup.ID(id), rules: rules))
  }

  private mutating func addACL() {
    let id = "acl-\(model.networkACLs.count)"
    var entries: [NetworkACL.Entry] = []
    for direction in [NetworkACL.Direction.inbound, .outbound] {
      for number in 1...3 {
        entries.append(
          NetworkACL.Entry(
            id: "\(id)-\(direction)-\(number)", direction: direction, number: number * 10,
            action: .known(chance(50) ? .allow : .deny), traffic: pick(Self.traffic), prefix: .known(pick(blocks))))
      }
      if chance(80) {
        entries.append(
          NetworkACL.Entry(
            id: "\(id)-\(direction)-all", direction: direction, number: 100, action: .known(.allow), traffic: .all,
            prefix: .known(prefix(chance(85) ? "0.0.0.0/0" : "::/0"))))
      }
    }
    model.networkACLs.append(NetworkACL(id: NetworkACL.ID(id), entries: entries))
  }

  private mutating func addHost(_ number: Int) {
    let subnet = pick(model.subnets)
    let place = subnet.id.name.split(separator: "-").dropFirst().joined(separator: ".")
    let taken = model.endpoints.filter { $0.placement == .subnet(subnet.id) }.count
    guard taken < 3 else { return }
    let six = subnet.prefixes.compactMap(\.value).first { $0.family == .ipv6 }.flatMap {
      Prefix(around: Address(.ipv6, $0.address.bits | UInt128(taken)), length: 128)
    }
    let groups = (0..<3).filter { _ in chance(45) }
    model.endpoints.append(
      Endpoint(
        id: "host-\(number)", placement: .subnet(subnet.id),
        filtering: chance(8)
          ? .none : .groups((groups.isEmpty ? [0] : groups).map { .known(SecurityGroup.ID("sg-\($0)")) }),
        ipv4: .exactly([prefix("10.\(place).\(taken)/32")]),
        ipv6: chance(50) ? six.map { .exactly([$0]) } ?? .none : .none, hasPublicIPv4: .known(chance(60)),
        acceptsConnections: chance(95)))
  }
}
