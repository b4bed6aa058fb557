/// Clusters by identifier, their pods and services resolved.
struct ClusterIndex: Sendable {
  private let clusters: [Cluster.ID: Cluster]

  init(_ clusters: [Cluster]) {
    self.clusters = Dictionary(clusters.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func find(_ pod: Pod.ID, in cluster: Cluster.ID) -> (cluster: Cluster, pod: Pod)? {
    guard let cluster = clusters[cluster], let pod = cluster.pods.first(where: { $0.id == pod }) else { return nil }
    return (cluster, pod)
  }
}

extension Cluster {
  private static var nameLabel: String { "kubernetes.io/metadata.name" }

  /// Whether a namespace is selected. Its name is a label that every namespace has, so a selector of names alone is
  /// decided even for a namespace that is not in the input.
  func matches(_ selector: LabelSelector, namespace: String) -> Fact<Bool> {
    let byNameOnly = selector.requirements.allSatisfy { $0.key == Cluster.nameLabel }
    let own = [Cluster.nameLabel: namespace]
    if byNameOnly { return .known(selector.matches(own)) }
    switch namespaces[namespace] {
    case .known(let labels): return .known(selector.matches(labels.merging(own) { _, name in name }))
    case .unknown(let unknown): return .unknown(unknown)
    case nil:
      return .unknown(
        Unknown("namespace \(namespace)", reason: "the labels of namespace \(namespace) are not in the input"))
    }
  }

  /// Whether a service selects a pod.
  func selects(_ service: Service, _ pod: Pod) -> Fact<Bool> {
    guard service.namespace == pod.namespace, let selector = service.selector else { return false }
    switch selector {
    case .known(let selector): return selector.matches(pod.labels)
    case .unknown(let unknown): return .unknown(unknown)
    }
  }
}

extension LabelSelector.Requirement {
  fileprivate var key: String {
    switch self {
    case .isIn(let key, _), .isNotIn(let key, _), .exists(let key), .doesNotExist(let key): key
    }
  }
}

extension Pod {
  var element: Element { Element(.pod, id: id.name, label: label) }

  /// The number of a port, given by number or name.
  func number(_ target: Service.Port.Target, _ protocol: IPProtocol) -> UInt16? {
    switch target {
    case .number(let number): number
    case .named(let name): ports.first { $0.name == name && $0.protocol == `protocol` }?.number
    }
  }

  /// Its side of a flow inside the cluster.
  var party: Party {
    let anywhere = Party.Addresses(ranges: [AddressRange.everything(.ipv4).interval], isOneOfMany: true)
    let unknown = Unknown("\(label) address", reason: "the address of \(label) is not known")
    return Party(element: element, site: .unplaced(unknown), ipv4: anywhere, ipv6: Party.Addresses(), filter: .open)
  }
}

extension Fact where Value == Bool {
  /// The conjunction; what is certainly false hides what is unknown.
  func and(_ other: Fact<Bool>) -> Fact<Bool> {
    if self == false || other == false { return false }
    return self == true ? other : self
  }
}
