/// Load balancers and private links.
extension TopologyBuilder {
  mutating func addFronts() {
    var fronts = IdentifierMap<LoadBalancer, [Front]>()
    for balancer in model.loadBalancers {
      let element = Element(.loadBalancer, id: balancer.id.name, label: balancer.label)
      let endpoint = resolve(.known(balancer.endpoint), in: topology.endpointIndex, .endpoint, from: element)
      guard let endpoint = endpoint.value else { continue }
      let listeners = balancer.listeners.map { self.listener($0) }
      let front = Front(
        element: element, kind: .loadBalancer, entrance: endpoint, exit: endpoint, listeners: listeners,
        preservesClientAddress: balancer.preservesClientAddress, isAccepted: true)
      topology.loadBalancerEndpoint[balancer.id] = endpoint
      topology.fronts.append(front)
      fronts[balancer.id, default: []].append(front)
    }
    for link in model.privateLinks { add(link, fronts) }
    indexFronts()
  }

  private mutating func indexFronts() {
    for (index, front) in topology.fronts.enumerated() {
      topology.frontsByEntrance[front.entrance, default: []].append(index)
      let targets = front.listeners.flatMap(\.targets)
      topology.frontExits.insert(front.exit)
      for (place, listener) in front.listeners.enumerated() {
        for target in listener.targets {
          guard let endpoint = target.endpoint else { continue }
          topology.memberships[endpoint, default: []].append(
            FrontMembership(front: index, listener: place, shape: target.acceptance.shape))
        }
      }
      for endpoint in Set(targets.compactMap(\.endpoint)) {
        topology.frontsByTarget[endpoint, default: []].append(index)
      }
      if targets.contains(where: { $0.endpoint == nil }) { topology.frontsOfAnyTarget.append(index) }
    }
  }

  private mutating func add(_ link: PrivateLink, _ fronts: IdentifierMap<LoadBalancer, [Front]>) {
    let element = Element(.privateLink, id: link.id.name, label: link.label)
    let consumer = resolve(.known(link.consumer), in: topology.endpointIndex, .endpoint, from: element)
    guard let consumer = consumer.value else { return }
    for provider in link.providers {
      guard let behind = fronts[provider] else {
        report(.danglingReference, element, "refers to load-balancer \(provider), which is not in the model")
        continue
      }
      for front in behind {
        topology.fronts.append(
          Front(
            element: element, kind: .privateLink, entrance: consumer, exit: front.exit, listeners: front.listeners,
            preservesClientAddress: false, isAccepted: link.isAccepted))
      }
    }
  }

  private mutating func listener(_ listener: LoadBalancer.Listener) -> Front.Listener {
    let element = Element(.listener, id: listener.id, label: listener.label)
    var targets: [Front.Target] = []
    for reference in listener.targetGroups {
      switch resolve(reference, in: targetGroupIndex, .targetGroup, from: element) {
      case .known(let index): targets += self.targets(model.targetGroups[index])
      case .unknown(let unknown): targets.append(TopologyBuilder.anyTarget(element, unknown))
      }
    }
    return Front.Listener(
      acceptance: acceptance(element, listener.protocol, listener.port), targets: targets)
  }

  private mutating func targets(_ group: TargetGroup) -> [Front.Target] {
    let element = Element(.targetGroup, id: group.id.name, label: group.label)
    return group.targets.map { target in
      switch target {
      case .unknown(let unknown): return TopologyBuilder.anyTarget(element, unknown)
      case .known(let target):
        let accepted = acceptance(element, group.protocol, target.port ?? group.port)
        switch resolve(.known(target.endpoint), in: topology.endpointIndex, .endpoint, from: element) {
        case .known(let endpoint): return Front.Target(element: element, endpoint: endpoint, acceptance: accepted)
        case .unknown(let unknown): return TopologyBuilder.anyTarget(element, unknown)
        }
      }
    }
  }

  private func acceptance(_ element: Element, _ number: IPProtocol, _ port: Fact<UInt16>) -> Acceptance {
    let ports = port.value.map { Interval($0) } ?? .full
    return Acceptance(
      element: element, shape: Traffic.Shape(protocols: Interval(number.number), ports: ports),
      isCertain: port.value != nil, unknowns: [port.unknown].compactMap { $0 })
  }

  private static func anyTarget(_ element: Element, _ unknown: Unknown) -> Front.Target {
    Front.Target(
      element: element, endpoint: nil,
      acceptance: Acceptance(element: element, shape: .everything, isCertain: false, unknowns: [unknown]))
  }
}
