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
    for receiver in to.classes { search.find(from: from, to: receiver) }
    for receiver in to.outside {
      for sender in from.classes { search.add(sender.terminal, sender.members, receiver, [receiver.element]) }
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

  mutating func find(from: PreparedZone, to receiver: EndpointClass) {
    for sender in from.outside { add(sender, [sender.element], receiver.terminal, receiver.members) }
    for candidate in candidates(from, receiver.terminal) {
      let sender = from.classes[candidate]
      if sender.members.count == 1, sender.terminal.endpoint == receiver.terminal.endpoint,
        receiver.members.count == 1
      {
        continue
      }
      add(sender.terminal, sender.members, receiver.terminal, receiver.members)
    }
  }

  /// The senders that may get past the receiver's groups, or past those of a proxy in front of it.
  private func candidates(_ from: PreparedZone, _ receiver: Terminal) -> [Int] {
    if from.classes.isEmpty { return [] }
    var found = candidates(from, receiver.parties)
    guard includesProxies, let endpoint = receiver.endpoint else { return found.sorted() }
    var waiting = (topology.frontsByTarget[endpoint] ?? []) + topology.frontsOfAnyTarget
    var seen = Set(waiting)
    while let front = waiting.popLast() {
      let entrance = topology.fronts[front].entrance
      found.formUnion(candidates(from, topology.endpoints[entrance].parties))
      for further in topology.frontsByTarget[entrance] ?? [] where seen.insert(further).inserted {
        waiting.append(further)
      }
    }
    return found.sorted()
  }

  private func candidates(_ from: PreparedZone, _ parties: [Party]) -> Set<Int> {
    parties.filter(\.acceptsConnections).reduce(into: []) {
      $0.formUnion(from.senders.candidates(for: $1, topology))
    }
  }

  mutating func add(_ from: Terminal, _ senders: [Element], _ to: Terminal, _ receivers: [Element]) {
    let sets = topology.courses(from: from, to: to, scope, includesProxies: includesProxies)
    let isCertain = !(from.isOneOfMany || to.isOneOfMany)
    let common = isCertain ? PacketSet.everything : topology.bounds(sets, from: from, to: to).lower
    for course in sets.lazy.flatMap(\.courses) where !course.bounds.upper.isEmpty {
      let packets =
        isCertain
        ? course.bounds
        : Bounds(lower: course.bounds.lower.intersection(common), upper: course.bounds.upper)
      flows.append(
        Flow(
          senders: senders, receivers: receivers, kinds: course.kinds, packets: packets,
          entry: course.steps.count > 1 ? course.steps[0].bounds : packets))
    }
  }
}
