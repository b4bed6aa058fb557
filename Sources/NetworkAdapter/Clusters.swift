import Network
import ResourceGraph
import Values

/// Kubernetes manifests as a cluster: pods of templates, services, ingresses and network policies.
extension NetworkAdapter {
  private static let workloads: [(kind: String, template: [String])] = [
    ("Pod", []), ("Deployment", ["spec", "template"]), ("StatefulSet", ["spec", "template"]),
    ("DaemonSet", ["spec", "template"]), ("ReplicaSet", ["spec", "template"]),
    ("ReplicationController", ["spec", "template"]), ("Job", ["spec", "template"]),
    ("CronJob", ["spec", "jobTemplate", "spec", "template"]),
  ]
  private static let clusterID = Cluster.ID("cluster")

  mutating func addClusters() {
    guard
      resources(["Namespace", "NetworkPolicy", "Service", "Ingress"] + Self.workloads.map(\.kind)).contains(where: {
        graph[$0].providerScope == "kubernetes" || graph.documents[graph[$0].origin.document].kind == .kubernetes
      })
    else {
      return
    }
    let reasons = graph.documents.filter { $0.kind == .kubernetes }.flatMap(\.completeness.reasons)
    var cluster = Cluster(
      id: Self.clusterID, leftOut: reasons.first.map { Unknown("incomplete manifests", reason: $0) })
    for id in resources(["Namespace"]) {
      cluster.namespaces[graph[id].name] = labels(node(id, ["metadata", "labels"]), id)
    }
    for (kind, template) in Self.workloads {
      for id in resources([kind]) { addPod(id, template, to: &cluster) }
    }
    for id in resources(["NetworkPolicy"]) { cluster.policies.append(policy(id)) }
    for id in resources(["Service"]) { cluster.services.append(service(id)) }
    for id in resources(["Ingress"]) { cluster.ingresses.append(ingress(id, cluster)) }
    model.clusters.append(cluster)
    placeServices(cluster)
  }

  /// A service or an ingress stands for the pods behind it, a namespace for all of its pods.
  private mutating func placeServices(_ cluster: Cluster) {
    func pods(_ service: Service) -> [Location] {
      guard case .known(let selector)? = service.selector else { return [] }
      return cluster.pods.filter { pod in
        pod.namespace == service.namespace && pod.labels.value.map(selector.matches) ?? true
      }.map { .pod($0.id, in: cluster.id) }
    }
    for service in cluster.services {
      guard let id = graph.resource(named: service.id.name) else { continue }
      places[id] = pods(service)
    }
    for ingress in cluster.ingresses {
      guard let id = graph.resource(named: ingress.id) else { continue }
      let services = ingress.backends.compactMap { backend in cluster.services.first { $0.id == backend.service } }
      places[id] = services.flatMap { pods($0) }
    }
    for id in resources(["Namespace"]) {
      places[id] = cluster.pods.filter { $0.namespace == graph[id].name }.map { .pod($0.id, in: cluster.id) }
    }
  }

  // MARK: Reading objects

  private func node(_ id: ResourceID, _ path: [String]) -> NodeID? { node(graph.values(of: id), path) }

  private func node(_ root: NodeID, _ path: [String]) -> NodeID? {
    var node = graph.arena.resolved(root)
    for name in path {
      guard let next = graph.arena.member(node, name) else { return nil }
      node = graph.arena.resolved(next)
    }
    return graph.arena[node].kind == .null ? nil : node
  }

  private func children(_ node: NodeID?) -> [NodeID] {
    node.map { graph.arena.children($0).map(graph.arena.resolved) } ?? []
  }

  private func string(_ root: NodeID, _ path: String...) -> String? {
    node(root, path).flatMap { graph.arena.string($0) }
  }

  private func number(_ root: NodeID, _ path: String...) -> Int? {
    node(root, path).flatMap { node in
      graph.arena.int(node).map { Int($0) } ?? graph.arena.string(node).flatMap { Int($0) }
    }
  }

  private func hidden(_ id: ResourceID, _ what: String) -> Unknown {
    Unknown("\(graph.address(of: id)) \(what)", reason: "the \(what) of \(graph.address(of: id)) are not understood")
  }

  private func labels(_ node: NodeID?, _ id: ResourceID) -> Fact<[String: String]> {
    var labels: [String: String] = [:]
    guard let node else { return .known([:]) }
    guard graph.arena[node].kind == .map else { return .unknown(hidden(id, "labels")) }
    for child in graph.arena.children(node) {
      guard let name = graph.arena.keyName(child), let value = graph.arena.string(graph.arena.resolved(child)) else {
        return .unknown(hidden(id, "labels"))
      }
      labels[name] = value
    }
    return .known(labels)
  }

