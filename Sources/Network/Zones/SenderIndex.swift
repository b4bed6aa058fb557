/// The classes of a zone by what rules can name, groups and addresses. Finds the senders that a receiver may admit without
/// a look at every pair.
struct SenderIndex: Sendable {
  private var carriers: [Int: [Int]] = [:]
  /// By the group that an egress rule names.
  private var naming: [Int: [Int]] = [:]
  /// Egress rules name groups that are not in the model.
  private var namingStrangers: [Int] = []
  /// May carry any group.
  private var uncertain: [Int] = []
  /// May be anywhere.
  private var unplaced: [Int] = []
  private var byVPC: [Int: [Int]] = [:]
  private var ipv4 = RangeIndex()
  private var ipv6 = RangeIndex()
  /// NAT gateways by address: a rule that admits one may admit those who send through it.
  private var relays = RangeIndex()
  private let count: Int
  private let isAcrossVPCs: Bool
  /// The classes that are not found from afar.
  private var near: [Int] = []

  /// Of no classes.
  init() {
    count = 0
    isAcrossVPCs = false
  }

  init(_ classes: [EndpointClass], _ topology: Topology, isAcrossVPCs: Bool) {
    count = classes.count
    self.isAcrossVPCs = isAcrossVPCs
    var ranges: (ipv4: [RangeIndex.Entry], ipv6: [RangeIndex.Entry]) = ([], [])
    for (index, one) in classes.enumerated() {
      for party in one.representatives.flatMap(\.parties) {
        note(party, index, topology)
        ranges.ipv4 += party.ipv4.ranges.map { RangeIndex.Entry(range: $0, index: index) }
        ranges.ipv6 += party.ipv6.ranges.map { RangeIndex.Entry(range: $0, index: index) }
      }
    }
    near = classes.indices.filter { !classes[$0].isFar }
    ipv4 = RangeIndex(ranges.ipv4)
    ipv6 = RangeIndex(ranges.ipv6)
    relays = RangeIndex(
      topology.nats.enumerated().flatMap { index, nat in
        nat.party.ipv4.ranges.map { RangeIndex.Entry(range: $0, index: index) }
      })
  }

  private mutating func note(_ party: Party, _ index: Int, _ topology: Topology) {
    if let vpc = topology.vpc(of: party) {
      byVPC[vpc, default: []].append(index)
    } else {
      unplaced.append(index)
    }
    guard case .groups(let known, let unknown) = party.filter else { return }
    if !unknown.isEmpty { uncertain.append(index) }
    for group in known {
      carriers[group, default: []].append(index)
      for rule in topology.groups[group].egress {
        switch rule.peer {
        case .group(let named): naming[named, default: []].append(index)
        case .outsider, .unknown(onlyInsideVPC: true): namingStrangers.append(index)
        case .unknown, .addresses: break
        }
      }
    }
  }

  /// The classes that an interface may admit by their addresses.
  func admittedByAddress(_ party: Party, _ topology: Topology) -> Set<Int> {
    guard case .groups(let groups, let unknown) = party.filter, unknown.isEmpty else {
      return connected(party, topology)
    }
    var found: Set<Int> = []
    for rule in groups.lazy.flatMap({ topology.groups[$0].ingress }) {
      switch rule.peer {
      case .unknown(onlyInsideVPC: false): return connected(party, topology)
      case .unknown, .group, .outsider: break
      case .addresses(let addresses):
        if addresses.contains(everythingOf: .ipv4) || addresses.contains(everythingOf: .ipv6) {
          return connected(party, topology)
        }
        for range in addresses.ipv4 {
          ipv4.visit(range) { found.insert($0) }
          relays.visit(range) { found.formUnion(users(of: $0, topology)) }
        }
        for range in addresses.ipv6 { ipv6.visit(range) { found.insert($0) } }
      }
    }
    return found
  }

  /// Of the classes that an interface in a far site may admit, those that are not found from afar.
  func besidesFar(_ party: Party, _ topology: Topology) -> Set<Int> {
    near.isEmpty ? [] : admittedByAddress(party, topology).intersection(near)
  }

  /// The classes that an interface may admit by their groups, or that may name its groups, or that may be anywhere.
  func admittedByGroup(_ party: Party, _ topology: Topology) -> Set<Int> {
    guard topology.vpc(of: party) != nil else { return Set(0..<count) }
    var found = Set(unplaced).union(namingStrangers)
    guard case .groups(let groups, let unknown) = party.filter else { return found }
    if !unknown.isEmpty { for classes in naming.values { found.formUnion(classes) } }
    for group in groups {
      found.formUnion(naming[group] ?? [])
      for rule in topology.groups[group].ingress {
        switch rule.peer {
        case .outsider, .unknown(onlyInsideVPC: true): found.formUnion(connected(party, topology))
        case .group(let named): found.formUnion((carriers[named] ?? []) + uncertain)
        case .unknown, .addresses: break
        }
      }
    }
    return found
  }

