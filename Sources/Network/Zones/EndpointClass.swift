/// Endpoints that no question can tell apart, because routes, filters and proxies treat them alike.
struct EndpointClass: Sendable {
  let terminal: Terminal
  var members: [Element]
}

/// What makes endpoints alike.
struct ClassKey: Hashable {
  struct Interface: Hashable {
    let site: Party.Site
    let groups: [Int]
    let unknownGroups: [Unknown]
    let isGuarded: Bool
    let hasPublicIPv4: Fact<Bool>
    let ipv4: [AddressKey]
    let ipv6: [AddressKey]
  }

  /// An address is as good as another if every prefix that the model speaks of holds both or neither; prefixes nest, so
  /// the longest one around it tells.
  enum AddressKey: Hashable {
    case some(Interval<UInt128>, Unknown?)
    case within(Prefix?)
    case exactly(Interval<UInt128>)
  }

  let interfaces: [Interface]
  let isOneOfMany: Bool
  let acceptsConnections: Bool
  /// The place of a proxy's endpoint, which is like no other.
  let proxy: Int?
  /// Which listeners lead to it and at which ports.
  let behind: [FrontMembership]
}

/// That a listener forwards to an endpoint.
struct FrontMembership: Hashable, Sendable {
  let front: Int
  let listener: Int
  let shape: Traffic.Shape
}

extension Topology {
  /// Groups endpoints that are alike, in the order of their first members.
  func classes(of members: [Int]) -> [EndpointClass] {
    var places: [ClassKey: Int] = [:]
    var classes: [EndpointClass] = []
    for member in members {
      let key = key(member)
      if let place = places[key] {
        classes[place].members.append(endpoints[member].element)
      } else {
        places[key] = classes.count
        classes.append(
          EndpointClass(terminal: .endpoint(member, self), members: [endpoints[member].element]))
      }
    }
    return classes
  }

  private func key(_ index: Int) -> ClassKey {
    let node = endpoints[index]
    return ClassKey(
      interfaces: node.parties.map { party in
        var interface = (groups: [Int](), unknown: [Unknown](), isGuarded: false)
        if case .groups(let known, let unknown) = party.filter { interface = (known.sorted(), unknown, true) }
        return ClassKey.Interface(
          site: party.site, groups: interface.groups, unknownGroups: interface.unknown,
          isGuarded: interface.isGuarded, hasPublicIPv4: party.hasPublicIPv4, ipv4: addressKeys(party.ipv4, .ipv4),
          ipv6: addressKeys(party.ipv6, .ipv6))
      }, isOneOfMany: node.isOneOfMany, acceptsConnections: node.parties.allSatisfy(\.acceptsConnections),
      proxy: isProxy(index) ? index : nil, behind: memberships[index] ?? [])
  }

  private func isProxy(_ index: Int) -> Bool { frontsByEntrance[index] != nil || frontExits.contains(index) }

  private func addressKeys(_ addresses: Party.Addresses, _ family: AddressFamily) -> [ClassKey.AddressKey] {
    addresses.ranges.map { range in
      if addresses.isOneOfMany { return .some(range, addresses.doubt) }
      if range.low != range.high { return .exactly(range) }
      return .within(cuts.longest(around: Address(family, range.low)))
    }
  }
}

/// All prefixes that routes, rules and ACL entries of a model speak of.
struct PrefixCuts: Sendable {
  private var prefixes: Set<Prefix> = []
  private var lengths: [AddressFamily: [Int]] = [:]

  init(_ all: some Sequence<Prefix>) {
    prefixes = Set(all)
    for family in AddressFamily.allCases {
      lengths[family] = Set(prefixes.lazy.filter { $0.family == family }.map(\.length)).sorted(by: >)
    }
  }

  func longest(around address: Address) -> Prefix? {
    for length in lengths[address.family] ?? [] {
      if let prefix = Prefix(around: address, length: length), prefixes.contains(prefix) { return prefix }
    }
    return nil
  }
}

extension NetworkModel {
  /// Every prefix that decides something.
  var cuts: PrefixCuts {
    var all: [Prefix] = []
    func note(_ destination: Fact<Route.Destination>) {
      if case .known(.prefix(let prefix)) = destination { all.append(prefix) }
    }
    for vpc in vpcs { all += vpc.prefixes.compactMap(\.value) }
    for subnet in subnets { all += subnet.prefixes.compactMap(\.value) }
    for route in routeTables.flatMap(\.routes) { note(route.destination) }
    for route in transitGateways.flatMap(\.routeTables).flatMap(\.routes) { note(route.destination) }
    for list in prefixLists { all += list.entries.value ?? [] }
    for network in onPremises { all += network.prefixes.value ?? [] }
    for group in securityGroups {
      for rule in group.rules {
        if case .known(.prefix(let prefix)) = rule.peer { all.append(prefix) }
      }
    }
    for acl in networkACLs { all += acl.entries.compactMap(\.prefix.value) }
    return PrefixCuts(all)
  }
}
