/// Who starts a path through proxies.
struct Client {
  let party: Party
  let endpoint: Int?
  /// Whether rules that name groups are looked at on the first leg.
  let recognisesGroups: Bool
}

/// Paths through load balancers and private links: a connection to a listener, and one of the proxy's own to a target.
extension Topology {
  func proxied(
    _ client: Client, _ to: Party, _ receiver: Int?, _ scope: Scope, depth: Int, _ memo: inout EntranceMemo
  ) -> [Course] {
    guard let receiver else { return [] }
    let candidates = (frontsByTarget[receiver] ?? []) + frontsOfAnyTarget
    return through(candidates, client, to, receiver, scope, depth: depth, &memo)
  }

  /// The paths whose last proxy is one of some.
  private func through(
    _ candidates: [Int], _ client: Client, _ to: Party, _ receiver: Int, _ scope: Scope, depth: Int,
    _ memo: inout EntranceMemo
  ) -> [Course] {
    guard depth > 0 else { return [] }
    var courses: [Course] = []
    for index in candidates {
      let front = fronts[index]
      guard front.entrance != receiver, front.exit != receiver, front.entrance != client.endpoint,
        front.exit != client.endpoint
      else { continue }
      for way in ways(through: front, to: receiver, isLast: depth == Topology.deepest) {
        courses += self.courses(client, through: index, way, to, scope, depth: depth, &memo)
      }
    }
    return courses
  }

  /// A way through a proxy: by which of its listeners, to which target.
  private struct Way {
    let listeners: [Acceptance]
    let target: Front.Target
  }

  /// The ways through a proxy to a receiver.
  ///
  /// Targets that are not known may be anything, so that paths lead over every combination of such proxies. Of their
  /// listeners, therefore, one stands for those that take the same packets; and on the way to a further proxy, where only
  /// what can get there at all is asked, all are taken together. Nothing is certain on such a path either way.
  private func ways(through front: Front, to receiver: Int, isLast: Bool) -> [Way] {
    var ways: [Way] = []
    var open: [Acceptance] = []
    var anyone: Front.Target?
    for listener in front.listeners {
      ways += listener.targets.filter { $0.endpoint == receiver }.map {
        Way(listeners: [listener.acceptance], target: $0)
      }
      guard let target = listener.targets.first(where: { $0.endpoint == nil }) else { continue }
      anyone = anyone ?? target
      let (shape, isCertain) = (listener.acceptance.shape, listener.acceptance.isCertain)
      if open.contains(where: { $0.shape == shape && $0.isCertain == isCertain }) { continue }
      open.append(listener.acceptance)
    }
    guard let anyone else { return ways }
    return ways + (isLast ? open.map { [$0] } : [open]).map { Way(listeners: $0, target: anyone) }
  }

  private func courses(
    _ client: Client, through index: Int, _ way: Way, _ to: Party, _ scope: Scope, depth: Int,
    _ memo: inout EntranceMemo
  ) -> [Course] {
    let (front, target) = (fronts[index], way.target)
    var entryScope = scope
    entryScope.shapes = way.listeners.map(\.shape)
    let entries = entries(client, index, entryScope, depth: depth, &memo).map { certify($0, way.listeners, front) }
    let inner = Scope(shapes: scope.shapes)
    switch front.preservesClientAddress {
    case .known(let preserves):
      return joined(entries, front, target, to, inner, preserving: preserves)
    case .unknown(let unknown):
      let hidden = joined(entries, front, target, to, inner, preserving: false)
      let shown = joined(entries, front, target, to, inner, preserving: true)
      if hidden.contains(where: { !$0.bounds.lower.isEmpty }) && shown.contains(where: { !$0.bounds.lower.isEmpty }) {
        return hidden + shown
      }
      let need = Need(unknown: unknown, element: front.element)
      return (hidden + shown).map { $0.doubted([need]) }
    }
  }

  /// The paths of a client to a proxy.
  private func entries(
    _ client: Client, _ index: Int, _ scope: Scope, depth: Int, _ memo: inout EntranceMemo
  ) -> [Course] {
    let front = fronts[index]
    guard isCrowded else {
      var entries: [Course] = []
      for entrance in endpoints[front.entrance].parties {
        entries += direct(client.party, entrance, front.entrance, scope, recognisesGroups: client.recognisesGroups)
        entries += proxied(client, entrance, front.entrance, scope, depth: depth - 1, &memo)
      }
      return entries
    }
    let key = EntranceMemo.Key(client, front: index, scope.shapes, depth: depth)
    if let known = memo[key] { return known }
    let entries = entriesInCrowd(client, front, scope, depth: depth, &memo)
    memo[key] = entries
    return entries
  }

