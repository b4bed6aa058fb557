extension Reachability {
  /// What flows between two zones against a statement about them.
  public func answer(_ question: ZoneQuestion) throws(QueryError) -> ZoneAnswer {
    answer(
      from: try prepare(question.from), to: try prepare(question.to), includesProxies: question.includesProxies,
      allow: question.allow)
  }

  /// The same for zones that were prepared before.
  public func answer(
    from: PreparedZone, to: PreparedZone, includesProxies: Bool = true, allow: (Flow) -> PacketSet
  ) -> ZoneAnswer {
    var violations: [Flow] = []
    var possible: [Flow] = []
    for flow in flows(from: from, to: to, includesProxies: includesProxies) {
      let rest = flow.packets.subtracting(allow(flow))
      if rest.upper.isEmpty { continue }
      if rest.lower.isEmpty { possible.append(flow.leaving(rest)) } else { violations.append(flow.leaving(rest)) }
    }
    return ZoneAnswer(violations: violations, possibleViolations: possible)
  }

  /// Everything that certainly or possibly flows from one zone to another.
  public func flows(from: PreparedZone, to: PreparedZone, includesProxies: Bool = true) -> [Flow] {
    var search = FlowSearch(topology: topology, includesProxies: includesProxies)
    for receiver in to.byVPC.receivers {
      for sender in from.outside { search.add(EndpointClass(terminal: sender, members: [sender.element]), receiver) }
      search.findNear(from.byVPC, to: receiver)
    }
    for receiver in to.byEstate.receivers { search.findFar(from.byEstate, to: receiver) }
    for receiver in to.bySubnet.receivers { search.findAtHome(from.bySubnet, to: receiver) }
    for receiver in to.byGroup.receivers { search.findByGroup(from.byGroup, to: receiver) }
    for receiver in to.outside {
      for sender in from.byVPC.senders {
        search.add(sender, EndpointClass(terminal: receiver, members: [receiver.element]))
      }
    }
    return search.flows
  }
}

/// Collects the flows between zones.
private struct FlowSearch {
  let topology: Topology
  let includesProxies: Bool
  private let scope = Scope()
  private var memo = EntranceMemo()
  private(set) var flows: [Flow] = []

  init(topology: Topology, includesProxies: Bool) {
    self.topology = topology
    self.includesProxies = includesProxies
  }

  /// What gets to a receiver by rules about addresses, from senders of other VPCs that are not looked at from afar.
  mutating func findNear(_ from: PreparedZone.Grouping, to receiver: EndpointClass) {
    guard !from.senders.isEmpty, let home = receiver.vpc else { return }
    let found = candidates(receiver.terminal) {
      receiver.isFar ? from.index.besidesFar($0, topology) : from.index.admittedByAddress($0, topology)
    }
    for candidate in found {
      let sender = from.senders[candidate]
      guard let other = sender.vpc, other != home else { continue }
      add(sender, receiver, recognisesGroups: false)
    }
  }

  /// The same from senders of its own VPC.
  mutating func findAtHome(_ from: PreparedZone.Grouping, to receiver: EndpointClass) {
    guard let home = receiver.vpc else { return }
    for candidate in from.index.classes(in: home) {
      add(from.senders[candidate], receiver, recognisesGroups: false)
    }
  }

  /// What gets to a receiver by rules about addresses across a transit gateway, from other VPCs.
  mutating func findFar(_ from: PreparedZone.Grouping, to receiver: EndpointClass) {
    if from.senders.isEmpty { return }
    var found: Set<Int> = []
    for terminal in receiver.representatives {
      found.formUnion(candidates(terminal) { from.index.admittedByAddress($0, topology) })
    }
    for candidate in found.sorted() {
      let sender = from.senders[candidate]
      let pairs = sender.representatives.lazy.flatMap { one in receiver.representatives.map { (one, $0) } }
      guard let pair = pairs.first(where: { home($0.0) != home($0.1) }) else { continue }
      add(sender, receiver, from: pair.0, to: pair.1, recognisesGroups: false, isBetweenVPCs: true)
    }
  }

  private func home(_ terminal: Terminal) -> Int? { terminal.parties.first.flatMap { topology.vpc(of: $0) } }

  /// What gets to a receiver because rules name groups.
  mutating func findByGroup(_ from: PreparedZone.Grouping, to receiver: EndpointClass) {
    if from.senders.isEmpty { return }
    let found = candidates(receiver.terminal) { from.index.admittedByGroup($0, topology) }
    for candidate in found { add(from.senders[candidate], receiver, recognisesGroups: true) }
  }

  /// The senders that may get past the receiver's groups, or past those of a proxy in front of it.
  private func candidates(_ receiver: Terminal, _ admitted: (Party) -> Set<Int>) -> [Int] {
    func all(_ parties: [Party]) -> Set<Int> {
      parties.filter(\.acceptsConnections).reduce(into: []) { $0.formUnion(admitted($1)) }
    }
    var found = all(receiver.parties)
    guard includesProxies, let endpoint = receiver.endpoint else { return found.sorted() }
    var waiting = (topology.frontsByTarget[endpoint] ?? []) + topology.frontsOfAnyTarget
    var seen = Set(waiting)
    while let front = waiting.popLast() {
      let entrance = topology.fronts[front].entrance
      found.formUnion(all(topology.endpoints[entrance].parties))
      for further in topology.frontsByTarget[entrance] ?? [] where seen.insert(further).inserted {
        waiting.append(further)
      }
    }
    return found.sorted()
  }

  /// Notes what flows. Where groups are recognised, only what would not flow without: the rest is found by address.
  mutating func add(
    _ sender: EndpointClass, _ receiver: EndpointClass, from: Terminal? = nil, to: Terminal? = nil,
    recognisesGroups: Bool? = nil, isBetweenVPCs: Bool = false
  ) {
    let (from, to) = (from ?? sender.terminal, to ?? receiver.terminal)
    if sender.members.count == 1 && receiver.members.count == 1 && sender.members == receiver.members { return }
    let sets = topology.courses(
      from: from, to: to, scope, includesProxies: includesProxies, recognisesGroups: recognisesGroups ?? true,
      keepsClosed: false, &memo)
    if sets.allSatisfy({ $0.courses.allSatisfy(\.bounds.upper.isEmpty) }) { return }
    let courses = sets.flatMap(\.courses)
    let isCertain = !(from.isOneOfMany || to.isOneOfMany)
    let common = isCertain ? PacketSet.everything : topology.bounds(sets, from: from, to: to).lower
    let known = recognisesGroups == true && isPlaced(from) && isPlaced(to) ? unrecognised(from, to) : []
    for (index, course) in courses.enumerated() where !course.bounds.upper.isEmpty {
      if index < known.count && known[index] == course.bounds { continue }
      let packets =
        isCertain
        ? course.bounds
        : Bounds(lower: course.bounds.lower.intersection(common), upper: course.bounds.upper)
      flows.append(
        Flow(
          senders: sender.members, receivers: receiver.members, kinds: course.kinds, isBetweenVPCs: isBetweenVPCs,
          packets: packets,
          entry: course.steps.count > 1 ? course.steps[0].bounds : packets))
    }
  }

  private func isPlaced(_ terminal: Terminal) -> Bool { home(terminal) != nil }

  private mutating func unrecognised(_ from: Terminal, _ to: Terminal) -> [Bounds] {
    topology.courses(
      from: from, to: to, scope, includesProxies: includesProxies, recognisesGroups: false, keepsClosed: false, &memo
    ).flatMap(\.courses).map(\.bounds)
  }
}
