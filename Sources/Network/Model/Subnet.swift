/// A range of a VPC's addresses with one route table and one network ACL.
public struct Subnet: Sendable {
  public typealias ID = Identifier<Subnet>

  public let id: ID
  public let label: String
  public var vpc: Fact<VPC.ID>
  /// Its CIDR blocks of both families.
  public var prefixes: [Fact<Prefix>]
  /// Whether it has an IPv6 block although the block itself is not known, as with those that Amazon assigns. Nil: what
  /// ``prefixes`` say is all.
  public var hasIPv6: Fact<Bool>?
  /// The table explicitly associated with it. Nil: the VPC's main table.
  public var routeTable: Fact<RouteTable.ID>?
  /// The ACL explicitly associated with it. Nil: the VPC's default ACL.
  public var networkACL: Fact<NetworkACL.ID>?

  public init(
    id: ID, label: String? = nil, vpc: Fact<VPC.ID>, prefixes: [Fact<Prefix>], hasIPv6: Fact<Bool>? = nil,
    routeTable: Fact<RouteTable.ID>? = nil, networkACL: Fact<NetworkACL.ID>? = nil
  ) {
    self.hasIPv6 = hasIPv6
    self.id = id
    self.label = label ?? id.name
    self.vpc = vpc
    self.prefixes = prefixes
    self.routeTable = routeTable
    self.networkACL = networkACL
  }
}
