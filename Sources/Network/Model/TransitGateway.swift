/// A router between VPCs and networks outside ("How transit gateways work", Amazon VPC transit gateways guide).
public struct TransitGateway: Sendable {
  public typealias ID = Identifier<TransitGateway>

  /// One thing connected to it.
  public struct Attachment: Sendable {
    public typealias ID = Identifier<Attachment>

    public enum Resource: Hashable, Sendable {
      case vpc(VPC.ID)
      /// A VPN connection, a Direct Connect gateway, or a peered transit gateway of someone else.
      case onPremises(OnPremises.ID)
    }

    public let id: ID
    public let label: String
    public var resource: Fact<Resource>
    /// Where it enters the VPC: the route tables of these subnets take packets further.
    public var subnets: [Fact<Subnet.ID>]
    /// The table that decides where packets from this attachment go. Nil: none, they are dropped.
    public var routeTable: Fact<Identifier<RouteTable>>?

    public init(
      id: ID, label: String? = nil, resource: Fact<Resource>, subnets: [Fact<Subnet.ID>] = [],
      routeTable: Fact<Identifier<RouteTable>>?
    ) {
      self.id = id
      self.label = label ?? id.name
      self.resource = resource
      self.subnets = subnets
      self.routeTable = routeTable
    }
  }

  /// One of its route tables.
  public struct RouteTable: Sendable {
    public let id: Identifier<RouteTable>
    public let label: String
    public var routes: [Route]
    /// The attachments whose addresses propagate into this table.
    public var propagations: [Fact<Attachment.ID>]

    public init(
      id: Identifier<RouteTable>, label: String? = nil, routes: [Route] = [], propagations: [Fact<Attachment.ID>] = []
    ) {
      self.id = id
      self.label = label ?? id.name
      self.routes = routes
      self.propagations = propagations
    }
  }

  /// A static route.
  public struct Route: Sendable {
    public enum Target: Hashable, Sendable {
      case attachment(Attachment.ID)
      case blackhole
    }

    public let id: String
    public let label: String
    public var destination: Fact<Network.Route.Destination>
    public var target: Fact<Target>
    public var exists: Fact<Bool>

    public init(
      id: String, label: String? = nil, destination: Fact<Network.Route.Destination>, target: Fact<Target>,
      exists: Fact<Bool> = true
    ) {
      self.id = id
      self.label = label ?? id
      self.destination = destination
      self.target = target
      self.exists = exists
    }
  }

  public let id: ID
  public let label: String
  public var attachments: [Attachment]
  public var routeTables: [RouteTable]
  /// Whether rules may name groups of other attached VPCs (`security_group_referencing_support`).
  public var carriesGroupReferences: Fact<Bool>

  public init(
    id: ID, label: String? = nil, attachments: [Attachment], routeTables: [RouteTable],
    carriesGroupReferences: Fact<Bool> = false
  ) {
    self.id = id
    self.label = label ?? id.name
    self.attachments = attachments
    self.routeTables = routeTables
    self.carriesGroupReferences = carriesGroupReferences
  }
}
