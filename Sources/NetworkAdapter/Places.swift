import Network
import ResourceGraph

/// VPCs and subnets.
extension NetworkAdapter {
  mutating func addVPCs() {
    for id in resources(Types.vpc) {
      let address = register(id)
      var prefixes: [Fact<Prefix>] = []
      for name in ["cidr_block", "ipv6_cidr_block"] {
        switch prefix(attribute(id, name)) {
        case .known(let prefix): prefixes.append(.known(prefix))
        // An IPv6 block that Amazon assigns is in nobody's rules; what it means for subnets they say themselves.
        case .unknown(let unknown) where name == "cidr_block": prefixes.append(.unknown(unknown))
        case .absent where name == "cidr_block": prefixes.append(.unknown(unknown(id, [name])))
        default: break
        }
      }
      var vpc = VPC(id: VPC.ID(address), prefixes: prefixes)
      if graph.mode(of: id) == .data || graph[id].type == "aws_default_vpc" { leaveDefaultsOpen(&vpc) }
      if graph[id].type == "aws_default_vpc", prefixes.first?.value == nil { vpc.prefixes = [Self.defaultBlock] }
      enter(vpc, of: id)
    }
    for id in managed("aws_vpc_ipv4_cidr_block_association") {
      guard let owner = link(id, ["vpc_id"], Types.vpc) else { continue }
      let block = prefix(attribute(id, "cidr_block")).otherwise(nil, unknown(id, ["cidr_block"]))
      for vpc in owner.candidates {
        guard let index = vpcIndex(of: vpc) else { continue }
        model.vpcs[index].prefixes.append(owner.unknown.map { .unknown($0) } ?? block)
      }
    }
    for id in managed("aws_vpc_ipv6_cidr_block_association") {
      guard let vpc = link(id, ["vpc_id"], Types.vpc)?.resource, let index = vpcIndex(of: vpc),
        case .known(let block) = prefix(attribute(id, "ipv6_cidr_block"))
      else { continue }
      model.vpcs[index].prefixes.append(.known(block))
    }
  }

  /// Default VPCs have this block ("Default VPCs", Amazon VPC user guide).
  private static var defaultBlock: Fact<Prefix> {
    Prefix(around: Address(.ipv4, 0xAC1F_0000), length: 16).map { .known($0) }
      ?? .unknown(Unknown("default VPC", reason: "its block is not known"))
  }

  /// What the input does not manage may have been set up by anybody.
  private func leaveDefaultsOpen(_ vpc: inout VPC) {
    func open<Value>(_ what: String) -> Fact<Value> {
      .unknown(Unknown("\(vpc.id) \(what)", reason: "the \(what) of \(vpc.id) is not in the input"))
    }
    vpc.mainRouteTable = open("main route table")
    vpc.defaultNetworkACL = open("default network ACL")
    vpc.defaultSecurityGroup = open("default security group")
  }

  /// The VPC that an attribute names; one outside the input becomes a VPC of which nothing is known.
  mutating func vpc(_ id: ResourceID, _ path: String...) -> Fact<VPC.ID>? {
    vpcLink(id, path).map { fact($0) }
  }

  private mutating func vpcLink(_ id: ResourceID, _ path: [String]) -> Link? {
    guard let link = link(id, path, Types.vpc) else { return nil }
    if case .outside(let name) = link { addOutside(name) }
    return link
  }

  private func vpcIndex(of link: Link) -> Int? {
    switch link {
    case .resource(let id): vpcIndex(of: id)
    case .outside(let name): vpcIndex(named: VPC.ID(name))
    case .unknown: nil
    }
  }

  private mutating func addOutside(_ name: String) {
    guard vpcIndex(named: VPC.ID(name)) == nil else { return }
    var vpc = VPC(
      id: VPC.ID(name), prefixes: [.unknown(Unknown("\(name) blocks", reason: "\(name) is not in the input"))])
    leaveDefaultsOpen(&vpc)
    vpcNames[vpc.id] = model.vpcs.count
    model.vpcs.append(vpc)
  }

  mutating func addSubnets() {
    for id in resources(Types.subnet) {
      let address = register(id)
      let link = vpcLink(id, ["vpc_id"])
      var subnet = Subnet(
        id: Subnet.ID(address),
        vpc: link.map { fact($0) }
          ?? .unknown(unknown(id, ["vpc_id"], "\(address) is in the default VPC, which is not in the input")),
        prefixes: [])
      addBlocks(id, &subnet)
      if graph.mode(of: id) == .data || graph[id].type == "aws_default_subnet" {
        subnet.routeTable = .unknown(
          Unknown("\(address) route table", reason: "the route table of \(address) is not in the input"))
        subnet.networkACL = .unknown(
          Unknown("\(address) network ACL", reason: "the network ACL of \(address) is not in the input"))
      }
      guard subnetIndex(of: id) == nil else { continue }
      enter(subnet, of: id)
      vpcsOfSubnets.append(link.flatMap { vpcIndex(of: $0) })
      places[id] = [.subnet(subnet.id)]
    }
  }

  /// The places of some subnets in the model, of all of them if nobody knows which.
  func subnets(among candidates: [ResourceID]?) -> [Int] {
    candidates.map { $0.compactMap { subnetIndex(of: $0) } } ?? Array(model.subnets.indices)
  }

  private mutating func addBlocks(_ id: ResourceID, _ subnet: inout Subnet) {
    switch prefix(attribute(id, "cidr_block")) {
    case .known(let prefix): subnet.prefixes.append(.known(prefix))
    case .unknown(let unknown): subnet.prefixes.append(.unknown(unknown))
    case .absent:
      if bool(attribute(id, "ipv6_native")).value != true {
        subnet.prefixes.append(.unknown(unknown(id, ["cidr_block"])))
      }
    }
    switch prefix(attribute(id, "ipv6_cidr_block")) {
    case .known(let prefix): subnet.prefixes.append(.known(prefix))
    case .absent: subnet.hasIPv6 = false
    case .unknown(let unknown):
      // Written down and not known yet: a block that Amazon assigns, unless the value is not understood.
      subnet.hasIPv6 = graph.isSet("ipv6_cidr_block", of: id) == true ? true : .unknown(unknown)
    }
  }

  /// The subnets that an attribute names.
  mutating func subnets(_ id: ResourceID, _ path: [String], at value: Attribute? = nil) -> [Fact<Subnet.ID>] {
    links(id, path, Types.subnet, at: value).flatMap { link -> [Fact<Subnet.ID>] in
      guard case .unknown(let unknown, let candidates?) = link, !candidates.isEmpty else { return [fact(link)] }
      return [.unknown(unknown)]
    }
  }
}

extension Reading {
  func otherwise(_ nothing: Value?, _ unknown: Unknown) -> Fact<Value> {
    switch self {
    case .absent: nothing.map { .known($0) } ?? .unknown(unknown)
    case .known(let value): .known(value)
    case .unknown(let unknown): .unknown(unknown)
    }
  }
}
