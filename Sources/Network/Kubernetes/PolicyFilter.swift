/// The far side of a pod's flow, as its policies see it.
enum PolicyPeer {
  case pod(Pod)
  /// Something outside the cluster; whether its own address is what arrives.
  case outside(showsAddress: Fact<Bool>)
}

extension Cluster {
  /// What the policies of a pod let through in one direction.
  func filter(_ pod: Pod, _ direction: SecurityGroup.Direction, _ peer: PolicyPeer) -> ClauseFilter {
    var certain: [(policy: NetworkPolicy, allowed: Bounds)] = []
    var possible: [(policy: NetworkPolicy, allowed: Bounds, unknown: Unknown)] = []
    for policy in policies where policy.namespace == pod.namespace {
      guard let rules = direction == .ingress ? policy.ingress : policy.egress else { continue }
      let allowed = PolicyMatch(cluster: self, pod: pod, direction: direction, peer: peer, policy: policy).bounds(rules)
      switch policy.podSelector.matches(pod.labels).and(policy.exists).and(isEnforced(on: pod)) {
      case .known(true): certain.append((policy, allowed))
      case .known(false): continue
      case .unknown(let unknown): possible.append((policy, allowed, unknown))
      }
    }
    let leftOut = isEnforced(on: pod) == false ? nil : leftOut
    var clauses = certain.map { clause($0.policy, $0.allowed, []) }
    clauses += possible.map { clause($0.policy, $0.allowed.doubted(), [$0.unknown]) }
    if certain.isEmpty {
      // Nothing isolates the pod, unless one of the possible policies does: then that one has to allow it.
      let lower = possible.reduce(leftOut == nil ? PacketSet.everything : .empty) { $0.intersection($1.allowed.lower) }
      let isCertain = possible.isEmpty && leftOut == nil
      let bounds = isCertain ? Bounds(exactly: .everything) : Bounds(lower: lower, upper: .everything)
      let label = "\(pod.label) is not isolated for \(direction.rawValue)"
      clauses.append(
        ACLFilter.Clause(
          element: Element(.pod, id: pod.id.name, label: label), bounds: bounds,
          unknowns: possible.map(\.unknown) + [leftOut].compactMap { $0 }))
    }
    if let leftOut, !certain.isEmpty {
      let unlisted = Element(.networkPolicy, id: "\(pod.id) left out", label: "a policy that is left out")
      clauses.append(
        ACLFilter.Clause(element: unlisted, bounds: Bounds(lower: .empty, upper: .everything), unknowns: [leftOut]))
    }
    let blocker = certain.map(\.policy.label).joined(separator: ", ")
    return ClauseFilter(
      role: .policy, element: Element(.networkPolicy, id: "\(pod.id) \(direction.rawValue)", label: blocker),
      clauses: clauses)
  }

  private func isEnforced(on pod: Pod) -> Fact<Bool> {
    switch pod.usesHostNetwork {
    case .known(let usesHost): Fact.known(!usesHost).and(enforcesPolicies)
    case .unknown(let unknown): Fact.unknown(unknown).and(enforcesPolicies)
    }
  }

  private func clause(_ policy: NetworkPolicy, _ bounds: Bounds, _ unknowns: [Unknown]) -> ACLFilter.Clause {
    ACLFilter.Clause(
      element: Element(.networkPolicy, id: policy.id, label: policy.label), bounds: bounds,
      unknowns: bounds.isExact ? unknowns : unknowns + policy.unknowns)
  }
}

extension NetworkPolicy {
  /// What is unknown in its rules, and what the specification leaves open about them.
  fileprivate var unknowns: [Unknown] {
    let rules = (ingress ?? []) + (egress ?? [])
    let ports = rules.flatMap { $0.ports ?? [] }.compactMap(\.number.unknown)
    let blocks = rules.flatMap { $0.peers ?? [] }.flatMap { peer -> [Unknown] in
      guard case .block(let prefix, let except) = peer else { return [] }
      return [prefix.unknown].compactMap { $0 } + except.compactMap(\.unknown)
    }
    return ports + blocks + [
      Unknown(
        "\(id) peers", reason: "whether the addresses or labels of the peer match \(label) is not known")
    ]
  }
}

