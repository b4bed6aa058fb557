import NetworkOracle

@testable import Network

/// Short hands for building small networks by hand.
func unknown(_ id: String) -> Unknown { Unknown(id, reason: "known after apply") }

extension NetworkModel {
  mutating func vpc(
    _ id: VPC.ID, _ prefixes: String..., main: RouteTable.ID? = nil, defaultACL: NetworkACL.ID? = nil
  ) {
    vpcs.append(
      VPC(
        id: id, prefixes: prefixes.map { .known(prefix($0)) }, mainRouteTable: main.map { .known($0) },
        defaultNetworkACL: defaultACL.map { .known($0) }))
  }

  mutating func subnet(
    _ id: Subnet.ID, in vpc: VPC.ID, _ prefixes: String..., table: RouteTable.ID? = nil, acl: NetworkACL.ID? = nil
  ) {
    subnets.append(
      Subnet(
        id: id, vpc: .known(vpc), prefixes: prefixes.map { .known(prefix($0)) }, routeTable: table.map { .known($0) },
        networkACL: acl.map { .known($0) }))
  }

  mutating func table(_ id: RouteTable.ID, _ routes: (String, Route.Target)...) {
    routeTables.append(
      RouteTable(
        id: id,
        routes: routes.map { destination, target in
          Route(id: "\(id) \(destination)", destination: .known(.prefix(prefix(destination))), target: .known(target))
        }))
  }

  mutating func gateway(_ id: InternetGateway.ID, of vpc: VPC.ID) {
    internetGateways.append(InternetGateway(id: id, vpc: .known(vpc)))
  }

  mutating func group(_ id: SecurityGroup.ID, in ingress: [Opening] = [], out egress: [Opening] = [.everything]) {
    let rules =
      ingress.enumerated().map { $1.rule("\(id) in \($0)", .ingress) }
      + egress.enumerated().map { $1.rule("\(id) out \($0)", .egress) }
    securityGroups.append(SecurityGroup(id: id, rules: rules.flatMap { $0 }))
  }

  mutating func host(
    _ id: Endpoint.ID, in subnet: Subnet.ID, _ groups: SecurityGroup.ID..., isPublic: Fact<Bool> = false,
    ipv4: Endpoint.Addresses = .fromSubnet, ipv6: Endpoint.Addresses = .none
  ) {
    endpoints.append(
      Endpoint(
        id: id, placement: .subnet(subnet), filtering: .groups(groups.map { .known($0) }), ipv4: ipv4, ipv6: ipv6,
        hasPublicIPv4: isPublic))
  }

  mutating func acl(_ id: NetworkACL.ID, _ entries: (NetworkACL.Direction, Int, NetworkACL.Action, Traffic, String)...)
  {
    acl(id, entries)
  }

  mutating func acl(_ id: NetworkACL.ID, _ entries: [(NetworkACL.Direction, Int, NetworkACL.Action, Traffic, String)]) {
    networkACLs.append(
      NetworkACL(
        id: id,
        entries: entries.map { direction, number, action, traffic, address in
          NetworkACL.Entry(
            id: "\(id) \(direction) \(number)", direction: direction, number: number, action: .known(action),
            traffic: traffic, prefix: .known(prefix(address)))
        }))
  }
}

/// A rule to be.
struct Opening {
  let traffic: Traffic
  let peers: [Fact<SecurityGroup.Peer>]

  static let everything = Opening.to(.all, "0.0.0.0/0", "::/0")

  static func to(_ traffic: Traffic, _ prefixes: String...) -> Opening {
    Opening(traffic: traffic, peers: prefixes.map { .known(.prefix(prefix($0))) })
  }

  static func group(_ traffic: Traffic, _ id: SecurityGroup.ID) -> Opening {
    Opening(traffic: traffic, peers: [.known(.group(id))])
  }

  static func itself(_ traffic: Traffic = .all) -> Opening { Opening(traffic: traffic, peers: [.known(.itself)]) }

  static func peer(_ traffic: Traffic, _ peer: Fact<SecurityGroup.Peer>) -> Opening {
    Opening(traffic: traffic, peers: [peer])
  }

  func rule(_ id: String, _ direction: SecurityGroup.Direction) -> [SecurityGroup.Rule] {
    peers.enumerated().map {
      SecurityGroup.Rule(id: "\(id).\($0)", direction: direction, traffic: traffic, peer: $1)
    }
  }
}
