/// Ways into pods from outside a cluster.
extension Reachability {
  /// Through a service that is exposed outside the cluster.
  func serviceLegs(_ from: Terminal, _ cluster: Cluster, _ service: Service, _ pod: Pod) -> [Leg] {
    let element = Element(.service, id: service.id.name, label: service.label)
    let exposure: [Stage]
    switch service.exposure {
    case .cluster: return []
    case .loadBalancer(let isPublic):
      exposure = from.isInternet ? [.condition(isPublic, element, .gateway)] : []
    case .nodePort:
      // Whether anyone reaches the nodes is a question about the nodes.
      let unknown = Unknown("\(service.label) nodes", reason: "who reaches the nodes' ports is not resolved")
      exposure = [.doubt(unknown, element)]
    }
    let selected = cluster.selects(service, pod)
    if selected == false { return [] }
    let showsAddress: Fact<Bool> =
      service.preservesClientAddress
      ? true
      : .unknown(Unknown("\(service.label) source", reason: "a node's address may take the place of the client's"))
    let stages =
      exposure + ranges(service, element) + [
        .condition(selected, element, .target), .accepted(acceptances(service, pod, element), by: element),
        .filter(cluster.filter(pod, .ingress, .outside(showsAddress: showsAddress))),
      ]
    return from.parties.map { Leg(from: $0, to: pod.party, kinds: [.service], stages: stages) }
  }

  private func ranges(_ service: Service, _ element: Element) -> [Stage] {
    if service.sourceRanges.isEmpty { return [] }
    let clauses = service.sourceRanges.map { range in
      ACLFilter.Clause(
        element: element,
        bounds: range.value.map { Bounds(exactly: PacketSet(source: AddressSet([$0]))) }
          ?? Bounds(lower: .empty, upper: .everything), unknowns: [range.unknown].compactMap { $0 })
    }
    return [.filter(ClauseFilter(role: .listener, element: element, clauses: clauses))]
  }

  private func acceptances(_ service: Service, _ pod: Pod, _ element: Element) -> [Acceptance] {
    service.ports.compactMap { port in
      guard let number = pod.number(port.target, port.protocol) else { return nil }
      let shape = Traffic.Shape(protocols: Interval(port.protocol.number), ports: Interval(number))
      return Acceptance(element: element, shape: shape, isCertain: true, unknowns: [])
    }
  }

  /// Through an ingress: its controller opens the connection to the pod.
  func ingressCourses(
    _ from: Terminal, _ cluster: Cluster, _ ingress: Ingress, _ pod: Pod, _ scope: Scope
  ) -> [Course] {
    let element = Element(.ingress, id: ingress.id, label: ingress.label)
    let services = ingress.backends.compactMap { backend in
      cluster.services.first { $0.id == backend.service && $0.namespace == ingress.namespace }.map {
        ($0, backend.port)
      }
    }
    return services.flatMap { service, port -> [Course] in
      let selected = cluster.selects(service, pod)
      if selected == false { return [] }
      var exposed = service
      exposed.ports = service.ports.filter { $0.port == port }
      let target = Stage.accepted(acceptances(exposed, pod, element), by: element)
      let last: [Stage] = [.condition(selected, element, .target), target]
      return from.parties.flatMap { source in
        controllerLegs(cluster, ingress, pod, element).map { leg in
          let entrance = Leg(
            from: source, to: leg.from, kinds: [.ingress],
            stages: from.isInternet ? [.condition(ingress.isPublic, element, .gateway)] : [])
          return joined(entrance, Leg(from: leg.from, to: leg.to, kinds: leg.kinds, stages: leg.stages + last), scope)
        }
      }
    }
  }

  private func controllerLegs(_ cluster: Cluster, _ ingress: Ingress, _ pod: Pod, _ element: Element) -> [Leg] {
    switch ingress.controller {
    case .unknown(let unknown):
      return [Leg(from: proxy(element, nil), to: pod.party, kinds: [.podNetwork], stages: [.doubt(unknown, element)])]
    case .known(.outside(let addresses)):
      let filter = cluster.filter(pod, .ingress, .outside(showsAddress: true))
      return [
        Leg(from: proxy(element, addresses.value), to: pod.party, kinds: [.podNetwork], stages: [.filter(filter)])
      ]
    case .known(.pods(let namespaces, let pods)):
      return cluster.pods.compactMap { controller in
        let isOne = cluster.matches(namespaces, namespace: controller.namespace).and(pods.matches(controller.labels))
        if isOne == false { return nil }
        return Leg(
          from: controller.party, to: pod.party, kinds: [.podNetwork],
          stages: [
            .condition(isOne, element, .connection), .filter(cluster.filter(controller, .egress, .pod(pod))),
            .filter(cluster.filter(pod, .ingress, .pod(controller))),
          ])
      }
    }
  }

  private func proxy(_ element: Element, _ addresses: [Prefix]?) -> Party {
    let anywhere = Party.Addresses(ranges: [AddressRange.everything(.ipv4).interval], isOneOfMany: true)
    let own = addresses.map { Party.Addresses(ranges: AddressSet($0).ipv4) } ?? anywhere
    let unknown = Unknown("\(element.label) address", reason: "the addresses of \(element.label) are not known")
    return Party(element: element, site: .unplaced(unknown), ipv4: own, ipv6: Party.Addresses(), filter: .open)
  }

  private func joined(_ entrance: Leg, _ onward: Leg, _ scope: Scope) -> Course {
    var entryScope = scope
    entryScope.shapes = [80, 443].map { Traffic.Shape(protocols: Interval(6), ports: Interval($0)) }
    let inner = Scope(shapes: scope.shapes)
    let (first, second) = (topology.bounds(of: entrance, entryScope), topology.bounds(of: onward, inner))
    let bounds = Bounds(
      lower: first.lower.isEmpty ? .empty : second.lower, upper: first.upper.isEmpty ? .empty : second.upper)
    return Course(
      kinds: [.ingress] + onward.kinds,
      steps: [
        Course.Step(leg: entrance, scope: entryScope, bounds: first),
        Course.Step(leg: onward, scope: inner, bounds: second),
      ], bounds: bounds)
  }
}

extension Terminal {
  var isInternet: Bool { parties.contains { $0.site == .internet } }
}
