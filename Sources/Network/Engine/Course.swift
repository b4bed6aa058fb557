/// A candidate path: one leg, or several with proxies in between, and what comes out at its end.
struct Course: Sendable {
  struct Step: Sendable {
    let leg: Leg
    let scope: Scope
    let bounds: Bounds
  }

  let kinds: [PathKind]
  let steps: [Step]
  /// What arrives on the last leg, given that something passes the legs before.
  let bounds: Bounds
  /// Facts about proxies on which the whole depends.
  var doubts: [Need] = []
}

/// The paths between one interface and another.
struct CourseSet: Sendable {
  let sender: Int
  let receiver: Int
  let courses: [Course]

  var bounds: Bounds { courses.reduce(.nothing) { $0.union($1.bounds) } }
}

extension Topology {
  /// How many proxies a path may lead through.
  static var deepest: Int { 3 }

  func courses(
    from: Terminal, to: Terminal, _ scope: Scope, includesProxies: Bool, recognisesGroups: Bool = true,
    keepsClosed: Bool = true, _ memo: inout EntranceMemo
  ) -> [CourseSet] {
    var sets: [CourseSet] = []
    for (sender, source) in from.parties.enumerated() {
      for (receiver, target) in to.parties.enumerated() {
        var courses = direct(
          source, target, to.endpoint, scope, recognisesGroups: recognisesGroups, keepsClosed: keepsClosed)
        if includesProxies {
          courses += proxied(
            Client(party: source, endpoint: from.endpoint, recognisesGroups: recognisesGroups), target, to.endpoint,
            scope, depth: Topology.deepest, &memo)
        }
        sets.append(CourseSet(sender: sender, receiver: receiver, courses: courses))
      }
    }
    return sets
  }

  /// What certainly and possibly arrives over all paths. Of an interface in one of several places only that is certain
  /// which is certain in every place.
  func bounds(_ sets: [CourseSet], from: Terminal, to: Terminal) -> Bounds {
    let each = sets.map(\.bounds)
    let total = each.reduce(Bounds.nothing) { $0.union($1) }
    guard from.isOneOfMany || to.isOneOfMany else { return total }
    var common = PacketSet.everything
    let places = Set(
      sets.map { Place(sender: from.isOneOfMany ? $0.sender : 0, receiver: to.isOneOfMany ? $0.receiver : 0) })
    for place in places {
      var here = PacketSet.empty
      for (set, bounds) in zip(sets, each)
      where (!from.isOneOfMany || set.sender == place.sender) && (!to.isOneOfMany || set.receiver == place.receiver) {
        here = here.union(bounds.lower.projecting(sources: from.isOneOfMany, destinations: to.isOneOfMany))
      }
      common = common.intersection(here)
    }
    return Bounds(lower: total.lower.intersection(common), upper: total.upper)
  }

  private struct Place: Hashable {
    let sender: Int
    let receiver: Int
  }

  /// Without a proxy. A proxy itself accepts on its listeners' ports only.
  func direct(
    _ from: Party, _ to: Party, _ endpoint: Int?, _ scope: Scope, recognisesGroups: Bool = true,
    keepsClosed: Bool = true
  ) -> [Course] {
    let listeners = endpoint.flatMap { frontsByEntrance[$0] }.map { acceptances($0) }
    return legs(from: from, to: to, keepsClosed: keepsClosed).map { leg in
      let reaching = listeners.map { leg.adding(.accepted($0, by: to.element)) } ?? leg
      let leg = recognisesGroups ? reaching : reaching.withoutGroupReferences
      let bounds = bounds(of: leg, scope)
      return Course(kinds: leg.kinds, steps: [Course.Step(leg: leg, scope: scope, bounds: bounds)], bounds: bounds)
    }
  }

  private func acceptances(_ fronts: [Int]) -> [Acceptance] {
    fronts.flatMap { self.fronts[$0].listeners.map(\.acceptance) }
  }
}

extension Leg {
  var withoutGroupReferences: Leg {
    groupReferences == false ? self : Leg(from: from, to: to, kinds: kinds, stages: stages)
  }

  func adding(_ stage: Stage) -> Leg {
    Leg(from: from, to: to, kinds: kinds, stages: stages + [stage], groupReferences: groupReferences)
  }
}
