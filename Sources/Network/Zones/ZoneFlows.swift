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
      search.find(from.byVPC, to: receiver) { $0 != $1 }
    }
    for receiver in to.bySubnet.receivers { search.find(from.bySubnet, to: receiver) { $0 == $1 } }
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
  private(set) var flows: [Flow] = []

  init(topology: Topology, includesProxies: Bool) {
    self.topology = topology
    self.includesProxies = includesProxies
  }

  /// What gets to a receiver by rules about addresses, from senders whose VPC stands in some relation to its own.
  mutating func find(
    _ from: PreparedZone.Grouping, to receiver: EndpointClass, where relates: (Int, Int) -> Bool
  ) {
    if from.senders.isEmpty { return }
    guard let home = receiver.terminal.parties.first.flatMap({ topology.vpc(of: $0) }) else { return }
    let found = candidates(receiver.terminal) { from.index.admittedByAddress($0, topology) }
    for candidate in found {
      let sender = from.senders[candidate]
      guard let other = sender.terminal.parties.first.flatMap({ topology.vpc(of: $0) }), relates(other, home) else {
        continue
      }
      add(sender, receiver, recognisesGroups: false)
    }
  }

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
  mutating func add(_ sender: EndpointClass, _ receiver: EndpointClass, recognisesGroups: Bool? = nil) {
    let (from, to) = (sender.terminal, receiver.terminal)
    if sender.members.count == 1 && receiver.members.count == 1 && sender.members == receiver.members { return }
    let sets = topology.courses(
      from: from, to: to, scope, includesProxies: includesProxies, recognisesGroups: recognisesGroups ?? true)
    let isCertain = !(from.isOneOfMany || to.isOneOfMany)
    let common = isCertain ? PacketSet.everything : topology.bounds(sets, from: from, to: to).lower
    let courses = sets.flatMap(\.courses)
    if courses.allSatisfy(\.bounds.upper.isEmpty) { return }
    let known = recognisesGroups == true && isPlaced(from) && isPlaced(to) ? unrecognised(from, to) : []
    for (index, course) in courses.enumerated() where !course.bounds.upper.isEmpty {
      if index < known.count && known[index] == course.bounds { continue }
      let packets =
        isCertain
        ? course.bounds
        : Bounds(lower: course.bounds.lower.intersection(common), upper: course.bounds.upper)
      flows.append(
        Flow(
          senders: sender.members, receivers: receiver.members, kinds: course.kinds, packets: packets,
          entry: course.steps.count > 1 ? course.steps[0].bounds : packets))
    }
  }

  private func isPlaced(_ terminal: Terminal) -> Bool {
    terminal.parties.first.map { topology.vpc(of: $0) != nil } ?? false
  }

  private func unrecognised(_ from: Terminal, _ to: Terminal) -> [Bounds] {
    topology.courses(from: from, to: to, scope, includesProxies: includesProxies, recognisesGroups: false)
      .flatMap(\.courses).map(\.bounds)
  }
}