  /// The classes in VPCs with a connection to the interface's, or with a NAT gateway there. Where endpoints are grouped
  /// across VPCs there are few classes, and any may be.
  private func connected(_ party: Party, _ topology: Topology) -> Set<Int> {
    guard !isAcrossVPCs, let vpc = topology.vpc(of: party), let near = topology.neighbours(of: vpc) else {
      return Set(0..<count)
    }
    return Set(near.lazy.flatMap { byVPC[$0] ?? [] })
  }

  /// The classes of one VPC.
  func classes(in vpc: Int) -> [Int] { byVPC[vpc] ?? [] }

  private func users(of nat: Int, _ topology: Topology) -> [Int] {
    topology.users[nat].flatMap { byVPC[$0] ?? [] }
  }
}

/// Ranges by where they start, to find those that overlap another.
struct RangeIndex: Sendable {
  struct Entry: Sendable {
    let range: Interval<UInt128>
    let index: Int
  }

  private let entries: [Entry]
  /// The highest end among the entries up to each.
  private let reach: [UInt128]

  init(_ entries: [Entry] = []) {
    self.entries = entries.sorted { ($0.range.low, $0.index) < ($1.range.low, $1.index) }
    var highest: UInt128 = 0
    reach = self.entries.map {
      highest = max(highest, $0.range.high)
      return highest
    }
  }

  func visit(_ range: Interval<UInt128>, _ body: (Int) -> Void) {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].range.low <= range.high { low = middle + 1 } else { high = middle }
    }
    var place = low - 1
    while place >= 0, reach[place] >= range.low {
      if entries[place].range.overlaps(range) { body(entries[place].index) }
      place -= 1
    }
  }
}

extension AddressSet {
  func contains(everythingOf family: AddressFamily) -> Bool {
    self[family].first.map { $0.low == 0 && $0.high == family.highest } ?? false
  }
}

extension Topology {
  /// The VPCs that something may connect with one, itself included; nil: any.
  func neighbours(of vpc: Int) -> [Int]? {
    guard links.loosePeerings.isEmpty, links.looseAttachments.isEmpty else { return nil }
    return neighbourhoods[vpc]
  }

  /// Computed once for all VPCs.
  func computedNeighbourhoods() -> [[Int]?] {
    let opaque = Set(subnets.filter { !tables[$0.table].isModelled }.compactMap(\.vpc.value))
    let direct: [[Int]?] = vpcs.indices.map { vpc in
      if opaque.contains(vpc) { return nil }
      var near: Set<Int> = [vpc]
      for peering in links.peerings[vpc] ?? [] {
        near.formUnion([peerings[peering].ends.0.value, peerings[peering].ends.1.value].compactMap { $0 })
      }
      for exit in links.attachments[vpc] ?? [] {
        for entry in links.attachmentsOfRouter[attachments[exit].gateway] ?? [] {
          guard case .known(.vpc(let other)) = attachments[entry].resource, let table = attachments[entry].table,
            transitTables[table].mayLead(to: .attachment(exit))
          else { continue }
          near.insert(other)
        }
      }
      return near.sorted()
    }
    return withRelays(direct)
  }

  /// Who sends through a NAT gateway of a neighbour is one too.
  private func withRelays(_ direct: [[Int]?]) -> [[Int]?] {
    var users: [Int: Set<Int>] = [:]
    for (nat, own) in self.users.enumerated() where own.count > 1 {
      guard let place = vpc(of: nats[nat].party) else { continue }
      users[place, default: []].formUnion(own)
    }
    if users.isEmpty { return direct }
    return direct.map { near in
      near.map { near in near.reduce(into: Set(near)) { $0.formUnion(users[$1] ?? []) }.sorted() }
    }
  }
}

extension Topology {
  /// The VPCs whose packets may leave through each NAT gateway: its own, and those that share a transit gateway with it.
  func computedUsers() -> [[Int]] {
    var users = nats.map { Set([vpc(of: $0.party)].compactMap { $0 }) }
    for (router, points) in links.egressPoints {
      let attached = (links.attachmentsOfRouter[router] ?? []).compactMap { attachment -> Int? in
        if case .known(.vpc(let vpc)) = attachments[attachment].resource { vpc } else { nil }
      }
      for point in points.values.flatMap({ $0 }) { users[point.nat].formUnion(attached) }
    }
    return users.map { $0.sorted() }
  }
}
