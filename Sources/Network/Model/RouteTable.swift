/// A subnet's routes. The local routes are implicit.
public struct RouteTable: Sendable {
  public typealias ID = Identifier<RouteTable>

  public let id: ID
  public let label: String
  public var routes: [Route]

  public init(id: ID, label: String? = nil, routes: [Route] = []) {
    self.id = id
    self.label = label ?? id.name
    self.routes = routes
  }
}

/// One route: among those that contain a destination the longest prefix wins, then a static route over a propagated one
/// ("Route priority", Amazon VPC user guide).
public struct Route: Sendable {
  public enum Destination: Hashable, Sendable {
    case prefix(Prefix)
    case prefixList(PrefixList.ID)
  }

  public enum Target: Hashable, Sendable {
    case local
    case internetGateway(InternetGateway.ID)
    case egressOnlyInternetGateway(InternetGateway.ID)
    case natGateway(NATGateway.ID)
    case peering(Peering.ID)
    case transitGateway(TransitGateway.ID)
    /// Site-to-site VPN and Direct Connect.
    case virtualPrivateGateway(VirtualPrivateGateway.ID)
    /// A gateway endpoint: traffic to an AWS service leaves the network here.
    case gatewayEndpoint(String)
    /// An interface that forwards: an appliance, a Gateway Load Balancer endpoint, a firewall endpoint. What it lets
    /// through is not modelled, so packets through it possibly arrive.
    case appliance(String)
    /// Packets are dropped: the target is gone.
    case blackhole
  }

  public let id: String
  public let label: String
  public var destination: Fact<Destination>
  public var target: Fact<Target>
  public var isPropagated: Bool
  /// Unknown for a route that may or may not be created.
  public var exists: Fact<Bool>

  public init(
    id: String, label: String? = nil, destination: Fact<Destination>, target: Fact<Target>, isPropagated: Bool = false,
    exists: Fact<Bool> = true
  ) {
    self.id = id
    self.label = label ?? id
    self.destination = destination
    self.target = target
    self.isPropagated = isPropagated
    self.exists = exists
  }
}

/// A named list of prefixes.
public struct PrefixList: Sendable {
  public typealias ID = Identifier<PrefixList>

  public let id: ID
  public let label: String
  /// Unknown for lists that AWS manages.
  public var entries: Fact<[Prefix]>

  public init(id: ID, label: String? = nil, entries: Fact<[Prefix]>) {
    self.id = id
    self.label = label ?? id.name
    self.entries = entries
  }
}