  /// More proxies than this whose targets are not known are a crowd.
  private static var fewProxies: Int { 4 }

  /// Whether paths over every combination of proxies whose targets are not known would be too many.
  private var isCrowded: Bool { frontsOfAnyTarget.count > Topology.fewProxies }

  /// In a crowd one path to a proxy stands for those over further proxies whose targets are not known: nothing is certain
  /// on those, and what leaves a proxy does not depend on the way that led there (see ``joined``).
  private func entriesInCrowd(
    _ client: Client, _ front: Front, _ scope: Scope, depth: Int, _ memo: inout EntranceMemo
  ) -> [Course] {
    var entries: [Course] = []
    for entrance in endpoints[front.entrance].parties {
      var found = direct(client.party, entrance, front.entrance, scope, recognisesGroups: client.recognisesGroups)
      found += through(
        frontsByTarget[front.entrance] ?? [], client, entrance, front.entrance, scope, depth: depth - 1, &memo)
      for other in frontsOfAnyTarget where found.allSatisfy(\.bounds.upper.isEmpty) {
        found += through([other], client, entrance, front.entrance, scope, depth: depth - 1, &memo)
          .filter { !$0.bounds.upper.isEmpty }.prefix(1)
      }
      entries += found
    }
    return entries
  }

  /// The listener's port and the proxy's acceptance may be unknown.
  private func certify(_ course: Course, _ listeners: [Acceptance], _ front: Front) -> Course {
    var needs: [Need] = []
    for listener in listeners where !listener.isCertain {
      needs += listener.unknowns.map { Need(unknown: $0, element: listener.element) }
    }
    if let unknown = front.isAccepted.unknown { needs.append(Need(unknown: unknown, element: front.element)) }
    return needs.isEmpty ? course : course.doubted(needs)
  }

  private func joined(
    _ entries: [Course], _ front: Front, _ target: Front.Target, _ to: Party, _ scope: Scope, preserving: Bool
  ) -> [Course] {
    entries.flatMap { entry -> [Course] in
      endpoints[front.exit].parties.flatMap { exit -> [Course] in
        let sender = preserving ? exit.disguised(as: entry.steps.first?.leg.from) : exit
        let reachable: Stage = .condition(front.isAccepted, front.element, .acceptance)
        return directLegs(from: sender, to: to).map { leg in
          let leg = leg.adding(.accepted([target.acceptance], by: target.element)).adding(reachable)
          let bounds = bounds(of: leg, scope)
          let step = Course.Step(leg: leg, scope: scope, bounds: bounds)
          return Course(
            kinds: entry.kinds + [front.kind] + leg.kinds, steps: entry.steps + [step],
            bounds: entry.carried(bounds, preserving: preserving, isExact: !isCrowded), doubts: entry.doubts)
        }
      }
    }
  }
}

extension Course {
  func doubted(_ needs: [Need]) -> Course {
    Course(kinds: kinds, steps: steps, bounds: bounds.doubted(), doubts: doubts + needs)
  }

  /// What the next leg lets through, given what arrives on this path.
  ///
  /// - Parameter isExact: false where this path stands for others, so that from which of the client's addresses packets
  ///   possibly come may not be told from it.
  fileprivate func carried(_ next: Bounds, preserving: Bool, isExact: Bool) -> Bounds {
    let possible = bounds.upper.isEmpty ? .empty : next.upper
    guard preserving else {
      return Bounds(lower: bounds.lower.isEmpty ? .empty : next.lower, upper: possible)
    }
    return Bounds(
      lower: next.lower.restricted(.reply, to: bounds.lower.sources),
      upper: isExact ? next.upper.restricted(.reply, to: bounds.upper.sources) : possible)
  }
}

extension PacketSet {
  /// The addresses that the packets come from.
  var sources: AddressSet {
    AddressSet(ranges: boxes.map { AddressRange($0.family, $0.source) })
  }
}

extension Party {
  /// The same interface sending with somebody else's address.
  fileprivate func disguised(as client: Party?) -> Party {
    guard let client else { return self }
    return Party(
      element: element, site: site, ipv4: client.ipv4, ipv6: client.ipv6, filter: filter,
      hasPublicIPv4: hasPublicIPv4, acceptsConnections: acceptsConnections)
  }
}
