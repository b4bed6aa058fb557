import Network
import ResourceGraph

/// Security groups and prefix lists.
extension NetworkAdapter {
  private static let listEntries = Belonging(
    "aws_ec2_managed_prefix_list_entry", argument: "prefix_list_id", of: Types.prefixList)

  mutating func addPrefixLists() {
    for id in resources(Types.prefixList) {
      let address = register(id)
      var entries: [Fact<Prefix>] = []
      if graph[id].type == "aws_prefix_list" {
        entries = prefixes(attribute(id, "cidr_blocks"))
      } else {
        let (blocks, unknown) = blocks(id, graph.mode(of: id) == .data ? "entries" : "entry")
        entries += unknown.map { [.unknown($0)] } ?? []
        for block in blocks {
          entries.append(prefix(member(block, "cidr")).otherwise(nil, self.unknown(id, ["entry"])))
        }
      }
      for entry in belongers(Self.listEntries).naming(id) {
        let block = prefix(attribute(entry.resource, "cidr")).otherwise(nil, unknown(entry.resource, ["cidr"]))
        entries.append(entry.link.unknown.map { .unknown($0) } ?? block)
      }
      let isHidden = graph.mode(of: id) == .data && entries.isEmpty
      let hidden = Unknown("\(address) entries", reason: "the entries of \(address) are not in the input")
      let unknown = isHidden ? hidden : entries.compactMap(\.unknown).first
      model.prefixLists.append(
        PrefixList(
          id: PrefixList.ID(address), entries: unknown.map { .unknown($0) } ?? .known(entries.compactMap(\.value))))
    }
  }

  mutating func addGroups() {
    for id in resources(Types.group) {
      let address = register(id)
      guard groupIndex(of: id) == nil else { continue }
      enter(SecurityGroup(id: SecurityGroup.ID(address)), of: id)
      if graph[id].type == "aws_default_security_group", let vpc = vpc(id, "vpc_id")?.value,
        let index = vpcIndex(named: vpc)
      {
        model.vpcs[index].defaultSecurityGroup = .known(SecurityGroup.ID(address))
      }
    }
    origins.reserve(2 * model.securityGroups.count)
    for id in resources(Types.group) { add(readings?.rules(of: id) ?? inlineRules(of: id), of: id) }
    for id in managed("aws_security_group_rule") { addRule(id) }
    for id in managed("aws_vpc_security_group_ingress_rule") { addSeparateRule(id, .ingress) }
    for id in managed("aws_vpc_security_group_egress_rule") { addSeparateRule(id, .egress) }
  }

  /// A peer, certain or one that the rule may have.
  struct RulePeer {
    let peer: Fact<SecurityGroup.Peer>
    var exists: Fact<Bool> = true
  }

  /// The peers of a rule that are addresses, lists of them, or the group itself.
  mutating func addressPeers(_ block: Attribute) -> [RulePeer] {
    var peers: [RulePeer] = []
    for name in ["cidr_blocks", "ipv6_cidr_blocks"] {
      for prefix in prefixes(member(block, name)) { peers.append(RulePeer(peer: prefix.map { .prefix($0) })) }
    }
    let lists = links(
      block.resource, block.path.appending("prefix_list_ids").names, Types.prefixList,
      of: member(block, "prefix_list_ids"))
    for list in lists { peers.append(RulePeer(peer: listPeer(list))) }
    switch bool(member(block, "self")) {
    case .known(true): peers.append(RulePeer(peer: .known(.itself)))
    case .unknown(let unknown): peers.append(RulePeer(peer: .known(.itself), exists: .unknown(unknown)))
    default: break
    }
    return peers
  }

  private func listPeer(_ link: Link) -> Fact<SecurityGroup.Peer> {
    (fact(link) as Fact<PrefixList.ID>).map { .prefixList($0) }
  }

  /// The peers that a reference to a group may be.
  mutating func groupPeers(
    _ link: Link, _ id: ResourceID, _ path: [String], value: Attribute? = nil
  ) -> [RulePeer] {
    switch link {
    case .resource(let group): return [RulePeer(peer: .known(.group(SecurityGroup.ID(graph.address(of: group)))))]
    case .outside(let name):
      // `account/group` is how EC2 writes a group of another account.
      return [RulePeer(peer: .known(.namedGroup(SecurityGroup.ID(name))))]
    case .unknown(let unknown, let candidates):
      if let candidates, !candidates.isEmpty {
        return candidates.map {
          RulePeer(peer: .known(.group(SecurityGroup.ID(graph.address(of: $0)))), exists: .unknown(unknown))
        }
      }
      if let group = builtInGroup(id, path, value) { return [RulePeer(peer: .known(.group(group)))] }
      return [RulePeer(peer: .known(.group(SecurityGroup.ID(unknown.id))), exists: .unknown(unknown))]
    }
  }

  /// The rules of one declaration, one for each peer.
  func declared(
    _ id: ResourceID, _ name: String, _ direction: SecurityGroup.Direction, _ traffic: Traffic, _ peers: [RulePeer],
    exists: Fact<Bool> = true
  ) -> [SecurityGroup.Rule] {
    let exists: Fact<Bool>? = if case .known(true) = exists { nil } else { exists }
    return peers.map { peer in
      SecurityGroup.Rule(
        id: name, direction: direction, traffic: traffic, peer: peer.peer, exists: exists ?? peer.exists)
    }
  }

  private mutating func addRule(_ id: ResourceID) {
    let address = register(id)
    let directions: [SecurityGroup.Direction]
    var exists: Fact<Bool> = true
    switch text(attribute(id, "type")) {
    case .known("ingress"): directions = [.ingress]
    case .known("egress"): directions = [.egress]
    default:
      directions = [.ingress, .egress]
      exists = .unknown(unknown(id, ["type"]))
    }
    let whole = Attribute(resource: id, path: AttributePath(block: []), node: graph.values(of: id))
    var peers = addressPeers(whole)
    if let source = link(id, ["source_security_group_id"], Types.group) {
      peers += groupPeers(source, id, ["source_security_group_id"])
    }
    for direction in directions {
      place(id, "security_group_id", direction, exists) { adapter in
        adapter.declared(
          id, address, direction, adapter.traffic(id, .group, .resource(id)), peers)
      }
    }
  }

  private mutating func addSeparateRule(_ id: ResourceID, _ direction: SecurityGroup.Direction) {
    let address = register(id)
    var peers: [RulePeer] = []
    for name in ["cidr_ipv4", "cidr_ipv6"] {
      switch prefix(attribute(id, name)) {
      case .absent: continue
      case .known(let prefix): peers.append(RulePeer(peer: .known(.prefix(prefix))))
      case .unknown(let unknown): peers.append(RulePeer(peer: .unknown(unknown)))
      }
    }
    if let list = link(id, ["prefix_list_id"], Types.prefixList) { peers.append(RulePeer(peer: listPeer(list))) }
    if let group = link(id, ["referenced_security_group_id"], Types.group) {
      peers += groupPeers(group, id, ["referenced_security_group_id"])
    }
    place(id, "security_group_id", direction, true) { adapter in
      adapter.declared(
        id, address, direction, adapter.traffic(id, .separateGroup, .resource(id)), peers)
    }
  }
}
