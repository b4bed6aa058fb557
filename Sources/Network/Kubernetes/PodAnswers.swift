extension Query {
  var isAboutPods: Bool {
    for end in [from, to] {
      if case .pod = end { return true }
    }
    return false
  }
}

extension Reachability {
  /// Answers a question one end of which is a pod.
  func podAnswer(_ query: Query, _ scope: Scope) throws(QueryError) -> Answer {
    var inquiry = Inquiry()
    switch (query.from, query.to) {
    case (.pod(let one, let home), .pod(let other, let away)):
      let (cluster, sender) = try pod(one, home, query.from)
      let (farCluster, receiver) = try pod(other, away, query.to)
      if cluster.id == farCluster.id {
        inquiry.add(course(podLeg(cluster, sender, receiver), scope))
      } else {
        inquiry.connectsNothing(sender.element, receiver.element)
      }
    case (_, .pod(let id, let home)):
      let (cluster, receiver) = try pod(id, home, query.to)
      for terminal in try topology.terminals(query.from) {
        let courses = inbound(terminal, cluster, receiver, scope, includesProxies: query.includesProxies)
        for course in courses { inquiry.add(course) }
        if courses.isEmpty { inquiry.connectsNothing(terminal.element, receiver.element) }
      }
    case (.pod(let id, let home), _):
      let (cluster, sender) = try pod(id, home, query.from)
      for terminal in try topology.terminals(query.to) {
        for course in outbound(cluster, sender, terminal, scope) { inquiry.add(course) }
      }
    default: break
    }
    return inquiry.answer(topology)
  }

  private func pod(
    _ id: Pod.ID, _ cluster: Cluster.ID, _ location: Location
  ) throws(QueryError) -> (cluster: Cluster, pod: Pod) {
    guard let found = clusters.find(id, in: cluster) else { throw .noSuchPlace(location) }
    return found
  }

  private func course(_ leg: Leg, _ scope: Scope) -> Course {
    let bounds = topology.bounds(of: leg, scope)
    return Course(kinds: leg.kinds, steps: [Course.Step(leg: leg, scope: scope, bounds: bounds)], bounds: bounds)
  }

  private func podLeg(_ cluster: Cluster, _ sender: Pod, _ receiver: Pod) -> Leg {
    Leg(
      from: sender.party, to: receiver.party, kinds: [.podNetwork],
      stages: [
        .filter(cluster.filter(sender, .egress, .pod(receiver))),
        .filter(cluster.filter(receiver, .ingress, .pod(sender))),
      ])
  }

  /// Into a pod: through services and ingresses, or by its interface.
  private func inbound(
    _ from: Terminal, _ cluster: Cluster, _ pod: Pod, _ scope: Scope, includesProxies: Bool
  ) -> [Course] {
    var courses: [Course] = []
    if let interface = pod.interface.flatMap({ topology.endpointIndex[$0] }) {
      let filter = Stage.filter(cluster.filter(pod, .ingress, .outside(showsAddress: true)))
      for source in from.parties {
        for party in topology.endpoints[interface].parties {
          courses += topology.legs(from: source, to: party.withoutPublicAddress).map {
            course($0.adding(filter), scope)
          }
        }
      }
    }
    guard includesProxies else { return courses }
    for service in cluster.services {
      courses += serviceLegs(from, cluster, service, pod).map { course($0, scope) }
    }
    for ingress in cluster.ingresses { courses += ingressCourses(from, cluster, ingress, pod, scope) }
    if let leftOut = cluster.leftOut {
      courses += from.parties.map { source in
        course(
          Leg(from: source, to: pod.party, kinds: [.service], stages: [.doubt(leftOut, pod.element)]), scope)
      }
    }
    return courses
  }

  /// Out of a pod, by its interface.
  private func outbound(_ cluster: Cluster, _ pod: Pod, _ to: Terminal, _ scope: Scope) -> [Course] {
    let filter = Stage.filter(cluster.filter(pod, .egress, .outside(showsAddress: true)))
    if let interface = pod.interface.flatMap({ topology.endpointIndex[$0] }) {
      return topology.endpoints[interface].parties.flatMap { party in
        to.parties.flatMap { topology.legs(from: party, to: $0).map { course($0.adding(filter), scope) } }
      }
    }
    let unknown = Unknown("\(pod.label) interface", reason: "the network outside the cluster is not known")
    return to.parties.map { target in
      course(
        Leg(
          from: pod.party, to: target, kinds: [.unresolved], stages: [filter, .doubt(unknown, pod.element)]), scope)
    }
  }
}

extension Party {
  fileprivate var withoutPublicAddress: Party {
    Party(
      element: element, site: site, ipv4: ipv4, ipv6: ipv6, filter: filter, acceptsConnections: acceptsConnections)
  }
}
