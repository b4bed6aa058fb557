/// Interfaces that accept on listener ports and open a flow of their own to a target.
public struct LoadBalancer: Sendable {
  public typealias ID = Identifier<LoadBalancer>

  public struct Listener: Sendable {
    public let id: String
    public let label: String
    public var `protocol`: IPProtocol
    public var port: Fact<UInt16>
    /// Where its default action and its rules forward to.
    public var targetGroups: [Fact<TargetGroup.ID>]

    public init(
      id: String, label: String? = nil, protocol: IPProtocol = .tcp, port: Fact<UInt16>,
      targetGroups: [Fact<TargetGroup.ID>]
    ) {
      self.id = id
      self.label = label ?? id
      self.protocol = `protocol`
      self.port = port
      self.targetGroups = targetGroups
    }
  }

  public let id: ID
  public let label: String
  /// The endpoint that stands for its interfaces.
  public var endpoint: Endpoint.ID
  public var listeners: [Listener]
  /// Whether targets see the client's address ("Client IP preservation", Network Load Balancers guide); an Application
  /// Load Balancer never preserves it.
  public var preservesClientAddress: Fact<Bool>

  public init(
    id: ID, label: String? = nil, endpoint: Endpoint.ID, listeners: [Listener],
    preservesClientAddress: Fact<Bool> = false
  ) {
    self.id = id
    self.label = label ?? id.name
    self.endpoint = endpoint
    self.listeners = listeners
    self.preservesClientAddress = preservesClientAddress
  }
}

/// The targets that listeners forward to.
public struct TargetGroup: Sendable {
  public typealias ID = Identifier<TargetGroup>

  public struct Target: Hashable, Sendable {
    public var endpoint: Endpoint.ID
    /// Nil: the group's port.
    public var port: Fact<UInt16>?

    public init(_ endpoint: Endpoint.ID, port: Fact<UInt16>? = nil) {
      self.endpoint = endpoint
      self.port = port
    }
  }

  public let id: ID
  public let label: String
  public var `protocol`: IPProtocol
  public var port: Fact<UInt16>
  /// An unknown target may be any endpoint.
  public var targets: [Fact<Target>]

  public init(
    id: ID, label: String? = nil, protocol: IPProtocol = .tcp, port: Fact<UInt16>, targets: [Fact<Target>]
  ) {
    self.id = id
    self.label = label ?? id.name
    self.protocol = `protocol`
    self.port = port
    self.targets = targets
  }
}

/// A service reached through an interface endpoint: one way, from the consumer's endpoint to the provider's load
/// balancers ("Concepts", AWS PrivateLink guide).
public struct PrivateLink: Sendable {
  public typealias ID = Identifier<PrivateLink>

  public let id: ID
  public let label: String
  /// The interface endpoint in the consumer's VPC.
  public var consumer: Endpoint.ID
  public var providers: [LoadBalancer.ID]
  /// Whether the provider has accepted the connection.
  public var isAccepted: Fact<Bool>

  public init(
    id: ID, label: String? = nil, consumer: Endpoint.ID, providers: [LoadBalancer.ID], isAccepted: Fact<Bool> = true
  ) {
    self.id = id
    self.label = label ?? id.name
    self.consumer = consumer
    self.providers = providers
    self.isAccepted = isAccepted
  }
}
