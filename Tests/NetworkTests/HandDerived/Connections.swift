import NetworkOracle

@testable import Network

extension HandDerived {
  /// Two VPCs with a host each, and a peering with the given routes.
  static func peered(
    _ model: inout NetworkModel, back: Bool = true, isActive: Fact<Bool> = true, references: Fact<Bool> = true
  ) {
    model.vpc("a", "10.1.0.0/16")
    model.vpc("b", "10.2.0.0/16")
    model.peerings.append(
      Peering(id: "pcx", requester: "a", accepter: "b", isActive: isActive, carriesGroupReferences: references))
    model.table("rt-a", ("10.2.0.0/16", .peering("pcx")))
    if back { model.table("rt-b", ("10.1.0.0/16", .peering("pcx"))) } else { model.table("rt-b") }
    model.subnet("a", in: "a", "10.1.1.0/24", table: "rt-a")
    model.subnet("b", in: "b", "10.2.1.0/24", table: "rt-b")
    model.group("client")
    model.group("server", in: [.group(.tcp(443), "client"), .to(.tcp(80), "10.1.0.0/16")])
    model.host("client", in: "a", "client")
    model.host("server", in: "b", "server")
  }

  /// Three VPCs on a transit gateway: `cde` and `shared` in one table each, `lab` in a table of its own.
  static func transit(_ model: inout NetworkModel, isolatesLab: Bool) {
    for (index, name) in ["cde", "shared", "lab"].enumerated() {
      model.vpc(VPC.ID(name), "10.\(index + 1).0.0/16")
      model.table(RouteTable.ID("rt-\(name)"), ("10.0.0.0/8", .transitGateway("tgw")))
      model.subnet(Subnet.ID(name), in: VPC.ID(name), "10.\(index + 1).1.0/24", table: RouteTable.ID("rt-\(name)"))
      model.host(Endpoint.ID(name), in: Subnet.ID(name), "open")
    }
    model.group("open", in: [.to(.all, "10.0.0.0/8")])
    let attachments = ["cde", "shared", "lab"].map { name in
      TransitGateway.Attachment(
        id: "att-\(name)", resource: .known(.vpc(VPC.ID(name))),
        routeTable: .known(name == "lab" && isolatesLab ? "lab-table" : "main-table"))
    }
    model.transitGateways.append(
      TransitGateway(
        id: "tgw", attachments: attachments,
        routeTables: [
          TransitGateway.RouteTable(
            id: "main-table",
            propagations: isolatesLab ? ["att-cde", "att-shared"] : ["att-cde", "att-shared", "att-lab"]),
          TransitGateway.RouteTable(id: "lab-table", propagations: ["att-shared"]),
        ]))
  }

