import Network
import ResourceGraph

/// EKS clusters with their nodes, and endpoints that AWS runs outside the customer's VPCs.
extension NetworkAdapter {
  mutating func addEKS() {
    for id in managed("aws_eks_cluster") {
      let path = ["vpc_config", "subnet_ids"]
      let subnets = subnets(id, path)
      let groups: [Fact<SecurityGroup.ID>] =
        [.known(clusterGroup(id))] + groups(id, ["vpc_config", "security_group_ids"])
      if !subnets.isEmpty {
        add(
          Endpoint(
            id: Endpoint.ID(register(id)), kind: .controlPlane, placement: .each(subnets), filtering: .groups(groups)),
          of: id)
      }
      let sources = prefixes(attribute(id, "vpc_config", "public_access_cidrs"))
      addPublicEndpoint(
        id, exists: bool(attribute(id, "vpc_config", "endpoint_public_access")).otherwise(true),
        sources: sources.isEmpty ? [.known(.everything(.ipv4))] : sources, kind: .controlPlane)
    }
    for id in managed("aws_eks_node_group") { addNodes(id) }
  }

  private mutating func addNodes(_ id: ResourceID) {
    let subnets = subnets(id, ["subnet_ids"])
    let cluster = link(id, ["cluster_name"], Types.cluster)?.resource
    let template = launchTemplate(id)
    var groups = template?.groups ?? []
    // Nodes carry the cluster's group unless a template names others ("Customize managed nodes with launch templates").
    if groups.isEmpty, let cluster { groups = [.known(clusterGroup(cluster))] }
    if let access = blocks(id, "remote_access").blocks.first, member(access, "ec2_ssh_key") != nil {
      groups.append(.known(remoteAccessGroup(id, access)))
    }
    let unknown = Unknown(
      "\(graph.address(of: id)) groups", reason: "the groups of \(graph.address(of: id)) are not in the input")
    add(
      Endpoint(
        id: Endpoint.ID(register(id)), kind: .node, placement: .each(subnets.isEmpty ? [noSubnet(id)] : subnets),
        filtering: .groups(groups.isEmpty ? [.unknown(unknown)] : groups), ipv6: assignedIPv6(subnets),
        hasPublicIPv4: publicAddress(template?.isPublic ?? .absent, .absent, subnets)), of: id)
  }

  /// SSH to nodes: from the groups that are named, else from everywhere ("remoteAccess", Amazon EKS API reference).
  private mutating func remoteAccessGroup(_ id: ResourceID, _ access: Attribute) -> SecurityGroup.ID {
    let group = SecurityGroup.ID("remote access group of \(graph.address(of: id))")
    guard groupIndex(named: group) == nil else { return group }
    let path = ["remote_access", "source_security_group_ids"]
    let sources = groups(id, path, at: member(access, "source_security_group_ids"))
    let peers: [Fact<SecurityGroup.Peer>] =
      sources.isEmpty ? [.known(.prefix(.everything(.ipv4)))] : sources.map { $0.map { .group($0) } }
    origins.add(
      ElementOrigin(resource: id, path: AttributePath("remote_access"), node: access.node), called: group.name)
    enter(
      SecurityGroup(
        id: group,
        rules: peers.enumerated().map {
          SecurityGroup.Rule(id: "\(group): SSH \($0 + 1)", direction: .ingress, traffic: .tcp(22), peer: $1)
        }))
    return group
  }

  /// An endpoint of a managed service with an address on the Internet, in a network of AWS' own.
  mutating func addPublicEndpoint(
    _ id: ResourceID, exists: Fact<Bool>, sources: [Fact<Prefix>], kind: Endpoint.Kind
  ) {
    let name = register(id, suffix: " public endpoint")
    guard exists != false, let block = Prefix(around: Address(.ipv4, 0xC000_0200), length: 24) else { return }
    model.vpcs.append(VPC(id: VPC.ID(name), prefixes: [.known(block)]))
    model.internetGateways.append(InternetGateway(id: InternetGateway.ID(name), vpc: .known(VPC.ID(name))))
    model.routeTables.append(
      RouteTable(
        id: RouteTable.ID(name),
        routes: [
          Route(
            id: name, destination: .known(.prefix(.everything(.ipv4))),
            target: .known(.internetGateway(InternetGateway.ID(name))))
        ]))
    model.subnets.append(
      Subnet(
        id: Subnet.ID(name), vpc: .known(VPC.ID(name)), prefixes: [.known(block)],
        routeTable: .known(RouteTable.ID(name))))
    model.securityGroups.append(
      SecurityGroup(
        id: SecurityGroup.ID(name),
        rules: sources.map {
          SecurityGroup.Rule(id: name, direction: .ingress, traffic: .tcp(443), peer: $0.map { .prefix($0) })
        }))
    add(
      Endpoint(
        id: Endpoint.ID(name), kind: kind, placement: .subnet(Subnet.ID(name)),
        filtering: .groups([.known(SecurityGroup.ID(name))]), hasPublicIPv4: exists), of: id)
  }
}
