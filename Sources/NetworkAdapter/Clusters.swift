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
}