  static let connections: [HandDerived] = [
    HandDerived(
      name: "peering with routes on both sides",
      because: "both tables lead to the peering and the group of the other side may be named in one Region",
      build: { peered(&$0) }, query: between("client", "server", 443), verdict: .reachable,
      mentions: ["pcx", "rt-a 10.2.0.0/16", "rt-b 10.1.0.0/16", "server in 0.0"],
      contrast: (between("client", "server", 22), .unreachable)),
    HandDerived(
      name: "peering with a route on one side",
      because: "the reply finds no way back",
      build: { peered(&$0, back: false) }, query: between("client", "server", 80), verdict: .unreachable,
      mentions: ["rt-b", "return-route"]),
    HandDerived(
      name: "peering between Regions does not carry group references",
      because: "the rule for the group does not match, the one for the block does",
      build: { peered(&$0, references: false) }, query: between("client", "server", 443), verdict: .unreachable,
      contrast: (between("client", "server", 80), .reachable)),
    HandDerived(
      name: "peering that nobody has accepted yet",
      because: "whether the other account accepts is not in the plan",
      build: { peered(&$0, isActive: .unknown(unknown("pcx accepted"))) }, query: between("client", "server", 80),
      verdict: .indeterminate, mentions: ["pcx accepted"], contrast: (between("client", "server", 22), .unreachable)),
    HandDerived(
      name: "peering is not transitive",
      because: "a and c are both peered with b; packets from a to c cannot pass through b",
      build: {
        peered(&$0)
        $0.vpc("c", "10.3.0.0/16")
        $0.peerings.append(Peering(id: "pcx-bc", requester: "b", accepter: "c"))
        $0.table("rt-a2", ("10.3.0.0/16", .peering("pcx")))
        $0.table("rt-c", ("10.1.0.0/16", .peering("pcx-bc")))
        $0.subnet("a2", in: "a", "10.1.2.0/24", table: "rt-a2")
        $0.subnet("c", in: "c", "10.3.1.0/24", table: "rt-c")
        $0.group("all", in: [.everything])
        $0.host("one", in: "a2", "all")
        $0.host("three", in: "c", "all")
      }, query: between("one", "three", 443), verdict: .unreachable, mentions: ["connection"]),
    HandDerived(
      name: "no Internet through a peer's gateway",
      because: "edge to edge routing: the default route leads to the peering, whose far side is no way out",
      build: {
        peered(&$0)
        $0.gateway("igw-b", of: "b")
        $0.table("rt-out", ("0.0.0.0/0", .peering("pcx")))
        $0.subnet("a2", in: "a", "10.1.2.0/24", table: "rt-out")
        $0.group("all", in: [.everything])
        $0.host("one", in: "a2", "all", isPublic: true)
      }, query: out("one", 443), verdict: .unreachable),
    HandDerived(
      name: "transit gateway, one table for all",
      because: "default association and propagation: everybody reaches everybody",
      build: { transit(&$0, isolatesLab: false) }, query: between("lab", "cde", 443), verdict: .reachable,
      mentions: ["tgw", "rt-lab 10.0.0.0/8"]),
    HandDerived(
      name: "transit gateway with isolated tables",
      because: "the lab's table knows the shared VPC only",
      build: { transit(&$0, isolatesLab: true) }, query: between("lab", "cde", 443), verdict: .unreachable,
      mentions: ["lab-table"], contrast: (between("shared", "cde", 443), .reachable)),
    HandDerived(
      name: "transit gateway without a way back",
      because: "the lab's table leads to the shared VPC, but the shared VPC's table does not know the lab",
      build: { transit(&$0, isolatesLab: true) }, query: between("lab", "shared", 443), verdict: .unreachable,
      mentions: ["main-table", "return-route"]),
    HandDerived(
      name: "attachment without a table",
      because: "packets from an attachment that is associated with no table are dropped",
      build: {
        transit(&$0, isolatesLab: false)
        $0.transitGateways[0].attachments[2].routeTable = nil
      }, query: between("lab", "cde", 443), verdict: .unreachable, mentions: ["att-lab"]),
    HandDerived(
      name: "blackhole in the transit gateway",
      because: "a static blackhole for the CDE beats the propagated route of equal length",
      build: {
        transit(&$0, isolatesLab: false)
        $0.transitGateways[0].routeTables[0].routes.append(
          TransitGateway.Route(
            id: "drop-cde", destination: .known(.prefix(prefix("10.1.0.0/16"))), target: .known(.blackhole)))
      }, query: between("shared", "cde", 443), verdict: .unreachable, mentions: ["drop-cde"],
      contrast: (between("shared", "lab", 443), .reachable)),
    HandDerived(
      name: "central egress",
      because: "spoke to transit gateway to the NAT gateway of the egress VPC, and back by its route for the spokes",
      build: centralEgress, query: out("spoke", 443), verdict: .reachable, mentions: ["nat", "tgw", "igw"],
      contrast: (internet("spoke", 443), .unreachable)),
    HandDerived(
      name: "data centre by VPN with a static route",
      because: "the table leads back to the data centre's block and the group admits it",
      build: { onPremises(&$0, .known([prefix("172.16.0.0/12")])) },
      query: Query(from: .onPremises("dc"), to: .endpoint("app"), protocol: .tcp, ports: PortRange(443)),
      verdict: .reachable, mentions: ["app in 0.0", "rt 172.16.0.0/12", "virtual-private-gateway"],
      contrast: (Query(from: .onPremises("dc"), to: .endpoint("app"), ports: PortRange(22)), .unreachable)),
    HandDerived(
      name: "out to the data centre",
      because: "the same route in the other direction; the Internet is not there",
      build: { onPremises(&$0, .known([prefix("172.16.0.0/12")])) },
      query: Query(from: .endpoint("app"), to: .onPremises("dc"), protocol: .tcp, ports: PortRange(443)),
      verdict: .reachable, mentions: ["vgw", "rt 172.16.0.0/12"], contrast: (out("app", 443), .unreachable)),
    HandDerived(
      name: "data centre whose addresses are announced by BGP",
      because: "the group admits 172.16.0.0/12, and whether the data centre has such addresses is not in the plan",
      build: { onPremises(&$0, .unknown(unknown("bgp"))) },
      query: Query(from: .onPremises("dc"), to: .endpoint("app"), protocol: .tcp, ports: PortRange(443)),
      verdict: .indeterminate),
  ]

