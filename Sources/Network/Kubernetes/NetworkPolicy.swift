/// What pods may receive and send ("Network Policies", Kubernetes documentation): a pod that no policy selects for a
/// direction is open in it, one that is selected admits what at least one policy allows, and replies always pass.
public struct NetworkPolicy: Sendable {
  public enum Peer: Hashable, Sendable {
    /// Nil namespaces: the policy's own. Nil pods: all of the namespaces'.
    case pods(namespaces: LabelSelector?, pods: LabelSelector?)
    /// Pods that the adapter has resolved already.
    case resolved([Pod.ID])
    case block(Fact<Prefix>, except: [Fact<Prefix>])
  }

  public struct Port: Hashable, Sendable {
    public enum Number: Hashable, Sendable {
      case all
      case range(PortRange)
      /// A port's name in the receiving pod.
      case named(String)
    }

    public let `protocol`: IPProtocol
    public let number: Fact<Number>

    public init(_ `protocol`: IPProtocol = .tcp, _ number: Fact<Number>) {
      self.protocol = `protocol`
      self.number = number
    }
  }

  public struct Rule: Sendable {
    /// Nil: every port.
    public var ports: [Port]?
    /// Nil: every peer.
    public var peers: [Peer]?

    public init(ports: [Port]? = nil, peers: [Peer]? = nil) {
      self.ports = ports
      self.peers = peers
    }
  }

  public let id: String
  public let label: String
  public var namespace: String
  public var podSelector: LabelSelector
  /// The rules of the directions it isolates: nil does not isolate, an empty list closes.
  public var ingress: [Rule]?
  public var egress: [Rule]?
  /// Unknown for a policy that may or may not be created.
  public var exists: Fact<Bool>

  public init(
    id: String, label: String? = nil, namespace: String, podSelector: LabelSelector = .everything,
    ingress: [Rule]? = nil, egress: [Rule]? = nil, exists: Fact<Bool> = true
  ) {
    self.id = id
    self.label = label ?? id
    self.namespace = namespace
    self.podSelector = podSelector
    self.ingress = ingress
    self.egress = egress
    self.exists = exists
  }
}