/// What one policy allows a pod.
private struct PolicyMatch {
  let cluster: Cluster
  let pod: Pod
  let direction: SecurityGroup.Direction
  let peer: PolicyPeer
  let policy: NetworkPolicy

  func bounds(_ rules: [NetworkPolicy.Rule]) -> Bounds {
    rules.reduce(.nothing) { $0.union(peers($1.peers).intersection(ports($1.ports))) }
  }

  private func peers(_ peers: [NetworkPolicy.Peer]?) -> Bounds {
    guard let peers, !peers.isEmpty else { return Bounds(exactly: .everything) }
    return peers.reduce(.nothing) { $0.union(self.peer($1)) }
  }

  private func peer(_ selector: NetworkPolicy.Peer) -> Bounds {
    switch (selector, peer) {
    case (.pods(let namespaces, let pods), .pod(let other)):
      let inNamespace =
        namespaces.map { cluster.matches($0, namespace: other.namespace) }
        ?? .known(other.namespace == policy.namespace)
      return all(inNamespace.and((pods ?? .everything).matches(other.labels)))
    case (.resolved(let ids), .pod(let other)): return all(.known(ids.contains(other.id)))
    case (.pods, .outside), (.resolved, .outside): return .nothing
    // Blocks are meant for addresses outside the cluster; whether they match pods depends on the network plugin.
    case (.block, .pod): return Bounds(lower: .empty, upper: .everything)
    case (.block(let prefix, let except), .outside(let showsAddress)):
      let block = block(prefix, except)
      if showsAddress == true { return block }
      let isEverything = PacketSet(source: AddressSet([Prefix.everything(.ipv4)])).isSubset(
        of: block.lower.projecting(destinations: true))
      return Bounds(lower: isEverything ? block.lower : .empty, upper: .everything)
    }
  }

  private func all(_ fact: Fact<Bool>) -> Bounds {
    switch fact {
    case .known(true): Bounds(exactly: .everything)
    case .known(false): .nothing
    case .unknown: Bounds(lower: .empty, upper: .everything)
    }
  }

  private func block(_ prefix: Fact<Prefix>, _ except: [Fact<Prefix>]) -> Bounds {
    guard let prefix = prefix.value else { return Bounds(lower: .empty, upper: .everything) }
    let holes = AddressSet(except.compactMap(\.value))
    let upper = packets(AddressSet([prefix]).subtracting(holes))
    return except.contains { $0.value == nil } ? Bounds(lower: .empty, upper: upper) : Bounds(exactly: upper)
  }

  private func packets(_ far: AddressSet) -> PacketSet {
    direction == .ingress ? PacketSet(source: far) : PacketSet(destination: far)
  }

  private func ports(_ ports: [NetworkPolicy.Port]?) -> Bounds {
    guard let ports, !ports.isEmpty else { return Bounds(exactly: .everything) }
    return ports.reduce(.nothing) { $0.union(self.port($1)) }
  }

  private func port(_ port: NetworkPolicy.Port) -> Bounds {
    func only(_ range: PortRange) -> PacketSet { PacketSet(protocol: port.protocol, destinationPorts: range) }
    switch port.number {
    case .unknown: return Bounds(lower: .empty, upper: only(.all))
    case .known(.all): return Bounds(exactly: only(.all))
    case .known(.range(let range)): return Bounds(exactly: only(range))
    case .known(.named(let name)):
      guard let number = receiver?.number(.named(name), port.protocol) else { return .nothing }
      return Bounds(exactly: only(PortRange(number)))
    }
  }

  /// The pod whose port names count.
  private var receiver: Pod? {
    if direction == .ingress { return pod }
    if case .pod(let other) = peer { return other }
    return nil
  }
}
