/// A Kubernetes cluster as far as packets are concerned.
public struct Cluster: Sendable {
  public typealias ID = Identifier<Cluster>

  public let id: ID
  public let label: String
  /// The labels of its namespaces; `kubernetes.io/metadata.name` is added ("Namespaces", Kubernetes documentation).
  public var namespaces: [String: Fact<[String: String]>]
  public var pods: [Pod]
  public var policies: [NetworkPolicy]
  public var services: [Service]
  public var ingresses: [Ingress]
  /// Whether its network plugin enforces policies: some do not ("Network Policies", Kubernetes documentation,
  /// prerequisites).
  public var enforcesPolicies: Fact<Bool>
  /// Why there may be policies, services and ingresses that are not listed; nil if all are.
  public var leftOut: Unknown?

  public init(
    id: ID, label: String? = nil, namespaces: [String: Fact<[String: String]>] = [:], pods: [Pod] = [],
    policies: [NetworkPolicy] = [], services: [Service] = [], ingresses: [Ingress] = [],
    enforcesPolicies: Fact<Bool> = true, leftOut: Unknown? = nil
  ) {
    self.id = id
    self.label = label ?? id.name
    self.namespaces = namespaces
    self.pods = pods
    self.policies = policies
    self.services = services
    self.ingresses = ingresses
    self.enforcesPolicies = enforcesPolicies
    self.leftOut = leftOut
  }
}

/// A pod, or all pods of one template.
public struct Pod: Sendable {
  public typealias ID = Identifier<Pod>

  public struct NamedPort: Hashable, Sendable {
    public let name: String
    public let `protocol`: IPProtocol
    public let number: UInt16

    public init(_ name: String, protocol: IPProtocol = .tcp, number: UInt16) {
      self.name = name
      self.protocol = `protocol`
      self.number = number
    }
  }

  public let id: ID
  public let label: String
  public var namespace: String
  public var labels: Fact<[String: String]>
  public var ports: [NamedPort]
  /// The endpoint whose interface carries its packets outside the cluster: its node, or its own.
  public var interface: Endpoint.ID?
  /// Whether it shares its node's network, where policies have no effect ("NetworkPolicy and hostNetwork pods",
  /// Kubernetes documentation).
  public var usesHostNetwork: Fact<Bool>

  public init(
    id: ID, label: String? = nil, namespace: String, labels: Fact<[String: String]>, ports: [NamedPort] = [],
    interface: Endpoint.ID? = nil, usesHostNetwork: Fact<Bool> = false
  ) {
    self.id = id
    self.label = label ?? id.name
    self.namespace = namespace
    self.labels = labels
    self.ports = ports
    self.interface = interface
    self.usesHostNetwork = usesHostNetwork
  }
}
