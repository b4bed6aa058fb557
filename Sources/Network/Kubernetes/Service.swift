/// A way into pods ("Service", Kubernetes documentation).
public struct Service: Sendable {
  public typealias ID = Identifier<Service>

  public enum Exposure: Hashable, Sendable {
    /// Inside the cluster only.
    case cluster
    /// A port of every node.
    case nodePort
    /// A load balancer; whether it faces the Internet.
    case loadBalancer(isPublic: Fact<Bool>)
  }

  public struct Port: Hashable, Sendable {
    public enum Target: Hashable, Sendable {
      case number(UInt16)
      case named(String)
    }

    public let `protocol`: IPProtocol
    public let port: UInt16
    public let target: Target
    public let nodePort: Fact<UInt16>?

    public init(_ port: UInt16, protocol: IPProtocol = .tcp, target: Target? = nil, nodePort: Fact<UInt16>? = nil) {
      self.port = port
      self.protocol = `protocol`
      self.target = target ?? .number(port)
      self.nodePort = nodePort
    }
  }

  public let id: ID
  public let label: String
  public var namespace: String
  /// Nil: it selects no pods.
  public var selector: Fact<LabelSelector>?
  public var exposure: Exposure
  public var ports: [Port]
  /// `loadBalancerSourceRanges`; empty: everyone.
  public var sourceRanges: [Fact<Prefix>]
  /// `externalTrafficPolicy: Local`. With `Cluster` a pod may see a node's address instead of the client's.
  public var preservesClientAddress: Bool

  public init(
    id: ID, label: String? = nil, namespace: String, selector: Fact<LabelSelector>?, exposure: Exposure = .cluster,
    ports: [Port], sourceRanges: [Fact<Prefix>] = [], preservesClientAddress: Bool = false
  ) {
    self.id = id
    self.label = label ?? id.name
    self.namespace = namespace
    self.selector = selector
    self.exposure = exposure
    self.ports = ports
    self.sourceRanges = sourceRanges
    self.preservesClientAddress = preservesClientAddress
  }
}

/// Routes HTTP from outside to services ("Ingress", Kubernetes documentation).
public struct Ingress: Sendable {
  public struct Backend: Hashable, Sendable {
    public let service: Service.ID
    public let port: UInt16

    public init(_ service: Service.ID, port: UInt16) {
      self.service = service
      self.port = port
    }
  }

  /// Who opens the connections to the pods.
  public enum Controller: Hashable, Sendable {
    /// Pods of the cluster, such as a proxy.
    case pods(namespaces: LabelSelector, pods: LabelSelector)
    /// Something outside, such as an Application Load Balancer with these addresses.
    case outside(Fact<[Prefix]>)
  }

  public let id: String
  public let label: String
  public var namespace: String
  public var isPublic: Fact<Bool>
  public var controller: Fact<Controller>
  public var backends: [Backend]

  public init(
    id: String, label: String? = nil, namespace: String, isPublic: Fact<Bool>, controller: Fact<Controller>,
    backends: [Backend]
  ) {
    self.id = id
    self.label = label ?? id
    self.namespace = namespace
    self.isPublic = isPublic
    self.controller = controller
    self.backends = backends
  }
}
