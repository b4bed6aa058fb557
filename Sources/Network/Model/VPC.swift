/// A virtual private cloud: a private address space whose subnets reach each other by the local route.
public struct VPC: Sendable {
  public typealias ID = Identifier<VPC>

  public let id: ID
  public let label: String
  /// Its CIDR blocks of both families.
  public var prefixes: [Fact<Prefix>]
  /// The table of subnets without one of their own. Nil: the one AWS creates, with the local routes only ("Main route
  /// table", Amazon VPC user guide).
  public var mainRouteTable: Fact<RouteTable.ID>?
  /// The ACL of subnets without one of their own. Nil: the one AWS creates, which allows everything ("Default network
  /// ACL", Amazon VPC user guide).
  public var defaultNetworkACL: Fact<NetworkACL.ID>?
  /// The group of interfaces that name none. Nil: the one AWS creates, which admits its own members and lets everything
  /// out ("Default security groups for your VPCs", Amazon VPC user guide).
  public var defaultSecurityGroup: Fact<SecurityGroup.ID>?

  public init(
    id: ID, label: String? = nil, prefixes: [Fact<Prefix>], mainRouteTable: Fact<RouteTable.ID>? = nil,
    defaultNetworkACL: Fact<NetworkACL.ID>? = nil, defaultSecurityGroup: Fact<SecurityGroup.ID>? = nil
  ) {
    self.id = id
    self.label = label ?? id.name
    self.prefixes = prefixes
    self.mainRouteTable = mainRouteTable
    self.defaultNetworkACL = defaultNetworkACL
    self.defaultSecurityGroup = defaultSecurityGroup
  }
}
