/// One end of a question.
public enum Location: Hashable, Sendable {
  case internet
  case endpoint(Endpoint.ID)
  /// Any endpoint of a subnet.
  case subnet(Subnet.ID)
  /// An interface in a subnet, real or not, with a public address and nothing that filters at it: what the subnet's
  /// routes and ACL alone allow.
  case anyInterface(in: Subnet.ID)
  case loadBalancer(LoadBalancer.ID)
  case onPremises(OnPremises.ID)
  case pod(Pod.ID, in: Cluster.ID)
}

/// Whether packets get from one place to another.
public struct Query: Sendable {
  public var from: Location
  public var to: Location
  /// Nil: any protocol, or TCP and UDP when ports are asked for.
  public var `protocol`: IPProtocol?
  /// Destination ports, at the final destination. For ICMP type times 256 plus code.
  public var ports: PortRange?
  public var family: AddressFamily?
  /// Narrows the sender's addresses; empty: all that it may have.
  public var sourceAddresses: [Prefix]
  /// The ports a client sends from.
  public var sourcePorts: PortRange
  /// Whether paths through load balancers and private links count.
  public var includesProxies: Bool
  /// Whether an answer says what blocks each path; to find out costs as much as the answer itself.
  public var explainsBlocks = true

  public init(
    from: Location, to: Location, protocol: IPProtocol? = nil, ports: PortRange? = nil, family: AddressFamily? = nil,
    sourceAddresses: [Prefix] = [], sourcePorts: PortRange = .ephemeral, includesProxies: Bool = true
  ) {
    self.from = from
    self.to = to
    self.protocol = `protocol`
    self.ports = ports
    self.family = family
    self.sourceAddresses = sourceAddresses
    self.sourcePorts = sourcePorts
    self.includesProxies = includesProxies
  }

  var scope: Scope {
    var scope = Scope(sourcePorts: sourcePorts.interval)
    let ports = self.ports?.interval ?? .full
    if let number = `protocol`?.number {
      scope.shapes = [Traffic.Shape(protocols: Interval(number), ports: ports)]
    } else if self.ports != nil {
      scope.shapes = [IPProtocol.tcp, .udp].map { Traffic.Shape(protocols: Interval($0.number), ports: ports) }
    }
    if let family { scope.families = [family] }
    if !sourceAddresses.isEmpty { scope.sources = AddressSet(sourceAddresses) }
    return scope
  }
}

/// Why a query cannot be answered.
public enum QueryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The model has no such element.
  case noSuchPlace(Location)

  public var description: String {
    switch self {
    case .noSuchPlace(let location): "\(location) is not in the model"
    }
  }
}
