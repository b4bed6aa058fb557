/// Answers questions about a network model.
///
/// Made once for a model and asked any number of times; answers are a pure function of model and question.
public struct Reachability: Sendable {
  let topology: Topology
  let clusters: ClusterIndex
  /// What is wrong or incomplete about the model.
  public let issues: [ModelIssue]

  public init(_ model: NetworkModel) {
    let built = TopologyBuilder.build(model)
    topology = built.topology
    issues = built.issues
    clusters = ClusterIndex(model.clusters)
  }

  /// Whether packets get from one place to another, with evidence.
  public func answer(_ query: Query) throws(QueryError) -> Answer {
    let scope = query.scope
    if query.isAboutPods { return try podAnswer(query, scope) }
    let senders = try topology.terminals(query.from)
    let receivers = try topology.terminals(query.to)
    var inquiry = Inquiry()
    var memo = EntranceMemo()
    for sender in senders {
      for receiver in receivers where sender.endpoint == nil || sender.endpoint != receiver.endpoint {
        let sets = topology.courses(
          from: sender, to: receiver, scope, includesProxies: query.includesProxies, keepsClosed: query.explainsBlocks,
          &memo)
        inquiry.add(sets, topology.bounds(sets, from: sender, to: receiver), sender, receiver)
      }
    }
    return inquiry.answer(topology, explainsBlocks: query.explainsBlocks)
  }
}

/// Collects the paths that a question may be about and sums them up.
struct Inquiry {
  private var total = Bounds.nothing
  private var courses: [Course] = []
  private var needs: Set<Need> = []
  private var unconnected: [(Element, Element)] = []

  mutating func add(_ sets: [CourseSet], _ bounds: Bounds, _ from: Terminal, _ to: Terminal) {
    total = total.union(bounds)
    let found = sets.flatMap(\.courses)
    courses += found
    if found.isEmpty { unconnected.append((from.element, to.element)) }
    let everywhere = found.reduce(PacketSet.empty) { $0.union($1.bounds.lower) }
    for terminal in [from, to] where terminal.isOneOfMany && everywhere != bounds.lower {
      let reason = "which of its subnets \(terminal.element) is in is not known"
      let unknown = Unknown("\(terminal.element.id) subnet", reason: reason)
      needs.insert(Need(unknown: unknown, element: terminal.element))
    }
  }

  mutating func add(_ course: Course) {
    total = total.union(course.bounds)
    courses.append(course)
  }

  mutating func connectsNothing(_ from: Element, _ to: Element) { unconnected.append((from, to)) }

  func answer(_ topology: Topology, explainsBlocks: Bool = true) -> Answer {
    let verdict: Answer.Verdict =
      !total.lower.isEmpty ? .reachable : total.upper.isEmpty ? .unreachable : .indeterminate
    let open = courses.filter { !$0.bounds.upper.isEmpty }
    var kinds: [[PathKind]] = []
    for course in open where !kinds.contains(course.kinds) { kinds.append(course.kinds) }
    return Answer(
      verdict: verdict, packets: total, pathKinds: kinds,
      witness: verdict == .reachable ? witness(topology) : nil,
      blockedPaths: explainsBlocks && verdict == .unreachable ? blocked(topology) : [],
      needs: verdict == .indeterminate ? allNeeds(open, topology) : [])
  }

  private func witness(_ topology: Topology) -> Witness? {
    guard let packet = total.lower.sample() else { return nil }
    guard let course = courses.first(where: { $0.bounds.lower.contains(packet) }) else { return nil }
    var legs: [Witness.Leg] = []
    for (index, step) in course.steps.enumerated() {
      let isLast = index == course.steps.count - 1
      guard let packet = isLast ? packet : step.bounds.lower.sample() else { continue }
      legs.append(
        Witness.Leg(
          from: step.leg.from.element, to: step.leg.to.element, kinds: step.leg.kinds, packet: packet,
          hops: topology.hops(of: packet, on: step.leg, step.scope)))
    }
    return Witness(legs: legs)
  }

  private func blocked(_ topology: Topology) -> [BlockedPath] {
    var paths: Set<BlockedPath> = []
    for course in courses {
      guard let step = course.steps.first(where: { $0.bounds.upper.isEmpty }) ?? course.steps.last else { continue }
      paths.insert(
        BlockedPath(
          from: step.leg.from.element, to: step.leg.to.element, kinds: course.kinds,
          blockers: topology.blockers(of: step.leg, step.scope)))
    }
    for (from, to) in unconnected {
      let blocker = BlockedPath.Blocker(
        role: .connection, element: to, reason: "nothing connects \(from) with \(to)")
      paths.insert(BlockedPath(from: from, to: to, kinds: [], blockers: [blocker]))
    }
    return paths.sorted()
  }

  private func allNeeds(_ open: [Course], _ topology: Topology) -> [Need] {
    var all = needs
    for course in open {
      all.formUnion(course.doubts)
      for step in course.steps { all.formUnion(topology.needs(of: step.leg, step.scope)) }
    }
    return all.sorted()
  }
}
