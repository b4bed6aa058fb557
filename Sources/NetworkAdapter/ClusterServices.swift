import Network
import ResourceGraph
import Values

/// Services and ingresses.
extension NetworkAdapter {
  mutating func service(_ id: ResourceID) -> Service {
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

  mutating func ingress(_ id: ResourceID, _ cluster: Cluster) -> Ingress {
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
