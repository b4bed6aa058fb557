import NetworkOracle

@testable import Network

extension HandDerived {
  static let filtering: [HandDerived] = [
    HandDerived(
      name: "group admits the load balancer's group only",
      because: "the application carries the group that is named, the bastion does not",
      build: {
        twoTiers(&$0)
        $0.group("app")
        $0.group("db", in: [.group(.tcp(5432), "app")])
        $0.host("app", in: "public", "app")
        $0.host("bastion", in: "public", "open")
        $0.host("db", in: "private", "db")
      }, query: between("app", "db", 5432), verdict: .reachable, mentions: ["db in 0.0", "app out 0.0", "local"],
      contrast: (between("bastion", "db", 5432), .unreachable)),
    HandDerived(
      name: "a group reference says nothing about the Internet",
      because: "references match interfaces by private address, never strangers",
      build: {
        twoTiers(&$0)
        $0.group("app")
        $0.group("db", in: [.group(.all, "app")])
        $0.host("db", in: "public", "db", isPublic: true)
      }, query: internet("db", 5432), verdict: .unreachable, mentions: ["db"]),
    HandDerived(
      name: "self reference",
      because: "members of the group reach each other, a stranger to the group does not",
      build: {
        twoTiers(&$0)
        $0.group("cluster", in: [.itself()])
        $0.host("one", in: "public", "cluster")
        $0.host("two", in: "private", "cluster")
        $0.host("three", in: "private", "open")
      }, query: between("one", "two", 7000), verdict: .reachable,
      contrast: (between("three", "two", 7000), .unreachable)),
    HandDerived(
      name: "two groups that refer to each other",
      because: "a circle of references is an ordinary thing: both directions are admitted",
      build: {
        twoTiers(&$0)
        $0.group("a", in: [.group(.tcp(1), "b")])
        $0.group("b", in: [.group(.tcp(2), "a")])
        $0.host("one", in: "public", "a")
        $0.host("two", in: "private", "b")
      }, query: between("one", "two", 2), verdict: .reachable, contrast: (between("one", "two", 1), .unreachable)),
    HandDerived(
      name: "no egress rule",
      because: "a group without egress rules lets nothing out, whatever the other side admits",
      build: {
        twoTiers(&$0)
        $0.group("mute", out: [])
        $0.host("mute", in: "public", "mute")
        $0.host("web", in: "private", "open")
      }, query: between("mute", "web", 443), verdict: .unreachable, mentions: ["mute", "egress-rule"],
      contrast: (between("web", "mute", 443), .unreachable)),
    HandDerived(
      name: "groups are stateful",
      because: "the database may answer although its group lets nothing out of its own accord",
      build: {
        twoTiers(&$0)
        $0.group("db", in: [.to(.tcp(5432), "10.0.0.0/16")], out: [])
        $0.host("app", in: "public", "open")
        $0.host("db", in: "private", "db")
      }, query: between("app", "db", 5432), verdict: .reachable, contrast: (between("db", "app", 443), .unreachable)),
    HandDerived(
      name: "protocol -1 with ports written beside it",
      because: "with protocol -1 every port is open, whatever from_port and to_port say",
      build: {
        twoTiers(&$0)
        $0.group(
          "all",
          in: [
            .to(Traffic(protocols: .known(.all), ports: .known(.range(PortRange(80)))), "0.0.0.0/0")
          ])
        $0.host("web", in: "public", "all", isPublic: true)
      }, query: internet("web", 3389), verdict: .reachable),
    HandDerived(
      name: "prefix list of the customer's",
      because: "the list holds the office's block, which is where the question's packets come from",
      build: {
        twoTiers(&$0)
        $0.prefixLists.append(PrefixList(id: "pl-office", entries: .known([prefix("203.0.113.0/24")])))
        $0.group("ssh", in: [.peer(.tcp(22), .known(.prefixList("pl-office")))])
        $0.host("bastion", in: "public", "ssh", isPublic: true)
      },
      query: Query(
        from: .internet, to: .endpoint("bastion"), protocol: .tcp, ports: PortRange(22),
        sourceAddresses: [prefix("203.0.113.7/32")]), verdict: .reachable, mentions: ["ssh in 0.0"],
      contrast: (
        Query(from: .internet, to: .endpoint("bastion"), sourceAddresses: [prefix("198.51.100.0/24")]), .unreachable
      )),
    HandDerived(
      name: "prefix list that AWS manages",
      because: "its entries are not in the plan: it depends on them",
      build: {
        twoTiers(&$0)
        $0.prefixLists.append(PrefixList(id: "pl-aws", entries: .unknown(unknown("pl-aws entries"))))
        $0.group("edge", in: [.peer(.tcp(443), .known(.prefixList("pl-aws")))])
        $0.host("web", in: "public", "edge", isPublic: true)
      }, query: internet("web", 443), verdict: .indeterminate, mentions: ["pl-aws entries"],
      contrast: (internet("web", 22), .unreachable)),
    HandDerived(
      name: "default group of AWS's making",
      because: "nobody named a group: members of the default group reach each other and nobody else reaches them",
      build: {
        twoTiers(&$0)
        $0.endpoints.append(Endpoint(id: "one", placement: .subnet("public")))
        $0.endpoints.append(Endpoint(id: "two", placement: .subnet("private")))
        $0.host("web", in: "public", "open")
      }, query: between("one", "two", 3306), verdict: .reachable, contrast: (between("web", "two", 3306), .unreachable)),
    HandDerived(
      name: "default group emptied",
      because: "the plan takes the default group over and leaves it without rules",
      build: {
        $0.vpcs.append(
          VPC(id: "vpc", prefixes: [.known(prefix("10.0.0.0/16"))], defaultSecurityGroup: "sg-default"))
        $0.subnet("s", in: "vpc", "10.0.1.0/24")
        $0.group("sg-default", out: [])
        $0.endpoints.append(Endpoint(id: "one", placement: .subnet("s")))
        $0.endpoints.append(Endpoint(id: "two", placement: .subnet("s")))
      }, query: between("one", "two", 3306), verdict: .unreachable, mentions: ["sg-default"]),
    HandDerived(
      name: "group that the model does not have",
      because: "another account's group: an interface inside a VPC may be a member, a stranger cannot",
      build: {
        twoTiers(&$0)
        $0.group("db", in: [.group(.tcp(5432), "123456789012/sg-far")])
        $0.host("app", in: "public", "open")
        $0.host("db", in: "public", "db", isPublic: true)
      }, query: between("app", "db", 5432), verdict: .indeterminate, mentions: ["123456789012/sg-far"],
      contrast: (internet("db", 5432), .unreachable)),
    HandDerived(
      name: "a function in a VPC only sends",
      because: "its interfaces accept no connections, although the group admits everything",
      build: {
        twoTiers(&$0)
        $0.group("all", in: [.everything])
        $0.host("app", in: "public", "open")
        $0.endpoints.append(
          Endpoint(
            id: "function", kind: .function, placement: .subnet("private"), filtering: .groups(["all"]),
            acceptsConnections: false))
      }, query: between("app", "function", 443), verdict: .unreachable, mentions: ["acceptance"],
      contrast: (between("function", "app", 443), .reachable)),
    HandDerived(
      name: "ping",
      because: "ICMP type 8 is admitted; TCP is not",
      build: {
        twoTiers(&$0)
        let echo = Traffic(protocols: .known(.one(.icmp)), ports: .known(.icmp(type: 8, code: nil)))
        $0.group("ping", in: [.to(echo, "10.0.0.0/16")])
        $0.host("one", in: "public", "open")
        $0.host("two", in: "private", "ping")
      }, query: Query(from: .endpoint("one"), to: .endpoint("two"), protocol: .icmp), verdict: .reachable,
      contrast: (between("one", "two", 22), .unreachable)),
  ]

