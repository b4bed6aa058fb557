import Network
import ResourceGraph

/// Site-to-Site VPN and Direct Connect.
extension NetworkAdapter {
  mutating func addPrivateGateways() {
    for id in managed("aws_vpn_connection") {
      let address = register(id)
      let network = OnPremises.ID(address)
      model.onPremises.append(OnPremises(id: network, prefixes: prefixes(behind: id)))
      places[id] = [.onPremises(network)]
    }
    for id in managed("aws_dx_gateway_association") {
      let address = register(id)
      let unknown = Unknown("\(address) routes", reason: "the routes behind \(address) are exchanged by BGP")
      model.onPremises.append(OnPremises(id: OnPremises.ID(address), prefixes: .unknown(unknown)))
      places[id] = [.onPremises(OnPremises.ID(address))]
    }
    for id in resources(["aws_vpn_gateway"]) {
      let address = register(id)
      guard let vpc = privateGatewayVPC(id) else { continue }
      model.virtualPrivateGateways.append(
        VirtualPrivateGateway(id: VirtualPrivateGateway.ID(address), vpc: vpc, onPremises: networks(behind: id)))
    }
  }

  /// What a VPN connection leads to: its static routes, or whatever is announced.
  private mutating func prefixes(behind id: ResourceID) -> Fact<[Prefix]> {
    let address = graph.address(of: id)
    guard bool(attribute(id, "static_routes_only")).otherwise(false) == true else {
      return .unknown(Unknown("\(address) routes", reason: "the routes behind \(address) are exchanged by BGP"))
    }
    var prefixes: [Prefix] = []
    for route in managed("aws_vpn_connection_route") {
      guard let connection = link(route, ["vpn_connection_id"], ["aws_vpn_connection"]) else { continue }
      if case .unknown(let unknown, let candidates) = connection, candidates?.contains(id) ?? true {
        return .unknown(unknown)
      }
      guard connection.resource == id else { continue }
      switch prefix(attribute(route, "destination_cidr_block")) {
      case .known(let prefix): prefixes.append(prefix)
      case .unknown(let unknown): return .unknown(unknown)
      case .absent: continue
      }
    }
    return .known(prefixes)
  }

  private mutating func privateGatewayVPC(_ id: ResourceID) -> Fact<VPC.ID>? {
    if let direct = vpc(id, "vpc_id") { return direct }
    for attachment in managed("aws_vpn_gateway_attachment") {
      guard let gateway = link(attachment, ["vpn_gateway_id"], ["aws_vpn_gateway"]) else { continue }
      if case .unknown(let unknown, let candidates) = gateway, candidates?.contains(id) ?? true {
        return .unknown(unknown)
      }
      if gateway.resource == id { return vpc(attachment, "vpc_id") }
    }
    return graph.mode(of: id) == .data
      ? .unknown(unknown(id, ["vpc_id"], "what \(graph.address(of: id)) is attached to is not in the input")) : nil
  }

  /// The networks at the other end of a virtual private gateway.
  private mutating func networks(behind id: ResourceID) -> [OnPremises.ID] {
    var found: [OnPremises.ID] = []
    for connection in managed("aws_vpn_connection") {
      if link(connection, ["vpn_gateway_id"], ["aws_vpn_gateway"])?.candidates.contains(id) ?? false {
        found.append(OnPremises.ID(graph.address(of: connection)))
      }
    }
    for association in managed("aws_dx_gateway_association") {
      let types: Set<String> = ["aws_vpn_gateway", "aws_ec2_transit_gateway"]
      if link(association, ["associated_gateway_id"], types)?.candidates.contains(id) ?? false {
        found.append(OnPremises.ID(graph.address(of: association)))
      }
    }
    return found
  }
}
