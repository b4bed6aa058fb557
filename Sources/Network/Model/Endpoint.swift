/// Something with network interfaces: an instance, a database, a load balancer, a function inside a VPC.
public struct Endpoint: Sendable {
  public typealias ID = Identifier<Endpoint>

  /// What it is, for reports and filters; the engine treats all kinds alike.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case instance, database, cache, broker, function, loadBalancer, task, node, controlPlane, vpcEndpoint, fileSystem
    case other
  }

  /// Where its interfaces are.
  public enum Placement: Hashable, Sendable {
    /// One interface, in one of these subnets; nobody knows which (a database in a subnet group).
    case oneOf([Fact<Subnet.ID>])
    /// An interface in each of these subnets (a load balancer).
    case each([Fact<Subnet.ID>])

    /// One interface in one subnet.
    public static func subnet(_ id: Subnet.ID) -> Placement { .each([.known(id)]) }
  }

  /// The addresses of each interface, of one family.
  public enum Addresses: Hashable, Sendable {
    case none
    /// It has all of these.
    case exactly([Prefix])
    /// One address of its subnet, assigned when it is created.
    case fromSubnet
    /// Whether it has one is not known.
    case unknown(Unknown)
  }

  /// What filters at its interfaces.
  public enum Filtering: Hashable, Sendable {
    case groups([Fact<SecurityGroup.ID>])
    /// No group was named: the VPC's default group.
    case defaultGroup
    /// Interfaces without groups, such as those of a Network Load Balancer created without one.
    case none
  }

  public let id: ID
  public let label: String
  public var kind: Kind
  public var placement: Placement
  public var filtering: Filtering
  public var ipv4: Addresses
  public var ipv6: Addresses
  /// Whether it has a public IPv4 address: assigned automatically, an Elastic IP, or by `publicly_accessible`.
  public var hasPublicIPv4: Fact<Bool>
  /// Whether Internet gateways keep IPv6 away from it, as from internal load balancers ("IP address type", Elastic Load
  /// Balancing user guides).
  public var isHiddenFromGateways = false
  /// False for interfaces that only send, such as those of a function in a VPC.
  public var acceptsConnections: Bool

  public init(
    id: ID, label: String? = nil, kind: Kind = .other, placement: Placement, filtering: Filtering = .defaultGroup,
    ipv4: Addresses = .fromSubnet, ipv6: Addresses = .none, hasPublicIPv4: Fact<Bool> = false,
    acceptsConnections: Bool = true
  ) {
    self.id = id
    self.label = label ?? id.name
    self.kind = kind
    self.placement = placement
    self.filtering = filtering
    self.ipv4 = ipv4
    self.ipv6 = ipv6
    self.hasPublicIPv4 = hasPublicIPv4
    self.acceptsConnections = acceptsConnections
  }
}
