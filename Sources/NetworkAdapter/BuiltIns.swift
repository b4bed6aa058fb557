import Network
import ResourceGraph

/// What AWS makes without being asked: default groups, main route tables, default ACLs, the groups of EKS clusters.
extension NetworkAdapter {
  /// The group that an attribute means which refers to a VPC's or a cluster's own group, nil if it does not.
  mutating func builtInGroup(_ id: ResourceID, _ path: [String], _ value: Attribute?) -> SecurityGroup.ID? {
    guard !readsAhead else {
      asksForModel = true
      return nil
    }
    let found = lookup.references(
      of: id, path: path, expected: Types.groupOwner, isCollection: false, value: value?.node)
    guard found.references.count == 1, let target = found.references.first, target.resolution != .possible,
      target.resolution != .inferred
    else { return nil }
    if graph[target.target].type == "aws_eks_cluster" { return clusterGroup(target.target) }
    return defaultGroup(VPC.ID(graph.address(of: target.target)))
  }

  mutating func defaultGroup(_ vpc: VPC.ID) -> SecurityGroup.ID? {
    guard let index = vpcIndex(named: vpc) else { return nil }
    if case .known(let group)? = model.vpcs[index].defaultSecurityGroup { return group }
    if case .unknown? = model.vpcs[index].defaultSecurityGroup { return nil }
    let id = SecurityGroup.ID("default security group of \(vpc)")
    addMembersGroup(id)
    model.vpcs[index].defaultSecurityGroup = .known(id)
    return id
  }

  /// A group that admits its members and lets everything out ("Default security groups for your VPCs", Amazon VPC user
  /// guide; "View Amazon EKS security group requirements", Amazon EKS user guide).
  private mutating func addMembersGroup(_ id: SecurityGroup.ID) {
    guard groupIndex(named: id) == nil else { return }
    enter(
      SecurityGroup(
        id: id,
        rules: [
          SecurityGroup.Rule(id: "\(id): members", direction: .ingress, traffic: .all, peer: .known(.itself))
        ]
          + AddressFamily.allCases.map {
            SecurityGroup.Rule(
              id: "\(id): everything out", direction: .egress, traffic: .all,
              peer: .known(.prefix(.everything($0))))
          }))
  }

  mutating func clusterGroup(_ cluster: ResourceID) -> SecurityGroup.ID {
    let id = SecurityGroup.ID("cluster security group of \(graph.address(of: cluster))")
    addMembersGroup(id)
    origins.add(ElementOrigin(resource: cluster, path: AttributePath("vpc_config")), called: id.name)
    return id
  }

  /// The VPC whose own route table, ACL or group an attribute means.
  private mutating func owner(_ id: ResourceID, _ path: [String]) -> VPC.ID? {
    let found = lookup.references(of: id, path: path, expected: Types.vpc, isCollection: false)
    guard found.references.count == 1, let target = found.references.first,
      target.resolution == .value || target.resolution == .configuration
    else { return nil }
    return VPC.ID(graph.address(of: target.target))
  }

  /// The route table that an attribute names: a declared one, or a VPC's main table.
  mutating func table(_ id: ResourceID, _ path: [String]) -> (link: Link?, builtIn: RouteTable.ID?) {
    let link = link(id, path, Types.table)
    if case .unknown(_, nil)? = link, let vpc = owner(id, path) { return (nil, mainTable(vpc)) }
    return (link, nil)
  }

  mutating func mainTable(_ vpc: VPC.ID) -> RouteTable.ID? {
    guard let index = vpcIndex(named: vpc) else { return nil }
    if case .known(let table)? = model.vpcs[index].mainRouteTable { return table }
    if case .unknown? = model.vpcs[index].mainRouteTable { return nil }
    let id = RouteTable.ID("main route table of \(vpc)")
    tableIndex[id] = model.routeTables.count
    model.routeTables.append(RouteTable(id: id))
    model.vpcs[index].mainRouteTable = .known(id)
    return id
  }

  mutating func acl(_ id: ResourceID, _ path: [String]) -> (link: Link?, builtIn: NetworkACL.ID?) {
    let link = link(id, path, Types.acl)
    if case .unknown(_, nil)? = link, let vpc = owner(id, path) { return (nil, defaultACL(vpc)) }
    return (link, nil)
  }

  /// The ACL that AWS makes with a VPC ("Default network ACL for a VPC", Amazon VPC user guide).
  private mutating func defaultACL(_ vpc: VPC.ID) -> NetworkACL.ID? {
    guard let index = vpcIndex(named: vpc) else { return nil }
    if case .known(let acl)? = model.vpcs[index].defaultNetworkACL { return acl }
    if case .unknown? = model.vpcs[index].defaultNetworkACL { return nil }
    let id = NetworkACL.ID("default network ACL of \(vpc)")
    var entries: [NetworkACL.Entry] = []
    for direction in [NetworkACL.Direction.inbound, .outbound] {
      for (family, number) in [(AddressFamily.ipv4, 100), (.ipv6, 101)] {
        entries.append(
          NetworkACL.Entry(
            id: "\(id) \(direction.rawValue) \(number)", direction: direction, number: number, action: .known(.allow),
            traffic: .all, prefix: .known(.everything(family))))
      }
    }
    aclIndex[id] = model.networkACLs.count
    model.networkACLs.append(NetworkACL(id: id, entries: entries))
    model.vpcs[index].defaultNetworkACL = .known(id)
    return id
  }
}