  private func selector(_ node: NodeID?) -> LabelSelector {
    guard let node else { return .everything }
    var requirements: [LabelSelector.Requirement] = []
    for child in children(self.node(node, ["matchLabels"])) {
      guard let name = graph.arena.keyName(child), let value = graph.arena.string(child) else { continue }
      requirements.append(.isIn(key: name, values: [value]))
    }
    for expression in children(self.node(node, ["matchExpressions"])) {
      guard let key = string(expression, "key") else { continue }
      let values = children(self.node(expression, ["values"])).compactMap { graph.arena.string($0) }
      switch string(expression, "operator") {
      case "In": requirements.append(.isIn(key: key, values: values))
      case "NotIn": requirements.append(.isNotIn(key: key, values: values))
      case "Exists": requirements.append(.exists(key: key))
      case "DoesNotExist": requirements.append(.doesNotExist(key: key))
      default: continue
      }
    }
    return LabelSelector(requirements)
  }

  private func number(of name: String?) -> IPProtocol {
    switch name?.uppercased() {
    case "UDP": .udp
    case "SCTP": .sctp
    default: .tcp
    }
  }

  // MARK: Pods

  private mutating func addPod(_ id: ResourceID, _ template: [String], to cluster: inout Cluster) {
    guard let root = node(id, template), let namespace = graph[id].namespace else { return }
    var ports: [Pod.NamedPort] = []
    for container in children(node(root, ["spec", "containers"])) {
      for port in children(node(container, ["ports"])) {
        guard let name = string(port, "name"),
          let number = number(port, "containerPort").flatMap({ UInt16(exactly: $0) })
        else { continue }
        ports.append(Pod.NamedPort(name, protocol: self.number(of: string(port, "protocol")), number: number))
      }
    }
    let host = node(root, ["spec", "hostNetwork"]).flatMap { graph.arena.bool($0) } ?? false
    let pod = Pod(
      id: Pod.ID(register(id)), namespace: namespace, labels: labels(node(root, ["metadata", "labels"]), id),
      ports: ports, usesHostNetwork: .known(host))
    cluster.pods.append(pod)
    places[id] = [.pod(pod.id, in: cluster.id)]
  }

  // MARK: Network policies

  private mutating func policy(_ id: ResourceID) -> NetworkPolicy {
    let spec = node(id, ["spec"])
    let types = spec.map { children(node($0, ["policyTypes"])).compactMap { graph.arena.string($0) } } ?? []
    let ingress = spec.flatMap { node($0, ["ingress"]) }
    let egress = spec.flatMap { node($0, ["egress"]) }
    // Without policyTypes a policy is about ingress, and about egress where it has egress rules.
    let isIngress = types.isEmpty || types.contains("Ingress")
    let isEgress = types.isEmpty ? !children(egress).isEmpty : types.contains("Egress")
    return NetworkPolicy(
      id: register(id), namespace: graph[id].namespace ?? "default",
      podSelector: selector(spec.flatMap { node($0, ["podSelector"]) }),
      ingress: isIngress ? children(ingress).map { rule($0, "from", id) } : nil,
      egress: isEgress ? children(egress).map { rule($0, "to", id) } : nil)
  }

  private mutating func rule(_ rule: NodeID, _ side: String, _ id: ResourceID) -> NetworkPolicy.Rule {
    let peers = children(node(rule, [side]))
    let ports = children(node(rule, ["ports"]))
    return NetworkPolicy.Rule(
      ports: ports.isEmpty ? nil : ports.map { port($0, id) }, peers: peers.isEmpty ? nil : peers.map { peer($0, id) })
  }

  private func port(_ port: NodeID, _ id: ResourceID) -> NetworkPolicy.Port {
    let number = self.number(of: string(port, "protocol"))
    guard let value = node(port, ["port"]) else { return NetworkPolicy.Port(number, .known(.all)) }
    if let name = graph.arena.string(value), Int(name) == nil {
      return NetworkPolicy.Port(number, .known(.named(name)))
    }
    guard let first = self.number(port, "port"),
      let range = try? PortRange(from: first, to: self.number(port, "endPort") ?? first)
    else { return NetworkPolicy.Port(number, .unknown(hidden(id, "ports"))) }
    return NetworkPolicy.Port(number, .known(.range(range)))
  }

  private mutating func peer(_ peer: NodeID, _ id: ResourceID) -> NetworkPolicy.Peer {
    if let block = node(peer, ["ipBlock"]) {
      let except = children(node(block, ["except"])).map { prefix(graph.arena.string($0), id) }
      return .block(prefix(string(block, "cidr"), id), except: except)
    }
    let namespaces = node(peer, ["namespaceSelector"]).map { selector($0) }
    let pods = node(peer, ["podSelector"]).map { selector($0) }
    return .pods(namespaces: namespaces, pods: pods)
  }

  private mutating func prefix(_ text: String?, _ id: ResourceID) -> Fact<Prefix> {
    guard let text, let prefix = try? Prefix(parsing: text, hostBits: .dropped) else {
      note(id, ["spec"], "has an ipBlock that is no CIDR block")
      return .unknown(hidden(id, "blocks"))
    }
    return .known(prefix)
  }

  // MARK: Services

