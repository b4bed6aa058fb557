/// A planned network: what an adapter fills and the engine answers about.
///
/// Elements refer to each other by identifier. A reference to an element that is not in the model is not an error: what
/// lies behind it counts as unknown, and ``Reachability/issues`` names it.
public struct NetworkModel: Sendable {
  public var vpcs: [VPC] = []
  public var subnets: [Subnet] = []
  public var endpoints: [Endpoint] = []
  public var routeTables: [RouteTable] = []
  public var prefixLists: [PrefixList] = []
  public var internetGateways: [InternetGateway] = []
  public var egressOnlyInternetGateways: [InternetGateway] = []
  public var natGateways: [NATGateway] = []
  public var virtualPrivateGateways: [VirtualPrivateGateway] = []
  public var onPremises: [OnPremises] = []
  public var peerings: [Peering] = []
  public var transitGateways: [TransitGateway] = []
  public var securityGroups: [SecurityGroup] = []
  public var networkACLs: [NetworkACL] = []
  public var loadBalancers: [LoadBalancer] = []
  public var targetGroups: [TargetGroup] = []
  public var privateLinks: [PrivateLink] = []
  public var clusters: [Cluster] = []

  public init() {}
}
