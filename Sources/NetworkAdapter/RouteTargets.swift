import Network
import ResourceGraph

/// Where routes lead.
extension NetworkAdapter {
  private static let targets: [(name: String, types: Set<String>)] = [
    ("gateway_id", ["aws_internet_gateway", "aws_vpn_gateway", "aws_vpc_endpoint"]),
    ("nat_gateway_id", ["aws_nat_gateway"]),
    ("egress_only_gateway_id", ["aws_egress_only_internet_gateway"]),
    ("transit_gateway_id", ["aws_ec2_transit_gateway"]),
    (
      "vpc_peering_connection_id",
      ["aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter"]
    ),
    ("network_interface_id", ["aws_network_interface", "aws_instance"]),
    ("instance_id", ["aws_instance"]),
    ("vpc_endpoint_id", ["aws_vpc_endpoint", "aws_networkfirewall_firewall"]),
    ("carrier_gateway_id", ["aws_ec2_carrier_gateway"]),
    ("local_gateway_id", ["aws_ec2_local_gateway"]),
    ("core_network_arn", ["aws_networkmanager_core_network"]),
  ]

  /// - Parameters:
  ///   - id: the resource that has the route.
  ///   - table: the one that has the table, to know the VPC.
  ///   - block: the route's block, nil for a resource of its own.
  mutating func target(_ id: ResourceID, _ table: ResourceID, _ block: Attribute?) -> Fact<Route.Target> {
    for (name, types) in Self.targets {
      let value = block.map { member($0, name) } ?? attribute(id, name)
      let reading = text(value)
      if case .absent = reading { continue }
      if reading.value == "local" { return .known(.local) }
      guard let link = link(id, block == nil ? [name] : ["route", name], types, at: value) else { continue }
      return target(link, name, table)
    }
    return .unknown(
      unknown(id, block?.path.names ?? ["route"], "where a route of \(graph.address(of: id)) leads is not known"))
  }

  private mutating func target(_ link: Link, _ name: String, _ table: ResourceID) -> Fact<Route.Target> {
    switch link {
    case .unknown(let unknown, _): return .unknown(unknown)
    case .outside(let text): return outside(text, name, table)
    case .resource(let id): return target(id)
    }
  }

  private mutating func target(_ id: ResourceID) -> Fact<Route.Target> {
    let address = graph.address(of: id)
    switch graph[id].type {
    case "aws_internet_gateway":
      let isAttached = internetGatewayIndex[InternetGateway.ID(address)] != nil
      return .known(isAttached ? .internetGateway(InternetGateway.ID(address)) : .blackhole)
    case "aws_vpn_gateway":
      let isAttached = privateGatewayIndex[VirtualPrivateGateway.ID(address)] != nil
      return .known(isAttached ? .virtualPrivateGateway(VirtualPrivateGateway.ID(address)) : .blackhole)
    case "aws_egress_only_internet_gateway": return .known(.egressOnlyInternetGateway(InternetGateway.ID(address)))
    case "aws_nat_gateway": return .known(.natGateway(NATGateway.ID(address)))
    case "aws_ec2_transit_gateway": return .known(.transitGateway(TransitGateway.ID(address)))
    case "aws_vpc_peering_connection": return .known(.peering(Peering.ID(address)))
    case "aws_vpc_peering_connection_accepter":
      let peering = link(id, ["vpc_peering_connection_id"], Types.peering)
      return peering.map { (fact($0) as Fact<Peering.ID>).map { .peering($0) } }
        ?? .unknown(unknown(id, ["vpc_peering_connection_id"]))
    case "aws_vpc_endpoint":
      let isGateway = ["Gateway", nil].contains(text(attribute(id, "vpc_endpoint_type")).value)
      return .known(isGateway ? .gatewayEndpoint(address) : .appliance(address))
    default: return .known(.appliance(address))
    }
  }

  /// A target that is not in the input. An Internet gateway belongs to the table's VPC: EC2 accepts no other.
  private mutating func outside(_ name: String, _ argument: String, _ table: ResourceID) -> Fact<Route.Target> {
    switch argument {
    case "gateway_id" where name.hasPrefix("igw-"):
      if internetGatewayIndex[InternetGateway.ID(name)] == nil, let vpc = vpc(table, "vpc_id") {
        add(InternetGateway(id: InternetGateway.ID(name), vpc: vpc))
      }
      return .known(.internetGateway(InternetGateway.ID(name)))
    case "gateway_id" where name.hasPrefix("vpce-"): return .known(.gatewayEndpoint(name))
    case "gateway_id": return .known(.virtualPrivateGateway(VirtualPrivateGateway.ID(name)))
    case "nat_gateway_id": return .known(.natGateway(NATGateway.ID(name)))
    case "egress_only_gateway_id": return .known(.egressOnlyInternetGateway(InternetGateway.ID(name)))
    case "transit_gateway_id": return .known(.transitGateway(TransitGateway.ID(name)))
    case "vpc_peering_connection_id": return .known(.peering(Peering.ID(name)))
    default: return .known(.appliance(name))
    }
  }
}
