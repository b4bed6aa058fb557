import ResourceGraph
import Values

/// What the objects of a cluster refer to: by name within the namespace, and by label.
struct ManifestReferences: ReferenceResolver {
  var resolvesNames: Bool { true }

  /// Members that name an object, by the end of their path, with the kinds that may be meant.
  private static let names: [(path: [String], kinds: [String])] = [
    (["serviceAccountName"], ["ServiceAccount"]), (["serviceAccount"], ["ServiceAccount"]),
    (["configMap", "name"], ["ConfigMap"]), (["configMapRef", "name"], ["ConfigMap"]),
    (["configMapKeyRef", "name"], ["ConfigMap"]), (["secret", "secretName"], ["Secret"]),
    (["secret", "name"], ["Secret"]), (["secretRef", "name"], ["Secret"]), (["secretKeyRef", "name"], ["Secret"]),
    (["imagePullSecrets", "name"], ["Secret"]), (["tls", "secretName"], ["Secret"]), (["secrets", "name"], ["Secret"]),
    (["persistentVolumeClaim", "claimName"], ["PersistentVolumeClaim"]), (["storageClassName"], ["StorageClass"]),
    (["service", "name"], ["Service"]), (["roleRef", "name"], ["Role", "ClusterRole"]),
    (["subjects", "name"], ["ServiceAccount"]),
    (["scaleTargetRef", "name"], ["Deployment", "StatefulSet", "ReplicaSet"]),
    (["volumeName"], ["PersistentVolume"]), (["serviceName"], ["Service"]), (["ingressClassName"], ["IngressClass"]),
  ]
  /// Where the labels of pods stand, by kind.
  private static let templates: [String: [String]] = [
    "Pod": [], "Deployment": ["spec", "template"], "StatefulSet": ["spec", "template"],
    "DaemonSet": ["spec", "template"], "ReplicaSet": ["spec", "template"],
    "ReplicationController": ["spec", "template"], "Job": ["spec", "template"],
    "CronJob": ["spec", "jobTemplate", "spec", "template"],
  ]

  func references(
    of resource: ResourceID, path: [String], expected: Set<String>, isCollection: Bool, in graph: ResourceGraph
  ) -> ReferenceSet {
    let leaves = leaves(at: path[...], of: graph.values(of: resource), graph)
    let values = leaves.compactMap { graph.arena.string($0) }
    var set = ReferenceSet()
    if leaves.contains(where: { graph.arena[$0].kind == .unknown }) {
      set.unresolved = "\(graph[resource].address).\(path.joined(separator: "."))"
    }
    if let selector = selector(resource, path, graph) {
      for id in pods(matching: selector, like: resource, graph) where expected.contains(graph[id].type) {
        set.references.append(Reference(target: id, resolution: .configuration))
      }
      return set
    }
    guard let kinds = Self.names.first(where: { path.suffix($0.path.count).elementsEqual($0.path) })?.kinds else {
      return set
    }
    for name in values {
      let found = kinds.compactMap { object($0, name, resource, path, graph) }.filter {
        expected.contains(graph[$0].type)
      }
      for id in found where !set.references.contains(where: { $0.target == id }) {
        set.references.append(Reference(target: id, resolution: .configuration))
      }
      if found.isEmpty, !set.outsiders.contains(name) { set.outsiders.append(name) }
    }
    return set
  }

  func isSet(
    _ attribute: String, of resource: ResourceID, in graph: ResourceGraph, _ arena: borrowing ValueArena
  ) -> Bool? { nil }

  /// The object of a kind and name that a resource means: in its own namespace, in that of a subject, or in none.
  private func object(_ kind: String, _ name: String, _ resource: ResourceID, _ path: [String], _ graph: ResourceGraph)
    -> ResourceID?
  {
    if BuiltInKinds.clusterScoped.contains(kind) { return graph.resource(named: "\(kind)/\(name)") }
    if path.first == "subjects" {
      for subject in graph.arena.children(graph.values(of: resource), of: "subjects")
      where graph.arena.string(subject, "name") == name && graph.arena.string(subject, "kind") == kind {
        let namespace = graph.arena.string(subject, "namespace") ?? graph[resource].namespace ?? "default"
        return graph.resource(named: "\(kind)/\(namespace)/\(name)")
      }
      return nil
    }
    return graph.resource(named: "\(kind)/\(graph[resource].namespace ?? "default")/\(name)")
  }

  private func leaves(at path: ArraySlice<String>, of node: NodeID, _ graph: ResourceGraph) -> [NodeID] {
    let node = graph.arena.resolved(node)
    let kind = graph.arena[node].kind
    if kind == .list { return graph.arena.children(node).flatMap { leaves(at: path, of: $0, graph) } }
    guard let name = path.first, kind != .unknown else { return [node] }
    return graph.arena.member(node, name).map { leaves(at: path.dropFirst(), of: $0, graph) } ?? []
  }

  // MARK: Selectors

  /// The labels that a path selects pods by: of a Service all of `spec.selector`, of other kinds `matchLabels`. Nil for a
  /// path that is no selector, and but for the first label, so that a selector refers once.
  private func selector(_ resource: ResourceID, _ path: [String], _ graph: ResourceGraph) -> NodeID? {
    let root = graph.values(of: resource)
    let steps: [String]
    switch graph[resource].type {
    case "Service": steps = ["spec", "selector"]
    case "NetworkPolicy": steps = ["spec", "podSelector", "matchLabels"]
    case "PodDisruptionBudget": steps = ["spec", "selector", "matchLabels"]
    default: return nil
    }
    guard path.starts(with: steps) else { return nil }
    var node = root
    for step in steps {
      guard let next = graph.arena.member(node, step) else { return nil }
      node = next
    }
    if path.count == steps.count { return node }
    return graph.arena.children(node).first.flatMap { graph.arena.keyName($0) } == path.last ? node : nil
  }

  private func pods(matching selector: NodeID, like resource: ResourceID, _ graph: ResourceGraph) -> [ResourceID] {
    var found: [ResourceID] = []
    for (kind, template) in Self.templates.sorted(by: { $0.key < $1.key }) {
      for id in graph.resources(ofType: kind) where graph[id].namespace == graph[resource].namespace {
        var node: NodeID? = graph.values(of: id)
        for step in template + ["metadata", "labels"] { node = node.flatMap { graph.arena.member($0, step) } }
        if let node, hasLabels(node, selector, graph.arena) { found.append(id) }
      }
    }
    return found.sorted()
  }

  private func hasLabels(_ labels: NodeID, _ selector: NodeID, _ arena: ValueArena) -> Bool {
    let wanted = arena.children(selector)
    return !wanted.isEmpty
      && wanted.allSatisfy { label in
        guard let own = arena.member(labels, arena[label].key), let text = arena.string(label) else { return false }
        return arena.string(own) == text
      }
  }
}
