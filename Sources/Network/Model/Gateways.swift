/// An Internet gateway, or an egress-only one: the VPC's door to the Internet.
public struct InternetGateway: Sendable {
  public typealias ID = Identifier<InternetGateway>

  public let id: ID
  public let label: String
  /// The VPC it is attached to.
  public var vpc: Fact<VPC.ID>

  public init(id: ID, label: String? = nil, vpc: Fact<VPC.ID>) {
    self.id = id
    self.label = label ?? id.name
    self.vpc = vpc
  }
}

/// Lets others send through its own address and lets replies back; nothing can be opened towards it ("NAT gateway
/// basics", Amazon VPC user guide). It has no security group.
public struct NATGateway: Sendable {
  public typealias ID = Identifier<NATGateway>

  public let id: ID
  public let label: String
  public var subnet: Fact<Subnet.ID>
  /// Whether it has an Elastic IP (`connectivity_type = "public"`).
  public var isPublic: Fact<Bool>
  public var ipv4: Endpoint.Addresses

  public init(
    id: ID, label: String? = nil, subnet: Fact<Subnet.ID>, isPublic: Fact<Bool> = true,
    ipv4: Endpoint.Addresses = .fromSubnet
  ) {
    self.id = id
    self.label = label ?? id.name
    self.subnet = subnet
    self.isPublic = isPublic
    self.ipv4 = ipv4
  }
}

/// The AWS side of Site-to-Site VPN connections and Direct Connect.
public struct VirtualPrivateGateway: Sendable {
  public typealias ID = Identifier<VirtualPrivateGateway>

  public let id: ID
  public let label: String
  public var vpc: Fact<VPC.ID>
  /// The networks at its other end.
  public var onPremises: [OnPremises.ID]

  public init(id: ID, label: String? = nil, vpc: Fact<VPC.ID>, onPremises: [OnPremises.ID]) {
    self.id = id
    self.label = label ?? id.name
    self.vpc = vpc
    self.onPremises = onPremises
  }
}

/// A network outside AWS: an office, a data centre, a partner.
public struct OnPremises: Sendable {
  public typealias ID = Identifier<OnPremises>

  public let id: ID
  public let label: String
  /// Its addresses. Unknown where routes are exchanged by BGP: then it may be any address.
  public var prefixes: Fact<[Prefix]>

  public init(id: ID, label: String? = nil, prefixes: Fact<[Prefix]>) {
    self.id = id
    self.label = label ?? id.name
    self.prefixes = prefixes
  }
}

/// A peering of two VPCs. Not transitive, and no way to the other side's gateways ("VPC peering limitations", Amazon VPC
/// peering guide).
public struct Peering: Sendable {
  public typealias ID = Identifier<Peering>

  public let id: ID
  public let label: String
  public var requester: Fact<VPC.ID>
  public var accepter: Fact<VPC.ID>
  /// Whether the request is accepted.
  public var isActive: Fact<Bool>
  /// Whether rules may name groups of the other side: in one Region they may ("Update your security groups to reference
  /// peer security groups", Amazon VPC peering guide).
  public var carriesGroupReferences: Fact<Bool>

  public init(
    id: ID, label: String? = nil, requester: Fact<VPC.ID>, accepter: Fact<VPC.ID>, isActive: Fact<Bool> = true,
    carriesGroupReferences: Fact<Bool> = true
  ) {
    self.id = id
    self.label = label ?? id.name
    self.requester = requester
    self.accepter = accepter
    self.isActive = isActive
    self.carriesGroupReferences = carriesGroupReferences
  }
}
