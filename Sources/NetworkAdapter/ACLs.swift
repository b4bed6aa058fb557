import Network
import ResourceGraph

/// Network ACLs and their associations.
extension NetworkAdapter {
  mutating func addACLs() {
    for id in resources(Types.acl) where graph.mode(of: id) == .managed {
      let address = register(id)
      let isDefault = graph[id].type == "aws_default_network_acl"
      let name = NetworkACL.ID(address)
      guard aclIndex[name] == nil else { continue }
      aclIndex[name] = model.networkACLs.count
      model.networkACLs.append(NetworkACL(id: name))
      if isDefault { claimDefault(id, name) }
    }
    for id in resources(Types.acl) where graph.mode(of: id) == .managed {
      addInlineEntries(id)
      let links = links(id, ["subnet_ids"], Types.subnet)
      for link in links { associate(link, with: .known(NetworkACL.ID(graph.address(of: id)))) }
    }
    for id in managed("aws_network_acl_rule") { addEntry(id) }
    for id in managed("aws_network_acl_association") {
      let target = acl(id, ["network_acl_id"])
      guard let subnet = link(id, ["subnet_id"], Types.subnet),
        let acl: Fact<NetworkACL.ID> = target.builtIn.map({ .known($0) }) ?? target.link.map({ fact($0) })
      else { continue }
      associate(subnet, with: acl)
    }
  }

  private mutating func claimDefault(_ id: ResourceID, _ acl: NetworkACL.ID) {
    let found = lookup.references(
      of: id, path: ["default_network_acl_id"], expected: Types.vpc, isCollection: false)
    let certain = found.references.filter { $0.resolution != .possible }
    if certain.count == 1, let index = vpcIndex(of: certain[0].target) {
      model.vpcs[index].defaultNetworkACL = .known(acl)
      return
    }
    let byID = text(attribute(id, "default_network_acl_id")).value
    for vpc in resources(Types.vpc) {
      guard let index = vpcIndex(of: vpc) else { continue }
      if let byID, text(attribute(vpc, "default_network_acl_id")).value == byID {
        model.vpcs[index].defaultNetworkACL = .known(acl)
      } else if byID == nil {
        model.vpcs[index].defaultNetworkACL = .unknown(
          Unknown(
            "\(graph.address(of: vpc)) default network ACL", reason: "\(graph.address(of: id)) may be its default ACL"))
      }
    }
  }

  private mutating func associate(_ subnet: Link, with acl: Fact<NetworkACL.ID>) {
    switch subnet {
    case .resource(let id):
      guard let index = subnetIndex(of: id) else { return }
      model.subnets[index].networkACL = acl
    case .outside: return
    case .unknown(let unknown, let candidates):
      for index in subnets(among: candidates) where model.subnets[index].networkACL == nil {
        model.subnets[index].networkACL = .unknown(unknown)
      }
    }
  }

  private mutating func addInlineEntries(_ id: ResourceID) {
    for (name, direction) in [("ingress", NetworkACL.Direction.inbound), ("egress", .outbound)] {
      let (blocks, unknown) = blocks(id, name)
      if let unknown {
        append(
          [
            NetworkACL.Entry(
              id: register(id, suffix: " \(name)"), direction: direction, number: 1, action: .unknown(unknown),
              traffic: .all, prefix: .unknown(unknown), exists: .unknown(unknown))
          ], to: NetworkACL.ID(graph.address(of: id)))
      }
      for (number, block) in blocks.enumerated() {
        let label = register(id, block, suffix: ".\(name)[\(number)]")
        let entries = entries(
          id, label, direction, number: "rule_no", action: "action", ipv4: "cidr_block", ipv6: "ipv6_cidr_block",
          .block(block))
        append(entries, to: NetworkACL.ID(graph.address(of: id)))
      }
    }
  }

  private mutating func addEntry(_ id: ResourceID) {
    let label = register(id)
    var exists: Fact<Bool> = true
    let directions: [NetworkACL.Direction]
    switch bool(attribute(id, "egress")) {
    case .absent, .known(false): directions = [.inbound]
    case .known(true): directions = [.outbound]
    case .unknown(let unknown):
      directions = [.inbound, .outbound]
      exists = .unknown(unknown)
    }
    let target = acl(id, ["network_acl_id"])
    for direction in directions {
      var entries = entries(
        id, label, direction, number: "rule_number", action: "rule_action", ipv4: "cidr_block", ipv6: "ipv6_cidr_block",
        .resource(id))
      if exists != true { for index in entries.indices { entries[index].exists = exists } }
      if let builtIn = target.builtIn {
        append(entries, to: builtIn)
        continue
      }
      guard let link = target.link else { continue }
      if let unknown = link.unknown { for index in entries.indices { entries[index].exists = .unknown(unknown) } }
      let acls =
        link.unknown != nil && link.candidates.isEmpty
        ? model.networkACLs.map(\.id) : link.candidates.map { NetworkACL.ID(graph.address(of: $0)) }
      for acl in acls { append(entries, to: acl) }
    }
  }

  private mutating func append(_ entries: [NetworkACL.Entry], to acl: NetworkACL.ID) {
    guard let index = aclIndex[acl] else { return }
    model.networkACLs[index].entries += entries
  }

  private mutating func entries(
    _ id: ResourceID, _ label: String, _ direction: NetworkACL.Direction, number: String, action: String, ipv4: String,
    ipv6: String, _ source: ArgumentSource
  ) -> [NetworkACL.Entry] {
    let traffic = traffic(id, .acl, source)
    let verb: Fact<NetworkACL.Action>
    switch text(argument(source, action)) {
    case .known(let text) where text.lowercased() == "allow": verb = .known(.allow)
    case .known(let text) where text.lowercased() == "deny": verb = .known(.deny)
    case .unknown(let unknown): verb = .unknown(unknown)
    default: verb = .unknown(unknown(id, [action], "the action of \(label) is not understood"))
    }
    var prefixes: [Fact<Prefix>] = []
    for name in [ipv4, ipv6] {
      switch prefix(argument(source, name)) {
      case .absent: continue
      case .known(let prefix): prefixes.append(.known(prefix))
      case .unknown(let unknown): prefixes.append(.unknown(unknown))
      }
    }
    let order = int(argument(source, number))
    var exists: Fact<Bool> = true
    var place = order.value ?? 0
    if case .unknown(let unknown) = order {
      // It may come first or last; as an entry that may not exist it is possible everywhere.
      exists = .unknown(unknown)
      place = 0
    }
    return prefixes.map {
      NetworkACL.Entry(
        id: label, direction: direction, number: place, action: verb, traffic: traffic, prefix: $0, exists: exists)
    }
  }
}