  private mutating func service(_ id: ResourceID) -> Service {
    let root = graph.values(of: id)
    let selector = node(root, ["spec", "selector"]).map { node -> Fact<LabelSelector> in
      labels(node, id).map { LabelSelector(labels: $0) }
    }
    let exposure: Service.Exposure =
      switch string(root, "spec", "type") {
      case "LoadBalancer": .loadBalancer(isPublic: isPublic(id))
      case "NodePort": .nodePort
      default: .cluster
      }
    let ports = children(node(root, ["spec", "ports"])).compactMap { servicePort($0) }
    return Service(
      id: Service.ID(register(id)), namespace: graph[id].namespace ?? "default", selector: selector, exposure: exposure,
      ports: ports,
      sourceRanges: children(node(root, ["spec", "loadBalancerSourceRanges"])).map {
        prefix(graph.arena.string($0), id)
      }, preservesClientAddress: string(root, "spec", "externalTrafficPolicy") == "Local")
  }

  private func servicePort(_ port: NodeID) -> Service.Port? {
    guard let number = number(port, "port").flatMap({ UInt16(exactly: $0) }) else { return nil }
    var target: Service.Port.Target?
    if let value = node(port, ["targetPort"]) {
      if let own = self.number(port, "targetPort").flatMap({ UInt16(exactly: $0) }) {
        target = .number(own)
      } else if let name = graph.arena.string(value) {
        target = .named(name)
      }
    }
    let nodePort = self.number(port, "nodePort").flatMap { UInt16(exactly: $0) }
    return Service.Port(
      number, protocol: self.number(of: string(port, "protocol")), target: target, nodePort: nodePort.map { .known($0) }
    )
  }

  /// Whether a load balancer faces the Internet: annotations say if it does not. A class of its own has a default of
  /// its own.
  private func isPublic(_ id: ResourceID) -> Fact<Bool> {
    let notes = annotations(id)
    let internalMarks = [
      "service.beta.kubernetes.io/aws-load-balancer-internal",
      "service.beta.kubernetes.io/azure-load-balancer-internal",
    ]
    for mark in internalMarks { if let text = notes[mark], text != "false" { return false } }
    for mark in ["networking.gke.io/load-balancer-type", "cloud.google.com/load-balancer-type"] {
      if notes[mark]?.lowercased() == "internal" { return false }
    }
    switch notes["service.beta.kubernetes.io/aws-load-balancer-scheme"] {
    case "internal": return false
    case "internet-facing": return true
    default: break
    }
    let hasClass = string(graph.values(of: id), "spec", "loadBalancerClass") != nil
    let type = notes["service.beta.kubernetes.io/aws-load-balancer-type"]
    guard hasClass || type == "external" || type == "nlb-ip" else { return true }
    // The AWS Load Balancer Controller makes internal ones unless told otherwise ("Annotations", its documentation).
    return hasClass && string(graph.values(of: id), "spec", "loadBalancerClass") != "service.k8s.aws/nlb"
      ? .unknown(hidden(id, "defaults of its load balancer class")) : false
  }

  private func annotations(_ id: ResourceID) -> [String: String] {
    labels(node(id, ["metadata", "annotations"]), id).value ?? [:]
  }

  // MARK: Ingresses

  private mutating func ingress(_ id: ResourceID, _ cluster: Cluster) -> Ingress {
    let root = graph.values(of: id)
    let notes = annotations(id)
    let name = string(root, "spec", "ingressClassName") ?? notes["kubernetes.io/ingress.class"]
    let namespace = graph[id].namespace ?? "default"
    var backends: [Ingress.Backend] = []
    var paths = [node(root, ["spec", "defaultBackend"]), node(root, ["spec", "backend"])].compactMap { $0 }
    for rule in children(node(root, ["spec", "rules"])) {
      paths += children(node(rule, ["http", "paths"])).compactMap { node($0, ["backend"]) }
    }
    for backend in paths {
      guard let service = string(backend, "service", "name") ?? string(backend, "serviceName") else { continue }
      let reference = Service.ID("Service/\(namespace)/\(service)")
      let number = number(backend, "service", "port", "number") ?? number(backend, "servicePort")
      if let number = number.flatMap({ UInt16(exactly: $0) }) {
        backends.append(Ingress.Backend(reference, port: number))
      } else if let port = namedPort(string(backend, "service", "port", "name"), "Service/\(namespace)/\(service)") {
        backends.append(Ingress.Backend(reference, port: port))
      }
    }
    let unknown = Unknown(
      "\(graph.address(of: id)) controller",
      reason: "which controller serves \(graph.address(of: id)) is not in the input")
    let isALB = name == "alb"
    let isPublic: Fact<Bool> =
      isALB ? .known(notes["alb.ingress.kubernetes.io/scheme"] == "internet-facing") : .unknown(unknown)
    return Ingress(
      id: register(id), namespace: namespace, isPublic: isPublic,
      controller: isALB
        ? .known(
          .outside(
            .unknown(
              Unknown("\(graph.address(of: id)) addresses", reason: "the addresses of the load balancer are not known"))
          ))
        : .unknown(unknown), backends: backends)
  }

  private func namedPort(_ name: String?, _ service: String) -> UInt16? {
    guard let name, let id = graph.resource(named: service) else { return nil }
    for port in children(node(id, ["spec", "ports"])) where string(port, "name") == name {
      return number(port, "port").flatMap { UInt16(exactly: $0) }
    }
    return nil
  }
}
