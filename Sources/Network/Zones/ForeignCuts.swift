/// The prefixes that filters and routes of other VPCs speak of.
struct ForeignCuts: Sendable {
  /// Nil: more than one VPC.
  private var users: [Prefix: Int?] = [:]
  private var lengths: [AddressFamily: Set<Int>] = [:]
  private var sorted: [Prefix] = []

  mutating func note(_ prefix: Prefix, _ vpcs: Set<Int>) {
    guard let one = vpcs.first else { return }
    if vpcs.count > 1 {
      users[prefix] = .some(nil)
    } else if let known = users[prefix] {
      if known != one { users[prefix] = .some(nil) }
    } else {
      users[prefix] = one
    }
  }

  mutating func seal() {
    sorted = users.keys.sorted()
    for prefix in sorted { lengths[prefix.family, default: []].insert(prefix.length) }
  }

  private func isForeign(_ prefix: Prefix, to vpc: Int) -> Bool {
    guard let user = users[prefix] else { return false }
    return user != .some(vpc)
  }

  /// What tells a range's addresses apart from others, for filters of other VPCs: the longest prefix around it, or the
  /// range itself if a prefix cuts it.
  func key(_ range: Interval<UInt128>, _ family: AddressFamily, of vpc: Int, _ addresses: Party.Addresses)
    -> ClassKey.AddressKey
  {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].address < Address(family, range.low) { low = middle + 1 } else { high = middle }
    }
    while low < sorted.count, sorted[low].family == family, sorted[low].address.bits <= range.high {
      if !sorted[low].range.interval.contains(range) && isForeign(sorted[low], to: vpc) {
        return addresses.isOneOfMany ? .some(range, addresses.doubt) : .exactly(range)
      }
      low += 1
    }
    for length in (lengths[family] ?? []).sorted(by: >) {
      guard let prefix = Prefix(around: Address(family, range.low), length: length),
        prefix.range.interval.contains(range), isForeign(prefix, to: vpc)
      else { continue }
      return .within(prefix, isOneOfMany: addresses.isOneOfMany, addresses.doubt)
    }
    return .within(nil, isOneOfMany: addresses.isOneOfMany, addresses.doubt)
  }
}

extension Topology {
  /// Which VPCs' groups, tables and ACLs speak of each prefix.
  func computedForeignCuts(_ model: NetworkModel) -> ForeignCuts {
    var cuts = ForeignCuts()
    var lists = IdentifierMap<PrefixList, [Prefix]>()
    for list in model.prefixLists where lists[list.id] == nil { lists[list.id] = list.entries.value ?? [] }
    let homes = groupHomes
    for (index, group) in model.securityGroups.enumerated() {
      for rule in group.rules {
        switch rule.peer {
        case .known(.prefix(let prefix)): cuts.note(prefix, homes[index] ?? [])
        case .known(.prefixList(let id)): for prefix in lists[id] ?? [] { cuts.note(prefix, homes[index] ?? []) }
        default: break
        }
      }
    }
    let (tables, acls) = subnetHomes(model)
    for table in model.routeTables {
      for route in table.routes {
        switch route.destination {
        case .known(.prefix(let prefix)): cuts.note(prefix, tables[table.id] ?? [])
        case .known(.prefixList(let id)): for prefix in lists[id] ?? [] { cuts.note(prefix, tables[table.id] ?? []) }
        case .unknown: break
        }
      }
    }
    for acl in model.networkACLs {
      for prefix in acl.entries.compactMap(\.prefix.value) { cuts.note(prefix, acls[acl.id] ?? []) }
    }
    cuts.seal()
    return cuts
  }

  /// The VPCs in which each group is carried.
  private var groupHomes: [Int: Set<Int>] {
    var homes: [Int: Set<Int>] = [:]
    for party in endpoints.lazy.flatMap(\.parties) {
      guard let vpc = vpc(of: party), case .groups(let known, _) = party.filter else { continue }
      for group in known { homes[group, default: []].insert(vpc) }
    }
    return homes
  }

  /// The VPCs in which each table and each ACL is used.
  private func subnetHomes(_ model: NetworkModel) -> (
    IdentifierMap<RouteTable, Set<Int>>, IdentifierMap<NetworkACL, Set<Int>>
  ) {
    var tables = IdentifierMap<RouteTable, Set<Int>>()
    var acls = IdentifierMap<NetworkACL, Set<Int>>()
    for (index, subnet) in model.subnets.enumerated() {
      guard let vpc = subnets[index].vpc.value else { continue }
      if let table = (subnet.routeTable ?? model.vpcs[vpc].mainRouteTable)?.value {
        tables[table, default: []].insert(vpc)
      }
      if let acl = (subnet.networkACL ?? model.vpcs[vpc].defaultNetworkACL)?.value {
        acls[acl, default: []].insert(vpc)
      }
    }
    return (tables, acls)
  }
}
