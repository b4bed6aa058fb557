import NetworkOracle

@testable import Network

extension HandDerived {
  static let all = routing + filtering + acls + connections + proxies + unknowns + places + kubernetes

  static func internet(_ to: Endpoint.ID, _ port: UInt16, _ family: AddressFamily? = nil) -> Query {
    Query(from: .internet, to: .endpoint(to), protocol: .tcp, ports: PortRange(port), family: family)
  }

  static func between(_ from: Endpoint.ID, _ to: Endpoint.ID, _ port: UInt16) -> Query {
    Query(from: .endpoint(from), to: .endpoint(to), protocol: .tcp, ports: PortRange(port))
  }

  static func out(_ from: Endpoint.ID, _ port: UInt16, _ family: AddressFamily? = nil) -> Query {
    Query(from: .endpoint(from), to: .internet, protocol: .tcp, ports: PortRange(port), family: family)
  }

  /// A public subnet with a gateway route and a private one with the main table's local route.
  static func twoTiers(_ model: inout NetworkModel) {
    model.vpc("vpc", "10.0.0.0/16", "2001:db8::/56")
    model.gateway("igw", of: "vpc")
    model.table("rt-public", ("0.0.0.0/0", .internetGateway("igw")), ("::/0", .internetGateway("igw")))
    model.subnet("public", in: "vpc", "10.0.1.0/24", "2001:db8:0:1::/64", table: "rt-public")
    model.subnet("private", in: "vpc", "10.0.2.0/24", "2001:db8:0:2::/64")
    model.group("open", in: [.to(.tcp(443), "0.0.0.0/0", "::/0")])
  }

