import Network

/// A large estate of the usual kind: environments on a transit gateway with a table each, five tiers over two zones in
/// every VPC, groups that name groups.
struct Estate {
  private(set) var model = NetworkModel()
  private var members: [String: [Endpoint.ID]] = [:]

  private static let environments = ["cde", "connected", "out", "shared"]
  private static let tiers = ["public", "app", "data", "cache", "manage"]
  private static let groupsPerTier = 5
  private static let hostsPerTier = 20

  init(vpcs count: Int) {
    for index in 0..<count { addVPC(index) }
    addTransitGateway(count)
  }

  var zones: [(String, Zone)] {
    Estate.environments.map { ($0, .endpoints(members[$0] ?? [])) }
      + [("internet", .internet), ("office", .onPremises(["office"]))]
  }

  private static func block(_ bits: UInt32, _ length: Int) -> Prefix {
    Prefix(around: Address(.ipv4, UInt128(bits)), length: length) ?? Prefix.everything(.ipv4)
  }

  private static func base(_ index: Int) -> UInt32 { 10 << 24 | UInt32(index) << 12 }

  private static func environment(_ index: Int) -> String { environments[index % environments.count] }

  private mutating func addVPC(_ index: Int) {
    let name = "v\(index)"
    let block = Estate.block(Estate.base(index), 20)
    model.vpcs.append(VPC(id: VPC.ID(name), prefixes: [.known(block)]))
    model.internetGateways.append(InternetGateway(id: "igw-\(name)", vpc: .known(VPC.ID(name))))
    model.natGateways.append(NATGateway(id: "nat-\(name)", subnet: .known(Subnet.ID("\(name)-public-0"))))
    addTables(name)
    for tier in Estate.tiers.indices {
      addSubnets(name, index, tier)
      addGroups(name, block, tier)
      addHosts(name, index, tier)
    }
    addBalancer(name)
  }

  private mutating func addTables(_ name: String) {
    let estate = Route(
      id: "rt-\(name)-estate", destination: .known(.prefix(Estate.block(10 << 24, 8))),
      target: .known(.transitGateway("tgw")))
    let office = Route(
      id: "rt-\(name)-office", destination: .known(.prefix(Estate.block(172 << 24 | 16 << 16, 12))),
      target: .known(.transitGateway("tgw")))
    func out(_ target: Route.Target) -> Route {
      Route(id: "rt-\(name)-default", destination: .known(.prefix(.everything(.ipv4))), target: .known(target))
    }
    model.routeTables.append(
      RouteTable(id: "rt-\(name)-public", routes: [estate, out(.internetGateway("igw-\(name)"))]))
    model.routeTables.append(
      RouteTable(id: "rt-\(name)-private", routes: [estate, office, out(.natGateway("nat-\(name)"))]))
  }

  private mutating func addSubnets(_ name: String, _ index: Int, _ tier: Int) {
    for zone in 0..<2 {
      let number = UInt32(tier * 2 + zone)
      model.subnets.append(
        Subnet(
          id: "\(name)-\(Estate.tiers[tier])-\(zone)", vpc: .known(VPC.ID(name)),
          prefixes: [.known(Estate.block(Estate.base(index) | number << 8, 24))],
          routeTable: .known(tier == 0 ? "rt-\(name)-public" : "rt-\(name)-private")))
    }
  }

  /// Ten rules for each group: eight in, two out.
  private mutating func addGroups(_ name: String, _ block: Prefix, _ tier: Int) {
    for number in 0..<Estate.groupsPerTier {
      let id = "\(name)-\(Estate.tiers[tier])-\(number)"
      var rules: [SecurityGroup.Rule] = []
      func add(_ direction: SecurityGroup.Direction, _ traffic: Traffic, _ peer: SecurityGroup.Peer) {
        rules.append(
          SecurityGroup.Rule(id: "\(id)-\(rules.count)", direction: direction, traffic: traffic, peer: .known(peer)))
      }
      for source in 0..<Estate.groupsPerTier {
        let peer: SecurityGroup.Peer =
          tier == 0
          ? .prefix(source == 0 ? .everything(.ipv4) : Estate.block(203 << 24 | UInt32(source) << 8, 24))
          : .group("\(name)-\(Estate.tiers[tier == 3 ? 1 : tier - 1])-\(source)")
        add(.ingress, .tcp(UInt16(tier == 0 ? 443 + source : 5000 + tier)), peer)
      }
      add(.ingress, .tcp(22), .group("\(name)-manage-\(number)"))
      add(.ingress, .tcp(9100), .prefix(block))
      add(.ingress, .tcp(8443), tier == 4 ? .prefix(Estate.block(172 << 24 | 16 << 16, 12)) : .itself)
      add(.egress, .all, .prefix(.everything(.ipv4)))
      add(.egress, .all, .prefix(.everything(.ipv6)))
      model.securityGroups.append(SecurityGroup(id: SecurityGroup.ID(id), rules: rules))
    }
  }

  private mutating func addHosts(_ name: String, _ index: Int, _ tier: Int) {
    for number in 0..<Estate.hostsPerTier {
      let id = Endpoint.ID("\(name)-\(Estate.tiers[tier])-host-\(number)")
      model.endpoints.append(
        Endpoint(
          id: id, placement: .subnet("\(name)-\(Estate.tiers[tier])-\(number % 2)"),
          filtering: .groups([.known("\(name)-\(Estate.tiers[tier])-\(number % Estate.groupsPerTier)")]),
          hasPublicIPv4: .known(tier == 0)))
      members[Estate.environment(index), default: []].append(id)
    }
  }

  private mutating func addBalancer(_ name: String) {
    let targets = (0..<Estate.hostsPerTier).map { TargetGroup.Target(Endpoint.ID("\(name)-app-host-\($0)")) }
    model.targetGroups.append(
      TargetGroup(id: "\(name)-app", port: .known(5001), targets: targets.map { .known($0) }))
    model.loadBalancers.append(
      LoadBalancer(
        id: "\(name)-lb", endpoint: "\(name)-public-host-0",
        listeners: [
          LoadBalancer.Listener(id: "\(name)-https", port: .known(443), targetGroups: [.known("\(name)-app")])
        ]))
  }

  private mutating func addTransitGateway(_ count: Int) {
    model.onPremises.append(
      OnPremises(id: "office", prefixes: .known([Estate.block(172 << 24 | 16 << 16, 12)])))
    var attachments = (0..<count).map { index in
      TransitGateway.Attachment(
        id: "att-\(index)", resource: .known(.vpc("v\(index)")),
        subnets: [.known("v\(index)-app-0"), .known("v\(index)-app-1")],
        routeTable: .known("\(Estate.environment(index))"))
    }
    attachments.append(
      TransitGateway.Attachment(id: "att-office", resource: .known(.onPremises("office")), routeTable: "shared"))
    let tables = Estate.environments.map { environment in
      let visible = (0..<count).filter {
        environment == "shared" || Estate.environment($0) == environment || Estate.environment($0) == "shared"
      }
      let propagations: [Fact<TransitGateway.Attachment.ID>] =
        visible.map { .known("att-\($0)") } + ["att-office"]
      return TransitGateway.RouteTable(id: .init(environment), propagations: propagations)
    }
    model.transitGateways.append(TransitGateway(id: "tgw", attachments: attachments, routeTables: tables))
  }
}
