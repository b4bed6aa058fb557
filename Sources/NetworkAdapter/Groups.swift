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
    for id in resources(Types.group) { addInlineRules(id) }
    for id in managed("aws_security_group_rule") { addRule(id) }
    for id in managed("aws_vpc_security_group_ingress_rule") { addSeparateRule(id, .ingress) }
    for id in managed("aws_vpc_security_group_egress_rule") { addSeparateRule(id, .egress) }
  }

  private mutating func addInlineRules(_ id: ResourceID) {
    let address = graph.address(of: id)
    if graph.mode(of: id) == .data {
      let unknown = Unknown("\(address) rules", reason: "the rules of \(address) are not in the input")
      for direction in [SecurityGroup.Direction.ingress, .egress] {
        append(
          [
            SecurityGroup.Rule(
              id: "\(address) \(direction.rawValue)", direction: direction, traffic: .all, peer: .unknown(unknown),
              exists: .unknown(unknown))
          ], to: .resource(id))
      }
      return
    }
    for direction in [SecurityGroup.Direction.ingress, .egress] {
      let (rules, unknown) = blocks(id, direction.rawValue)
      if let unknown {
        append(
          [
            SecurityGroup.Rule(
              id: register(id, suffix: " \(direction.rawValue)"), direction: direction, traffic: .all,
              peer: .unknown(unknown),
              exists: .unknown(unknown))
          ], to: .resource(id))
      }
      // One block alone leaves no doubt which names a group.
      let doubtful = rules.count > 1 ? rules.count { namesUnknownGroup(id, direction, $0) } : 0
      let prefix = ".\(direction.rawValue)["
      for (number, block) in rules.enumerated() {
        let name = register(id, block, suffix: prefix + String(number) + "]")
        let peers = inlinePeers(id, direction, block, isShared: doubtful > 1)
        append(declared(id, name, direction, traffic(id, .group, .block(block)), peers), to: .resource(id))
      }
    }
  }

  private mutating func namesUnknownGroup(
    _ id: ResourceID, _ direction: SecurityGroup.Direction, _ block: Attribute
  ) -> Bool {
    let member = member(block, "security_groups")
    guard isUnknown(member) else { return false }
    return links(id, [direction.rawValue, "security_groups"], Types.group, at: member).contains { $0.resource != nil }
  }

  private func isUnknown(_ attribute: Attribute?) -> Bool {
    let (elements, unknown) = elements(attribute)
    if unknown != nil { return true }
    return elements.contains { graph.arena[$0.node].kind == .unknown }
  }

  /// A peer, certain or one that the rule may have.
  struct RulePeer {
    let peer: Fact<SecurityGroup.Peer>
    var exists: Fact<Bool> = true
  }

  /// - Parameter isShared: several blocks name groups that are known only after apply; a plan does not say which block
  ///   names which.
  private mutating func inlinePeers(
    _ id: ResourceID, _ direction: SecurityGroup.Direction, _ block: Attribute, isShared: Bool
  ) -> [RulePeer] {
    var peers = addressPeers(block)
    let member = member(block, "security_groups")
    let groups = links(id, [direction.rawValue, "security_groups"], Types.group, of: member)
    let isOneOfSeveral = isShared && Set(groups.compactMap(\.resource)).count > 1
    for link in groups {
      var found = groupPeers(link, id, [direction.rawValue, "security_groups"], value: member)
      if isOneOfSeveral, link.resource != nil, isUnknown(member) {
        let unknown = Unknown(
          "\(graph.address(of: id)).\(direction.rawValue)",
          reason:
            "which \(direction.rawValue) block of \(graph.address(of: id)) names which group is known only after apply")
        found = found.map { RulePeer(peer: $0.peer, exists: .unknown(unknown)) }
      }
      peers += found
    }
    return peers
  }

  /// The peers of a rule that are addresses, lists of them, or the group itself.
  private mutating func addressPeers(_ block: Attribute) -> [RulePeer] {
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
  private mutating func groupPeers(
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
  private func declared(
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