  static let routing: [HandDerived] = [
    HandDerived(
      name: "web server with everything it needs",
      because: "public address, default route to the attached gateway, group admits 443; SSH has no rule",
      build: {
        twoTiers(&$0)
        $0.host("web", in: "public", "open", isPublic: true)
      }, query: internet("web", 443), verdict: .reachable,
      mentions: ["open in 0.0", "rt-public 0.0.0.0/0", "igw", "default", "internet-gateway"],
      contrast: (internet("web", 22), .unreachable)),
    HandDerived(
      name: "group open to the world in a subnet without a gateway route",
      because: "the main table has the local route only, so replies cannot leave: nothing is exposed",
      build: {
        twoTiers(&$0)
        $0.host("db", in: "private", "open", isPublic: true)
      }, query: internet("db", 443), verdict: .unreachable, mentions: ["main", "return-route"]),
    HandDerived(
      name: "public subnet, no public address",
      because: "an Internet gateway translates for interfaces with a public IPv4 address only",
      build: {
        twoTiers(&$0)
        $0.host("app", in: "public", "open")
      }, query: internet("app", 443), verdict: .unreachable, mentions: ["app", "public-address"]),
    HandDerived(
      name: "explicit association beats the main table",
      because: "the main table leads to the Internet, but the subnet has its own table without that route",
      build: {
        $0.vpc("vpc", "10.0.0.0/16", main: "rt-main")
        $0.gateway("igw", of: "vpc")
        $0.table("rt-main", ("0.0.0.0/0", .internetGateway("igw")))
        $0.table("rt-own")
        $0.subnet("s", in: "vpc", "10.0.1.0/24", table: "rt-own")
        $0.subnet("t", in: "vpc", "10.0.2.0/24")
        $0.group("open", in: [.everything])
        $0.host("one", in: "s", "open", isPublic: true)
        $0.host("other", in: "t", "open", isPublic: true)
      }, query: internet("one", 443), verdict: .unreachable, mentions: ["rt-own"],
      contrast: (internet("other", 443), .reachable)),
    HandDerived(
      name: "gateway of another VPC",
      because: "the route names a gateway that is attached to a different VPC",
      build: {
        twoTiers(&$0)
        $0.vpc("elsewhere", "10.9.0.0/16")
        $0.subnet("far", in: "elsewhere", "10.9.1.0/24", table: "rt-public")
        $0.host("far", in: "far", "open", isPublic: true)
      }, query: internet("far", 443), verdict: .unreachable),
    HandDerived(
      name: "blackhole more specific than the default route",
      because: "replies to 198.51.100.0/24 are dropped; other strangers get through",
      build: {
        $0.vpc("vpc", "10.0.0.0/16")
        $0.gateway("igw", of: "vpc")
        $0.table("rt", ("0.0.0.0/0", .internetGateway("igw")), ("198.51.100.0/24", .blackhole))
        $0.subnet("s", in: "vpc", "10.0.1.0/24", table: "rt")
        $0.group("open", in: [.everything])
        $0.host("web", in: "s", "open", isPublic: true)
      },
      query: Query(from: .internet, to: .endpoint("web"), sourceAddresses: [prefix("198.51.100.0/24")]),
      verdict: .unreachable, mentions: ["rt 198.51.100.0/24"], contrast: (internet("web", 443), .reachable)),
    HandDerived(
      name: "two halves make a default route",
      because: "0.0.0.0/1 and 128.0.0.0/1 cover the Internet without a 0.0.0.0/0 to be seen, in routes and in rules",
      build: {
        $0.vpc("vpc", "10.0.0.0/16")
        $0.gateway("igw", of: "vpc")
        $0.table("rt", ("0.0.0.0/1", .internetGateway("igw")), ("128.0.0.0/1", .internetGateway("igw")))
        $0.subnet("s", in: "vpc", "10.0.1.0/24", table: "rt")
        $0.group("halves", in: [.to(.tcp(22), "0.0.0.0/1", "128.0.0.0/1")])
        $0.host("web", in: "s", "halves", isPublic: true)
      }, query: internet("web", 22), verdict: .reachable, contrast: (internet("web", 23), .unreachable)),
    HandDerived(
      name: "IPv6 needs no public IPv4 address",
      because: "IPv6 addresses are public; ::/0 leads to the gateway and the group admits ::/0",
      build: {
        twoTiers(&$0)
        $0.host("six", in: "public", "open", ipv6: .fromSubnet)
      }, query: internet("six", 443), verdict: .reachable, mentions: ["rt-public ::/0"],
      contrast: (internet("six", 443, .ipv4), .unreachable)),
    HandDerived(
      name: "rule for ::/0 only",
      because: "IPv4 strangers are not among ::/0, IPv6 ones are",
      build: {
        twoTiers(&$0)
        $0.group("six", in: [.to(.tcp(22), "::/0")])
        $0.host("web", in: "public", "six", isPublic: true, ipv6: .fromSubnet)
      }, query: internet("web", 22, .ipv4), verdict: .unreachable, contrast: (internet("web", 22, .ipv6), .reachable)),
    HandDerived(
      name: "egress-only gateway lets out",
      because: "::/0 leads to the egress-only gateway, IPv6 packets leave and their replies return",
      build: egressOnly, query: out("six", 443), verdict: .reachable,
      mentions: ["eigw", "egress-only-internet-gateway"], contrast: (out("six", 443, .ipv4), .unreachable)),
    HandDerived(
      name: "egress-only gateway lets nobody in",
      because: "nothing can be opened from outside through an egress-only gateway",
      build: egressOnly, query: internet("six", 443), verdict: .unreachable),
    HandDerived(
      name: "NAT lets out",
      because: "private default route to the NAT gateway, whose own subnet leads to the Internet gateway",
      build: nat, query: out("app", 443), verdict: .reachable, mentions: ["nat", "igw", "rt-private 0.0.0.0/0"]),
    HandDerived(
      name: "NAT lets nobody in",
      because: "a NAT gateway accepts no connections from outside",
      build: nat, query: internet("app", 443), verdict: .unreachable),
    HandDerived(
      name: "NAT in a subnet without a gateway route",
      because: "the NAT gateway's own subnet has the local route only",
      build: {
        twoTiers(&$0)
        $0.natGateways.append(NATGateway(id: "nat", subnet: "private"))
        $0.table("rt-app", ("0.0.0.0/0", .natGateway("nat")))
        $0.subnet("app", in: "vpc", "10.0.3.0/24", table: "rt-app")
        $0.host("app", in: "app", "open")
      }, query: out("app", 443), verdict: .unreachable),
    HandDerived(
      name: "private NAT gateway",
      because: "a NAT gateway without an Elastic IP has no public address to send from",
      build: {
        twoTiers(&$0)
        $0.natGateways.append(NATGateway(id: "nat", subnet: "public", isPublic: false))
        $0.table("rt-app", ("0.0.0.0/0", .natGateway("nat")))
        $0.subnet("app", in: "vpc", "10.0.3.0/24", table: "rt-app")
        $0.host("app", in: "app", "open")
      }, query: out("app", 443), verdict: .unreachable, mentions: ["nat", "public-address"]),
    HandDerived(
      name: "database with the public flag in a private subnet",
      because: "publicly_accessible gives it a public address, but no route leads to the gateway",
      build: {
        twoTiers(&$0)
        $0.group("db", in: [.to(.tcp(5432), "0.0.0.0/0")])
        $0.subnet("private2", in: "vpc", "10.0.4.0/24")
        $0.endpoints.append(
          Endpoint(
            id: "db", kind: .database, placement: .oneOf(["private", "private2"]), filtering: .groups(["db"]),
            hasPublicIPv4: true))
      }, query: internet("db", 5432), verdict: .unreachable),
    HandDerived(
      name: "more specific route than the local one takes traffic to an appliance",
      because: "what the appliance forwards is not modelled, so nothing is certain",
      build: {
        $0.vpc("vpc", "10.0.0.0/16")
        $0.table("rt", ("10.0.2.0/24", .appliance("firewall")))
        $0.subnet("a", in: "vpc", "10.0.1.0/24", table: "rt")
        $0.subnet("b", in: "vpc", "10.0.2.0/24")
        $0.group("open", in: [.everything])
        $0.host("one", in: "a", "open")
        $0.host("other", in: "b", "open")
      }, query: between("one", "other", 443), verdict: .indeterminate, mentions: ["firewall"]),
  ]

  @Sendable static func egressOnly(_ model: inout NetworkModel) {
    model.vpc("vpc", "10.0.0.0/16", "2001:db8::/56")
    model.egressOnlyInternetGateways.append(InternetGateway(id: "eigw", vpc: "vpc"))
    model.table("rt", ("::/0", .egressOnlyInternetGateway("eigw")))
    model.subnet("s", in: "vpc", "10.0.1.0/24", "2001:db8:0:1::/64", table: "rt")
    model.group("open", in: [.everything])
    model.host("six", in: "s", "open", ipv6: .fromSubnet)
  }

  @Sendable static func nat(_ model: inout NetworkModel) {
    twoTiers(&model)
    model.natGateways.append(NATGateway(id: "nat", subnet: "public"))
    model.table("rt-private", ("0.0.0.0/0", .natGateway("nat")))
    model.subnet("app", in: "vpc", "10.0.3.0/24", table: "rt-private")
    model.host("app", in: "app", "open")
  }
}
