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
      guard groupIndex[SecurityGroup.ID(address)] == nil else { continue }
      groupIndex[SecurityGroup.ID(address)] = model.securityGroups.count
      model.securityGroups.append(SecurityGroup(id: SecurityGroup.ID(address)))
      if graph[id].type == "aws_default_security_group", let vpc = vpc(id, "vpc_id")?.value, let index = vpcIndex[vpc] {
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
              id: "\(address) \(direction)", direction: direction, traffic: .all, peer: .unknown(unknown),
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
              id: register(id, suffix: " \(direction)"), direction: direction, traffic: .all, peer: .unknown(unknown),
              exists: .unknown(unknown))
          ], to: .resource(id))
      }
      let doubtful = rules.count { block in
        links(id, [direction.rawValue, "security_groups"], Types.group, at: member(block, "security_groups")).contains {
          $0.resource != nil && isUnknown(member(block, "security_groups"))
        }
      }
      for (number, block) in rules.enumerated() {
        let name = register(id, block, suffix: ".\(direction.rawValue)[\(number)]")
        let peers = inlinePeers(id, direction, block, isShared: doubtful > 1)
        append(declared(id, name, direction, traffic(id, .group, .block(block)), peers), to: .resource(id))
      }
    }
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
    let groups = links(id, [direction.rawValue, "security_groups"], Types.group, at: member)
    let targets = Set(groups.compactMap(\.resource))
    for link in groups {
      var found = groupPeers(link, id, [direction.rawValue, "security_groups"], value: member)
      if isShared, targets.count > 1, link.resource != nil, isUnknown(member) {
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
      peers += prefixes(member(block, name)).map { RulePeer(peer: $0.map { .prefix($0) }) }
    }
    let lists = links(
      block.resource, block.path.appending("prefix_list_ids").names, Types.prefixList,
      at: member(block, "prefix_list_ids"))
    peers += lists.map { RulePeer(peer: listPeer($0)) }
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
    peers.map { peer in
      SecurityGroup.Rule(
        id: name, direction: direction, traffic: traffic, peer: peer.peer,
        exists: exists == true ? peer.exists : exists)
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

  /// Puts a rule that is a resource of its own into the group that it names.
  private mutating func place(
    _ id: ResourceID, _ name: String, _ direction: SecurityGroup.Direction, _ exists: Fact<Bool>,
    _ make: (inout NetworkAdapter) -> [SecurityGroup.Rule]
  ) {
    guard let link = link(id, [name], Types.group) else { return }
    var rules = make(&self)
    var exists = exists
    if case .resource(let group) = link, exists == true, graph.isSet(direction.rawValue, of: group) == true {
      exists = .unknown(
        Unknown(
          graph.address(of: id),
          reason:
            "\(graph.address(of: group)) has \(direction.rawValue) blocks of its own, which remove rules declared elsewhere"
        ))
    }
    if exists != true { for index in rules.indices { rules[index].exists = exists } }
    if case .unknown(_, nil) = link, let group = builtInGroup(id, [name], nil) {
      append(rules, to: group)
    } else {
      append(rules, to: link)
    }
  }

  private mutating func append(_ rules: [SecurityGroup.Rule], to link: Link) {
    switch link {
    case .resource(let id): append(rules, to: SecurityGroup.ID(graph.address(of: id)))
    case .outside(let name):
      // A group that something else made: what it admits besides is not known.
      addOutsideGroup(name)
      append(rules, to: SecurityGroup.ID(name))
    case .unknown(let unknown, let candidates):
      let groups = candidates?.map { SecurityGroup.ID(graph.address(of: $0)) } ?? model.securityGroups.map(\.id)
      for group in groups {
        append(
          rules.map { rule in
            var rule = rule
            rule.exists = .unknown(unknown)
            return rule
          }, to: group)
      }
    }
  }

  private mutating func append(_ rules: [SecurityGroup.Rule], to group: SecurityGroup.ID) {
    guard let index = groupIndex[group] else { return }
    model.securityGroups[index].rules += rules
  }

  private mutating func addOutsideGroup(_ name: String) {
    let id = SecurityGroup.ID(name)
    guard groupIndex[id] == nil else { return }
    let unknown = Unknown("\(name) rules", reason: "the rules of \(name) are not in the input")
    groupIndex[id] = model.securityGroups.count
    model.securityGroups.append(
      SecurityGroup(
        id: id,
        rules: [SecurityGroup.Direction.ingress, .egress].map { direction in
          SecurityGroup.Rule(
            id: "\(name) \(direction)", direction: direction, traffic: .all, peer: .unknown(unknown),
            exists: .unknown(unknown))
        }))
  }

  /// The groups of an interface, for an attribute that names them.
  mutating func groups(_ id: ResourceID, _ path: [String], at value: Attribute? = nil) -> [Fact<SecurityGroup.ID>] {
    links(id, path, Types.group, at: value).map { link in
      if case .unknown(_, nil) = link, let group = builtInGroup(id, path, value) { return .known(group) }
      if case .outside(let name) = link { addOutsideGroup(name) }
      return fact(link)
    }
  }
}

extension Fact {
  func map<Result>(_ transform: (Value) -> Result) -> Fact<Result> {
    switch self {
    case .known(let value): .known(transform(value))
    case .unknown(let unknown): .unknown(unknown)
    }
  }
}
