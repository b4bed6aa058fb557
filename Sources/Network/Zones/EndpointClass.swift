/// Endpoints that no question of some kind can tell apart.
struct EndpointClass: Sendable {
  let terminal: Terminal
  var members: [Element]
  /// The VPC of the first member.
  var vpc: Int?
  /// A member of another VPC, to stand in where sender and receiver must not share one.
  var stranger: Terminal?
  /// Whether pairs of other VPCs are found from afar.
  var isFar = false

  var representatives: [Terminal] { [terminal] + [stranger].compactMap { $0 } }
}

/// How finely endpoints are told apart.
///
/// Rules that name groups need the groups themselves. For all other rules it is enough what a group says about
/// addresses, and between VPCs it does not even matter in which of several like subnets an endpoint is. (Within one it
/// does only where ACLs or routes judge what crosses a subnet's edge.)
enum Grain: Hashable, Sendable {
  case groups
  case subnets
  case vpcs
  /// As seen from other VPCs across a transit gateway.
  case estate
}

/// Which side of a flow endpoints are grouped for.
enum Role: Hashable, Sendable {
  case sender
  case receiver
}

/// What makes endpoints alike.
struct ClassKey: Hashable {
  struct Interface: Hashable {
    let place: Place
    let groups: [Int]
    let unknownGroups: [Unknown]
    let isGuarded: Bool
    let hasPublicIPv4: Fact<Bool>
    let ipv4: [AddressKey]
    let ipv6: [AddressKey]
  }

  enum Place: Hashable {
    case site(Party.Site)
    /// Any subnet of a VPC with this table and ACL.
    case like(vpc: Int, table: Int, acl: Int)
    case far(FarSite)
  }

  /// An address is as good as another if every prefix that the model speaks of holds both or neither; prefixes nest, so
  /// the longest one around it tells.
  enum AddressKey: Hashable {
    case some(Interval<UInt128>, Unknown?)
    case within(Prefix?, isOneOfMany: Bool, Unknown?)
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
  func classes(of members: [Int], _ grain: Grain, as role: Role) -> [EndpointClass] {
    var places = Numbering<ClassKey>(minimumCapacity: members.count)
    var classes: [EndpointClass] = []
    for member in members {
      let site = farSite(of: member)
      if grain == .estate && site == nil { continue }
      let place = places.number(of: key(member, grain, role))
      let vpc = endpoints[member].parties.first.flatMap { self.vpc(of: $0) }
      if place < classes.count {
        classes[place].members.append(endpoints[member].element)
        if grain == .estate, classes[place].stranger == nil, classes[place].vpc != vpc {
          classes[place].stranger = .endpoint(member, self)
        }
      } else {
        classes.append(
          EndpointClass(
            terminal: .endpoint(member, self), members: [endpoints[member].element], vpc: vpc, isFar: site != nil))
      }
    }
    return classes
  }

  private func key(_ index: Int, _ grain: Grain, _ role: Role) -> ClassKey {
    let node = endpoints[index]
    let behind = role == .receiver || grain == .groups ? memberships[index] ?? [] : []
    // A proxy whose targets are not known may forward to any of them.
    let isBehind = !behind.isEmpty || role == .receiver && !frontsOfAnyTarget.isEmpty
    return ClassKey(
      interfaces: node.parties.map { interface($0, grain, role, isBehind: isBehind) },
      isOneOfMany: node.isOneOfMany, acceptsConnections: node.parties.allSatisfy(\.acceptsConnections),
      // A proxy of one VPC is no proxy for another, so as a sender it is like any from afar.
      proxy: isProxy(index) && !(grain == .estate && role == .sender) ? index : nil, behind: behind)
  }

  private func interface(_ party: Party, _ grain: Grain, _ role: Role, isBehind: Bool) -> ClassKey.Interface {
    var groups: [Int] = []
    var unknown: [Unknown] = []
    var isGuarded = false
    if case .groups(let known, let doubtful) = party.filter {
      // A proxy in front may be recognised by its group.
      let isPlain = grain == .groups || isBehind
      let signatures = role == .sender ? egressSignatures : ingressSignatures
      groups = isPlain ? known.sorted() : Set(known.map { signatures[$0] }).sorted()
      unknown = doubtful
      isGuarded = true
    }
    return ClassKey.Interface(
      place: place(party, grain), groups: groups, unknownGroups: unknown, isGuarded: isGuarded,
      hasPublicIPv4: party.hasPublicIPv4, ipv4: addressKeys(party, .ipv4, grain),
      ipv6: addressKeys(party, .ipv6, grain))
  }

  private func place(_ party: Party, _ grain: Grain) -> ClassKey.Place {
    guard case .subnet(let index) = party.site, let vpc = subnets[index].vpc.value else { return .site(party.site) }
    if grain == .estate, let far = farSites[index] { return .far(far) }
    guard grain == .vpcs || isUnfiltered(subnets[index])
    else { return .site(party.site) }
    return .like(vpc: vpc, table: subnets[index].table, acl: subnets[index].acl)
  }

  /// Whether it makes no difference for packets of the same VPC to cross the subnet's edge.
  private func isUnfiltered(_ subnet: SubnetSite) -> Bool {
    tables[subnet.table].isLocalUndisturbed && acls[subnet.acl].isOpen
  }

  private func isProxy(_ index: Int) -> Bool { frontsByEntrance[index] != nil || frontExits.contains(index) }

  private func addressKeys(_ party: Party, _ family: AddressFamily, _ grain: Grain) -> [ClassKey.AddressKey] {
    let addresses = party.addresses(family)
    let vpc = grain == .estate ? self.vpc(of: party) : nil
    return addresses.ranges.map { range in
      if let vpc, range.low == range.high || addresses.isOneOfMany {
        return foreignCuts.key(range, family, of: vpc, addresses)
      }
      let isWhole = range.low == range.high || addresses.isOneOfMany
      if isWhole && !cuts.cut(range, family) {
        let around = cuts.longest(around: Address(family, range.low), atMost: range)
        return .within(around, isOneOfMany: addresses.isOneOfMany, addresses.doubt)
      }
      return addresses.isOneOfMany ? .some(range, addresses.doubt) : .exactly(range)
    }
  }
}
