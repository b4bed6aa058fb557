import Network
import ResourceGraph

/// Site-to-Site VPN and Direct Connect.
extension NetworkAdapter {
  private static let connectionRoutes = Belonging(
    "aws_vpn_connection_route", argument: "vpn_connection_id", of: ["aws_vpn_connection"])
  private static let gatewayAttachments = Belonging(
    "aws_vpn_gateway_attachment", argument: "vpn_gateway_id", of: Types.privateGateway)
  private static let connections = Belonging(
    "aws_vpn_connection", argument: "vpn_gateway_id", of: Types.privateGateway)
  private static let directConnections = Belonging(
    "aws_dx_gateway_association", argument: "associated_gateway_id",
    of: Types.privateGateway.union(["aws_ec2_transit_gateway"]))

  mutating func addPrivateGateways() {
    for id in managed("aws_vpn_connection") {
      let address = register(id)
      let network = OnPremises.ID(address)
      add(OnPremises(id: network, prefixes: prefixes(behind: id)))
      places[id] = [.onPremises(network)]
    }
    for id in managed("aws_dx_gateway_association") {
      let address = register(id)
      let unknown = Unknown("\(address) routes", reason: "the routes behind \(address) are exchanged by BGP")
      add(OnPremises(id: OnPremises.ID(address), prefixes: .unknown(unknown)))
      places[id] = [.onPremises(OnPremises.ID(address))]
    }
    for id in resources(["aws_vpn_gateway"]) {
      let address = register(id)
      guard let vpc = privateGatewayVPC(id) else { continue }
      let name = VirtualPrivateGateway.ID(address)
      if privateGatewayIndex[name] == nil { privateGatewayIndex[name] = model.virtualPrivateGateways.count }
      model.virtualPrivateGateways.append(
        VirtualPrivateGateway(id: name, vpc: vpc, onPremises: networks(behind: id)))
    }
  }

  mutating func add(_ network: OnPremises) {
    if onPremisesIndex[network.id] == nil { onPremisesIndex[network.id] = model.onPremises.count }
    model.onPremises.append(network)
  }

  /// What a VPN connection leads to: its static routes, or whatever is announced.
  private mutating func prefixes(behind id: ResourceID) -> Fact<[Prefix]> {
    let address = graph.address(of: id)
    guard bool(attribute(id, "static_routes_only")).otherwise(false) == true else {
      return .unknown(Unknown("\(address) routes", reason: "the routes behind \(address) are exchanged by BGP"))
    }
    var prefixes: [Prefix] = []
    for route in belongers(Self.connectionRoutes).concerning(id) {
      if let unknown = route.link.unknown { return .unknown(unknown) }
      switch prefix(attribute(route.resource, "destination_cidr_block")) {
      case .known(let prefix): prefixes.append(prefix)
      case .unknown(let unknown): return .unknown(unknown)
      case .absent: continue
      }
    }
    return .known(prefixes)
  }

  private mutating func privateGatewayVPC(_ id: ResourceID) -> Fact<VPC.ID>? {
    if let direct = vpc(id, "vpc_id") { return direct }
    if let attachment = belongers(Self.gatewayAttachments).concerning(id).first {
      return attachment.link.unknown.map { .unknown($0) } ?? vpc(attachment.resource, "vpc_id")
    }
    return graph.mode(of: id) == .data
      ? .unknown(unknown(id, ["vpc_id"], "what \(graph.address(of: id)) is attached to is not in the input")) : nil
  }

  /// The networks at the other end of a virtual private gateway.
  private mutating func networks(behind id: ResourceID) -> [OnPremises.ID] {
    var found: [OnPremises.ID] = []
    for connection in belongers(Self.connections).naming(id) + belongers(Self.directConnections).naming(id) {
      found.append(OnPremises.ID(graph.address(of: connection.resource)))
    }
    return found
  }
}