  @Sendable static func onPremises(_ model: inout NetworkModel, _ prefixes: Fact<[Prefix]>) {
    model.vpc("vpc", "10.0.0.0/16")
    model.onPremises.append(OnPremises(id: "dc", prefixes: prefixes))
    model.virtualPrivateGateways.append(VirtualPrivateGateway(id: "vgw", vpc: "vpc", onPremises: ["dc"]))
    model.table("rt", ("172.16.0.0/12", .virtualPrivateGateway("vgw")))
    model.subnet("s", in: "vpc", "10.0.1.0/24", table: "rt")
    model.group("app", in: [.to(.tcp(443), "172.16.0.0/12")])
    model.host("app", in: "s", "app")
  }

  @Sendable static func centralEgress(_ model: inout NetworkModel) {
    model.vpc("spoke", "10.1.0.0/16")
    model.vpc("egress", "10.2.0.0/16")
    model.gateway("igw", of: "egress")
    model.natGateways.append(NATGateway(id: "nat", subnet: "egress-public"))
    model.table("rt-spoke", ("0.0.0.0/0", .transitGateway("tgw")))
    model.table("rt-attachment", ("0.0.0.0/0", .natGateway("nat")))
    model.table("rt-public", ("0.0.0.0/0", .internetGateway("igw")), ("10.0.0.0/8", .transitGateway("tgw")))
    model.subnet("spoke", in: "spoke", "10.1.1.0/24", table: "rt-spoke")
    model.subnet("egress-attachment", in: "egress", "10.2.1.0/24", table: "rt-attachment")
    model.subnet("egress-public", in: "egress", "10.2.2.0/24", table: "rt-public")
    model.group("open", in: [.everything])
    model.host("spoke", in: "spoke", "open")
    let route = TransitGateway.Route(
      id: "default", destination: .known(.prefix(.everything(.ipv4))), target: .known(.attachment("att-egress")))
    model.transitGateways.append(
      TransitGateway(
        id: "tgw",
        attachments: [
          TransitGateway.Attachment(
            id: "att-spoke", resource: .known(.vpc("spoke")), subnets: ["spoke"], routeTable: "table"),
          TransitGateway.Attachment(
            id: "att-egress", resource: .known(.vpc("egress")), subnets: ["egress-attachment"], routeTable: "table"),
        ],
        routeTables: [
          TransitGateway.RouteTable(id: "table", routes: [route], propagations: ["att-spoke", "att-egress"])
        ]))
  }
}
