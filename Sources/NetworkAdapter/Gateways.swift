import Network
import ResourceGraph

/// Internet gateways, NAT gateways and peerings.
extension NetworkAdapter {
  mutating func addGateways() {
    for id in resources(["aws_internet_gateway"]) {
      guard let vpc = gatewayVPC(id) else { continue }
      add(InternetGateway(id: InternetGateway.ID(register(id)), vpc: vpc))
    }
    for id in managed("aws_egress_only_internet_gateway") {
      guard let vpc = vpc(id, "vpc_id") else { continue }
      model.egressOnlyInternetGateways.append(InternetGateway(id: InternetGateway.ID(register(id)), vpc: vpc))
    }
  }

  mutating func add(_ gateway: InternetGateway) {
    internetGatewayIndex[gateway.id] = model.internetGateways.count
    model.internetGateways.append(gateway)
  }

  /// The VPC that a gateway is attached to, nil if to none.
  private mutating func gatewayVPC(_ id: ResourceID) -> Fact<VPC.ID>? {
    if graph.mode(of: id) == .data {
      let (attachments, _) = blocks(id, "attachments")
      let name = attachments.compactMap { text(member($0, "vpc_id")).value }.first
      guard let name else {
        return .unknown(
          unknown(id, ["attachments"], "what \(graph.address(of: id)) is attached to is not in the input"))
      }
      let found = resources(Types.vpc).first { text(attribute($0, "id")).value == name }
      return .known(VPC.ID(found.map { graph.address(of: $0) } ?? name))
    }
    if let direct = vpc(id, "vpc_id") { return direct }
    guard let attachment = belongers(Self.attachments).concerning(id).first else { return nil }
    return attachment.link.unknown.map { .unknown($0) } ?? vpc(attachment.resource, "vpc_id")
  }

  private static let attachments = Belonging(
    "aws_internet_gateway_attachment", argument: "internet_gateway_id", of: Types.internetGateway)
  private static let accepters = Belonging(
    "aws_vpc_peering_connection_accepter", argument: "vpc_peering_connection_id", of: Types.peering)

  mutating func addNATGateways() {
    for id in resources(["aws_nat_gateway"]) {
      let address = register(id)
      let subnet = link(id, ["subnet_id"], Types.subnet).map { fact($0) as Fact<Subnet.ID> }
      let isPublic: Fact<Bool>
      switch text(attribute(id, "connectivity_type")) {
      case .absent, .known("public"): isPublic = true
      case .known: isPublic = false
      case .unknown(let unknown): isPublic = .unknown(unknown)
      }
      model.natGateways.append(
        NATGateway(
          id: NATGateway.ID(address), subnet: subnet ?? .unknown(unknown(id, ["subnet_id"])), isPublic: isPublic,
          ipv4: addresses(id, ["private_ip"]) ?? .fromSubnet))
    }
  }

  /// The addresses that arguments fix, nil if none does.
  mutating func addresses(_ id: ResourceID, _ names: [String], at block: Attribute? = nil) -> Endpoint.Addresses? {
    var found: [Prefix] = []
    for name in names {
      let attribute = block.map { member($0, name) } ?? attribute(id, name)
      for element in elements(attribute).elements {
        guard let text = text(element).value, let address = try? Address(parsing: text),
          let prefix = Prefix(around: address, length: address.family.width)
        else { continue }
        found.append(prefix)
      }
    }
    return found.isEmpty ? nil : .exactly(found)
  }

  mutating func addPeerings() {
    for id in managed("aws_vpc_peering_connection") {
      let address = register(id)
      guard let requester = vpc(id, "vpc_id"), let accepter = vpc(id, "peer_vpc_id") else { continue }
      var references: Fact<Bool> = true
      // References work within one Region ("Update your security groups to reference peer security groups").
      switch text(attribute(id, "peer_region")) {
      case .absent: break
      case .known(let region): references = .known(region == self.region(id))
      case .unknown(let unknown): references = .unknown(unknown)
      }
      model.peerings.append(
        Peering(
          id: Peering.ID(address), requester: requester, accepter: accepter, isActive: isAccepted(id),
          carriesGroupReferences: references))
    }
  }

  private func region(_ id: ResourceID) -> String? { text(attribute(id, "region")).value }

  /// Whether somebody accepts the peering: it itself, or an accepter.
  private mutating func isAccepted(_ id: ResourceID) -> Fact<Bool> {
    switch text(attribute(id, "accept_status")) {
    case .known("active"): return true
    case .known("deleted"), .known("failed"), .known("rejected"), .known("expired"): return false
    default: break
    }
    let own = bool(attribute(id, "auto_accept")).otherwise(false)
    if own == true { return true }
    for accepter in belongers(Self.accepters).concerning(id) {
      let accepts = bool(attribute(accepter.resource, "auto_accept")).otherwise(false)
      if accepter.link.resource == id, accepts == true { return true }
      if let unknown = accepter.link.unknown, accepts != false { return .unknown(unknown) }
    }
    return .unknown(
      Unknown(
        "\(graph.address(of: id)) acceptance",
        reason: "whether somebody accepts \(graph.address(of: id)) is not in the input"))
  }
}
