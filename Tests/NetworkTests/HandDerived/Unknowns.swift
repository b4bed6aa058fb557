import NetworkOracle

@testable import Network

extension HandDerived {
  static let unknowns: [HandDerived] = [
    HandDerived(
      name: "rule whose source is not known",
      because: "whoever it is, it concerns port 22 only",
      build: {
        twoTiers(&$0)
        $0.group("ssh", in: [.peer(.tcp(22), .unknown(unknown("var.admin_cidr")))])
        $0.host("bastion", in: "public", "ssh", isPublic: true)
      }, query: internet("bastion", 22), verdict: .indeterminate, mentions: ["var.admin_cidr"],
      contrast: (internet("bastion", 443), .unreachable)),
    HandDerived(
      name: "an unknown rule beside one that decides",
      because: "the known rule admits the world: whatever the unknown one adds does not matter",
      build: {
        twoTiers(&$0)
        $0.group("web", in: [.peer(.all, .unknown(unknown("var.cidr"))), .to(.tcp(443), "0.0.0.0/0")])
        $0.host("web", in: "public", "web", isPublic: true)
      }, query: internet("web", 443), verdict: .reachable, contrast: (internet("web", 22), .indeterminate)),
    HandDerived(
      name: "address from a subnet within the block that is admitted",
      because: "whichever address it gets, it lies in 10.0.0.0/16",
      build: {
        twoTiers(&$0)
        $0.group("db", in: [.to(.tcp(5432), "10.0.0.0/16")])
        $0.host("app", in: "public", "open")
        $0.host("db", in: "private", "db")
      }, query: between("app", "db", 5432), verdict: .reachable),
    HandDerived(
      name: "one address of the sender's subnet is admitted",
      because: "whether the sender gets 10.0.1.10 is not known before it is created",
      build: {
        twoTiers(&$0)
        $0.group("db", in: [.to(.tcp(5432), "10.0.1.10/32")])
        $0.host("app", in: "public", "open")
        $0.host("pinned", in: "public", "open", ipv4: .exactly([prefix("10.0.1.10/32")]))
        $0.host("db", in: "private", "db")
      }, query: between("app", "db", 5432), verdict: .indeterminate, mentions: ["app address"],
      contrast: (between("pinned", "db", 5432), .reachable)),
    HandDerived(
      name: "two rules cover the sender's subnet together",
      because: "neither half is certain, but the sender is in one of them",
      build: {
        twoTiers(&$0)
        $0.group("db", in: [.to(.tcp(5432), "10.0.1.0/25", "10.0.1.128/25")])
        $0.host("app", in: "public", "open")
        $0.host("db", in: "private", "db")
      }, query: between("app", "db", 5432), verdict: .reachable),
    HandDerived(
      name: "public address is assigned or not",
      because: "everything else is open: it depends on the address",
      build: {
        twoTiers(&$0)
        $0.host("web", in: "public", "open", isPublic: .unknown(unknown("associate_public_ip_address")))
      }, query: internet("web", 443), verdict: .indeterminate, mentions: ["associate_public_ip_address"],
      contrast: (internet("web", 22), .unreachable)),
    HandDerived(
      name: "route table association is not known",
      because: "the table may or may not lead to the gateway",
      build: {
        twoTiers(&$0)
        $0.subnet("third", in: "vpc", "10.0.3.0/24")
        $0.subnets[2].routeTable = .unknown(unknown("route_table_id"))
        $0.host("web", in: "third", "open", isPublic: true)
      }, query: internet("web", 443), verdict: .indeterminate, mentions: ["route_table_id"]),
    HandDerived(
      name: "route with an unknown target",
      because: "0.0.0.0/0 leads somewhere: to the gateway or not",
      build: {
        $0.vpc("vpc", "10.0.0.0/16")
        $0.gateway("igw", of: "vpc")
        let open = Route(
          id: "default", destination: .known(.prefix(.everything(.ipv4))), target: .unknown(unknown("gateway_id")))
        $0.routeTables.append(RouteTable(id: "rt", routes: [open]))
        $0.subnet("s", in: "vpc", "10.0.1.0/24", table: "rt")
        $0.group("open", in: [.to(.tcp(443), "0.0.0.0/0")])
        $0.host("web", in: "s", "open", isPublic: true)
      }, query: internet("web", 443), verdict: .indeterminate, mentions: ["gateway_id"],
      contrast: (internet("web", 22), .unreachable)),
    HandDerived(
      name: "deny entry whose block is not known",
      because: "entry 90 may deny the strangers that entry 100 allows",
      build: {
        twoTiers(&$0)
        $0.networkACLs.append(
          NetworkACL(
            id: "acl",
            entries: [
              NetworkACL.Entry(
                id: "block", direction: .inbound, number: 90, action: .known(.deny), traffic: .all,
                prefix: .unknown(unknown("var.blocked"))),
              NetworkACL.Entry(
                id: "in", direction: .inbound, number: 100, action: .known(.allow), traffic: .all,
                prefix: .known(.everything(.ipv4))),
              NetworkACL.Entry(
                id: "out", direction: .outbound, number: 100, action: .known(.allow), traffic: .all,
                prefix: .known(.everything(.ipv4))),
            ]))
        $0.subnet("guarded", in: "vpc", "10.0.3.0/24", table: "rt-public", acl: "acl")
        $0.host("web", in: "guarded", "open", isPublic: true)
      }, query: internet("web", 443), verdict: .indeterminate, mentions: ["var.blocked"]),
    HandDerived(
      name: "group membership is not known",
      because: "the unknown group may admit anything",
      build: {
        twoTiers(&$0)
        $0.endpoints.append(
          Endpoint(
            id: "web", placement: .subnet("public"), filtering: .groups([.unknown(unknown("var.group_id"))]),
            hasPublicIPv4: true))
      }, query: internet("web", 22), verdict: .indeterminate, mentions: ["var.group_id"]),
    HandDerived(
      name: "database in one of two subnets",
      because: "one has a gateway route, the other has none, and nobody knows which it will be",
      build: {
        twoTiers(&$0)
        $0.endpoints.append(
          Endpoint(
            id: "db", kind: .database, placement: .oneOf(["public", "private"]), filtering: .groups(["open"]),
            hasPublicIPv4: true))
      }, query: internet("db", 443), verdict: .indeterminate, mentions: ["db subnet"]),
    HandDerived(
      name: "database in one of two subnets, alike for its clients",
      because: "whichever subnet it is in, the application reaches it by the local route",
      build: {
        twoTiers(&$0)
        $0.endpoints.append(
          Endpoint(
            id: "db", kind: .database, placement: .oneOf(["public", "private"]), filtering: .groups(["open"])))
        $0.host("app", in: "public", "open")
      }, query: between("app", "db", 443), verdict: .reachable),
    HandDerived(
      name: "subnet that the model does not have",
      because: "another account's subnet: where it is and what filters there is not known",
      build: {
        twoTiers(&$0)
        $0.host("far", in: "subnet-shared", "open", isPublic: true)
      }, query: internet("far", 443), verdict: .indeterminate, mentions: ["subnet-shared"]),
    HandDerived(
      name: "VPC whose block is not known",
      because: "within a VPC the local route delivers, whatever the addresses are",
      build: {
        $0.vpcs.append(VPC(id: "vpc", prefixes: [.unknown(unknown("var.cidr"))]))
        for id in ["one", "two"] {
          $0.subnets.append(
            Subnet(id: Subnet.ID(id), vpc: "vpc", prefixes: [.unknown(unknown("cidrsubnet \(id)"))]))
        }
        $0.group("app")
        $0.group("db", in: [.group(.tcp(5432), "app")])
        $0.host("app", in: "one", "app")
        $0.host("db", in: "two", "db")
      }, query: between("app", "db", 5432), verdict: .reachable, contrast: (between("db", "app", 1), .unreachable)),
  ]

  static let places: [HandDerived] = [
    HandDerived(
      name: "the route of a private subnet alone",
      because: "asked of any interface, groups and addresses aside: the private subnet has no way to the Internet",
      build: twoTiers, query: Query(from: .anyInterface(in: "private"), to: .internet), verdict: .unreachable,
      contrast: (Query(from: .anyInterface(in: "public"), to: .internet), .reachable)),
    HandDerived(
      name: "a subnet is its endpoints",
      because: "one of the two hosts in the subnet is public and open",
      build: {
        twoTiers(&$0)
        $0.host("one", in: "public", "open")
        $0.host("two", in: "public", "open", isPublic: true)
      }, query: Query(from: .internet, to: .subnet("public"), ports: PortRange(443)), verdict: .reachable,
      contrast: (Query(from: .internet, to: .subnet("public"), ports: PortRange(22)), .unreachable)),
  ]
}
