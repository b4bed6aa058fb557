import Network
import ResourceGraph

/// Interface endpoints and the services behind them; the switch that closes a Region to the Internet.
extension NetworkAdapter {
  private static let subnetAssociations = Belonging(
    "aws_vpc_endpoint_subnet_association", argument: "vpc_endpoint_id", of: Types.endpoint)
  private static let groupAssociations = Belonging(
    "aws_vpc_endpoint_security_group_association", argument: "vpc_endpoint_id", of: Types.endpoint)
  private static let accepters = Belonging(
    "aws_vpc_endpoint_connection_accepter", argument: "vpc_endpoint_id", of: Types.endpoint)

  mutating func addPrivateLinks() {
    for id in managed("aws_vpc_endpoint") {
      let kind = text(attribute(id, "vpc_endpoint_type")).value ?? "Gateway"
      guard kind == "Interface" else { continue }
      let address = register(id)
      var subnets = subnets(id, ["subnet_ids"])
      for association in belongers(Self.subnetAssociations).naming(id) {
        subnets += self.subnets(association.resource, ["subnet_id"])
      }
      var groups = groups(id, ["security_group_ids"])
      for association in belongers(Self.groupAssociations).naming(id) {
        groups += self.groups(association.resource, ["security_group_id"])
      }
      // An interface endpoint without subnets has no interface.
      guard !subnets.isEmpty else { continue }
      let isDual = text(attribute(id, "ip_address_type")).value?.contains("dualstack") ?? false
      add(
        Endpoint(
          id: Endpoint.ID(address), kind: .vpcEndpoint, placement: .each(subnets),
          filtering: groups.isEmpty ? .defaultGroup : .groups(groups), ipv6: isDual ? .fromSubnet : .none), of: id)
      addLink(id)
    }
  }

  private mutating func addLink(_ id: ResourceID) {
    let services = managed("aws_vpc_endpoint_service")
    guard !services.isEmpty, let name = link(id, ["service_name"], ["aws_vpc_endpoint_service"]) else { return }
    var service = name.resource
    if case .outside(let text) = name {
      service = services.first { self.text(attribute($0, "service_name")).value == text }
    }
    if let unknown = name.unknown, service == nil {
      for candidate in name.candidates.isEmpty ? services : name.candidates {
        append(id, candidate, isAccepted: .unknown(unknown))
      }
      return
    }
    guard let service else { return }
    append(id, service, isAccepted: isAccepted(id, service))
  }

  private mutating func append(_ id: ResourceID, _ service: ResourceID, isAccepted: Fact<Bool>) {
    let balancers = links(service, ["network_load_balancer_arns"], ["aws_lb", "aws_alb"])
    model.privateLinks.append(
      PrivateLink(
        id: PrivateLink.ID("\(register(service)) through \(graph.address(of: id))"),
        consumer: Endpoint.ID(graph.address(of: id)),
        providers: balancers.flatMap(\.candidates).map { LoadBalancer.ID(graph.address(of: $0)) },
        isAccepted: isAccepted))
  }

  private mutating func isAccepted(_ id: ResourceID, _ service: ResourceID) -> Fact<Bool> {
    let required = bool(attribute(service, "acceptance_required")).otherwise(true)
    if required == false || bool(attribute(id, "auto_accept")).value == true { return true }
    if belongers(Self.accepters).naming(id).contains(where: { $0.link.resource == id }) { return true }
    return .unknown(
      Unknown(
        "\(graph.address(of: id)) acceptance",
        reason: "whether somebody accepts \(graph.address(of: id)) is not in the input"))
  }

  /// "Block public access to VPCs and subnets" (Amazon VPC user guide). Where only some of it is closed, what passes is
  /// left open.
  mutating func blockPublicAccess() {
    for id in managed("aws_vpc_block_public_access_options") {
      let mode = text(attribute(id, "internet_gateway_block_mode"))
      if mode.value == "off" { continue }
      let address = register(id)
      let hasExclusions = !managed("aws_vpc_block_public_access_exclusion").isEmpty
      if mode.value == "block-bidirectional", !hasExclusions {
        for table in model.routeTables.indices {
          for route in model.routeTables[table].routes.indices {
            switch model.routeTables[table].routes[route].target {
            case .known(.internetGateway), .known(.egressOnlyInternetGateway):
              model.routeTables[table].routes[route].target = .known(.blackhole)
            default: continue
            }
          }
        }
      } else {
        let unknown = Unknown(address, reason: "\(address) closes a part of the Region to the Internet")
        for index in model.internetGateways.indices { model.internetGateways[index].vpc = .unknown(unknown) }
      }
    }
  }
}
