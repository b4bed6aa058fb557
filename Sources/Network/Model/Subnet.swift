/// A range of a VPC's addresses with one route table and one network ACL.
public struct Subnet: Sendable {
  public typealias ID = Identifier<Subnet>

  public let id: ID
  public let label: String
  public var vpc: Fact<VPC.ID>
  /// Its CIDR blocks of both families.
  public var prefixes: [Fact<Prefix>]
  /// The table explicitly associated with it. Nil: the VPC's main table.
  public var routeTable: Fact<RouteTable.ID>?
  /// The ACL explicitly associated with it. Nil: the VPC's default ACL.
  public var networkACL: Fact<NetworkACL.ID>?

  public init(
    id: ID, label: String? = nil, vpc: Fact<VPC.ID>, prefixes: [Fact<Prefix>], routeTable: Fact<RouteTable.ID>? = nil,
    networkACL: Fact<NetworkACL.ID>? = nil
  ) {
    self.id = id
    self.label = label ?? id.name
    self.vpc = vpc
    self.prefixes = prefixes
    self.routeTable = routeTable
    self.networkACL = networkACL
  }
}