  static let acls: [HandDerived] = [
    HandDerived(
      name: "ACL denies before it allows",
      because: "entry 90 denies port 22 before entry 100 allows everything",
      build: {
        web(
          &$0,
          [
            (.inbound, 90, .deny, .tcp(22), "0.0.0.0/0"), (.inbound, 100, .allow, .all, "0.0.0.0/0"),
            (.outbound, 100, .allow, .all, "0.0.0.0/0"),
          ])
      }, query: internet("web", 22), verdict: .unreachable, mentions: ["acl inbound 90"],
      contrast: (internet("web", 443), .reachable)),
    HandDerived(
      name: "ACL denies too late",
      because: "entry 100 allows everything before entry 110 could deny port 22",
      build: {
        web(
          &$0,
          [
            (.inbound, 110, .deny, .tcp(22), "0.0.0.0/0"), (.inbound, 100, .allow, .all, "0.0.0.0/0"),
            (.outbound, 100, .allow, .all, "0.0.0.0/0"),
          ])
      }, query: internet("web", 22), verdict: .reachable, mentions: ["acl inbound 100"]),
    HandDerived(
      name: "ACL without ephemeral ports on the way back",
      because: "port 443 is allowed both ways, but replies go to the client's ephemeral port",
      build: {
        web(
          &$0,
          [(.inbound, 100, .allow, .tcp(443), "0.0.0.0/0"), (.outbound, 100, .allow, .tcp(443), "0.0.0.0/0")])
      }, query: internet("web", 443), verdict: .unreachable, mentions: ["return-network-acl", "acl"]),
    HandDerived(
      name: "ACL with ephemeral ports on the way back",
      because: "replies to ports 1024 and up may leave",
      build: {
        web(
          &$0,
          [
            (.inbound, 100, .allow, .tcp(443), "0.0.0.0/0"),
            (.outbound, 100, .allow, .tcp(.ephemeral), "0.0.0.0/0"),
          ])
      }, query: internet("web", 443), verdict: .reachable, contrast: (internet("web", 22), .unreachable)),
    HandDerived(
      name: "custom ACL without entries",
      because: "what no entry matches is denied",
      build: { web(&$0, []) }, query: internet("web", 443), verdict: .unreachable, mentions: ["acl"]),
    HandDerived(
      name: "within a subnet the ACL is not asked",
      because: "traffic between interfaces of one subnet does not cross its edge",
      build: {
        web(&$0, [])
        $0.host("peer", in: "s", "open")
      }, query: between("peer", "web", 443), verdict: .reachable),
    HandDerived(
      name: "ACL of the sender's subnet stops the reply",
      because: "the sender's ACL lets the request out and nothing in",
      build: {
        twoTiers(&$0)
        $0.acl("one-way", (.outbound, 100, .allow, .all, "0.0.0.0/0"))
        $0.subnet("sender", in: "vpc", "10.0.5.0/24", acl: "one-way")
        $0.host("one", in: "sender", "open")
        $0.host("web", in: "private", "open")
      }, query: between("one", "web", 443), verdict: .unreachable, mentions: ["one-way", "return-network-acl"]),
  ]

  private static func web(
    _ model: inout NetworkModel,
    _ entries: [(NetworkACL.Direction, Int, NetworkACL.Action, Traffic, String)]
  ) {
    model.vpc("vpc", "10.0.0.0/16")
    model.gateway("igw", of: "vpc")
    model.table("rt", ("0.0.0.0/0", .internetGateway("igw")))
    model.subnet("s", in: "vpc", "10.0.1.0/24", table: "rt", acl: "acl")
    model.group("open", in: [.everything])
    model.host("web", in: "s", "open", isPublic: true)
    model.acl("acl", entries)
  }
}
