/// Security groups, endpoints and the proxies in front of them.
extension TopologyBuilder {
  mutating func addGroups() {
    topology.groups = made(model.securityGroups.count) { builder, index in
      builder.rules(of: builder.model.securityGroups[index])
    }
  }

  private mutating func rules(of group: SecurityGroup) -> GroupRules {
    let element = Element(.securityGroup, id: group.id.name, label: group.label)
    let own = groupIndex[group.id]
    var ingress: [GroupRules.Rule] = []
    var egress: [GroupRules.Rule] = []
    for rule in group.rules where rule.exists != .known(false) {
      let compiled = compiled(rule, own: own, element)
      if rule.direction == .ingress { ingress.append(compiled) } else { egress.append(compiled) }
    }
    return GroupRules(element: element, ingress: ingress, egress: egress)
  }

  private mutating func compiled(_ rule: SecurityGroup.Rule, own: Int?, _ group: Element) -> GroupRules.Rule {
    let shape = rule.traffic.shape
    let (peer, peerUnknown) = peer(rule.peer, own: own, group)
    var unknowns = rule.traffic.unknowns
    if let peerUnknown { unknowns.append(peerUnknown) }
    if let unknown = rule.exists.unknown { unknowns.append(unknown) }
    return GroupRules.Rule(
      element: Element(.securityGroupRule, id: rule.id, label: rule.label), peer: peer, shape: shape.possible,
      isCertain: rule.exists == .known(true) && shape.certain != nil && peerUnknown == nil, unknowns: unknowns)
  }

  private mutating func peer(
    _ peer: Fact<SecurityGroup.Peer>, own: Int?, _ group: Element
  ) -> (GroupRules.Peer, Unknown?) {
    switch peer {
    case .unknown(let unknown): return (.unknown(onlyInsideVPC: false), unknown)
    case .known(.prefix(let prefix)): return (.addresses(AddressSet(prefix)), nil)
    case .known(.itself): return own.map { (.group($0), nil) } ?? (.unknown(onlyInsideVPC: true), nil)
    case .known(.prefixList(let id)):
      switch entries(id) {
      case .known(let prefixes): return (.addresses(AddressSet(prefixes)), nil)
      case .unknown(let unknown): return (.unknown(onlyInsideVPC: false), unknown)
      }
    case .known(.namedGroup(let id)):
      if let index = groupIndex[id] { return (.group(index), nil) }
      return (.outsider, TopologyBuilder.missing(.securityGroup, id.name))
    case .known(.group(let id)):
      switch resolve(.known(id), in: groupIndex, .securityGroup, from: group) {
      case .known(let index): return (.group(index), nil)
      case .unknown(let unknown): return (.unknown(onlyInsideVPC: true), unknown)
      }
    }
  }

  mutating func addEndpoints() {
    topology.endpoints = made(model.endpoints.count) { builder, index in
      builder.node(of: builder.model.endpoints[index])
    }
  }

  private mutating func node(of endpoint: Endpoint) -> Topology.Node {
    let element = Element(.endpoint, id: endpoint.id.name, label: endpoint.label)
    let (places, isOneOf) = places(endpoint)
    let parties = places.map { place in
      let filter = filter(endpoint.filtering, place, element)
      return party(
        element, place, ipv4: endpoint.ipv4, ipv6: endpoint.ipv6, filter: filter, isPublic: endpoint.hasPublicIPv4,
        acceptsConnections: endpoint.acceptsConnections, isHidden: endpoint.isHiddenFromGateways)
    }
    return Topology.Node(
      element: element, parties: parties, isOneOfMany: isOneOf && parties.count > 1, kind: endpoint.kind)
  }

  private func places(_ endpoint: Endpoint) -> ([Fact<Subnet.ID>], Bool) {
    let (places, isOneOf) =
      switch endpoint.placement {
      case .oneOf(let places): (places, true)
      case .each(let places): (places, false)
      }
    if places.isEmpty {
      return ([.unknown(Unknown("\(endpoint.label) subnet", reason: "no subnet is named"))], isOneOf)
    }
    return (places, isOneOf)
  }

  private mutating func filter(
    _ filtering: Endpoint.Filtering, _ place: Fact<Subnet.ID>, _ element: Element
  ) -> Party.Guard {
    switch filtering {
    case .none: return .open
    case .groups(let references) where !references.isEmpty:
      let resolved = references.map { resolve($0, in: groupIndex, .securityGroup, from: element) }
      return .groups(resolved.compactMap(\.value), unknown: resolved.compactMap(\.unknown))
    case .groups, .defaultGroup:
      guard let vpc = vpc(of: place) else {
        return .groups([], unknown: [Unknown("default group", reason: "the VPC of \(element.label) is not known")])
      }
      guard let reference = model.vpcs[vpc].defaultSecurityGroup else {
        return .groups([implicitGroups[vpc]].compactMap { $0 }, unknown: [])
      }
      let group = resolve(reference, in: groupIndex, .securityGroup, from: element)
      return .groups([group.value].compactMap { $0 }, unknown: [group.unknown].compactMap { $0 })
    }
  }

  /// The VPC of a place, nil if it is not known.
  private func vpc(of place: Fact<Subnet.ID>) -> Int? {
    place.value.flatMap { topology.subnetIndex[$0] }.flatMap { topology.subnets[$0].vpc.value }
  }

  /// Default groups where an endpoint carries one that the model does not have.
  mutating func addImplicitGroups() {
    for index in model.endpoints.indices where model.endpoints[index].carriesDefaultGroup {
      for place in places(model.endpoints[index]).0 {
        guard let vpc = vpc(of: place), model.vpcs[vpc].defaultSecurityGroup == nil, implicitGroups[vpc] == nil else {
          continue
        }
        implicitGroups[vpc] = addImplicitGroup(vpc)
      }
    }
  }

  /// The default group as AWS creates it: its members among themselves, everything out.
  private mutating func addImplicitGroup(_ vpc: Int) -> Int {
    let label = "default security group of \(topology.vpcs[vpc].element.label)"
    let index = topology.groups.count
    func rule(_ name: String, _ peer: GroupRules.Peer) -> GroupRules.Rule {
      GroupRules.Rule(
        element: Element(.securityGroupRule, id: "\(label) \(name)", label: "\(label): \(name)"), peer: peer,
        shape: .everything, isCertain: true, unknowns: [])
    }
    topology.groups.append(
      GroupRules(
        element: Element(.securityGroup, id: label, label: label), ingress: [rule("members", .group(index))],
        egress: [rule("everything out", .addresses(.everything))]))
    return index
  }
}

extension Endpoint {
  /// Whether its interfaces carry the default groups of their VPCs.
  fileprivate var carriesDefaultGroup: Bool {
    switch filtering {
    case .none: false
    case .groups(let references): references.isEmpty
    case .defaultGroup: true
    }
  }
}
