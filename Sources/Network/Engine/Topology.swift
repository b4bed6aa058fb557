/// A model with its references resolved to indices and its filters computed: everything that does not depend on a query.
struct Topology: Sendable {
  struct VPCSite: Sendable {
    let element: Element
    /// Its known blocks and its subnets' known blocks.
    let local: AddressSet
  }

  /// A class, since each way from or to an interface begins with its subnet.
  final class SubnetSite: Sendable {
    let element: Element
    let vpc: Fact<Int>
    let ipv4: Party.Addresses
    let ipv6: Party.Addresses
    let table: Int
    let acl: Int

    init(
      element: Element, vpc: Fact<Int>, ipv4: Party.Addresses, ipv6: Party.Addresses, table: Int, acl: Int
    ) {
      self.element = element
      self.vpc = vpc
      self.ipv4 = ipv4
      self.ipv6 = ipv6
      self.table = table
      self.acl = acl
    }
  }

  struct Gateway: Sendable {
    let element: Element
    let vpc: Fact<Int>
  }

  struct NAT: Sendable {
    let element: Element
    let party: Party
    let isPublic: Fact<Bool>
  }

  struct PrivateGateway: Sendable {
    let element: Element
    let vpc: Fact<Int>
    let onPremises: [Int]
  }

  struct PeeringLink: Sendable {
    let element: Element
    let ends: (Fact<Int>, Fact<Int>)
    let isActive: Fact<Bool>
    let carriesGroupReferences: Fact<Bool>
  }

  enum AttachedResource: Hashable, Sendable {
    case vpc(Int)
    case onPremises(Int)
  }

  struct Attachment: Sendable {
    let element: Element
    let gateway: Int
    let resource: Fact<AttachedResource>
    let subnets: [Int]
    /// The transit table for packets from it; nil drops them.
    let table: Int?
  }

  struct TransitRouter: Sendable {
    let element: Element
    let carriesGroupReferences: Fact<Bool>
  }

  struct Node: Sendable {
    let element: Element
    /// One party for each interface, or for each place where the interface may be.
    let parties: [Party]
    let isOneOfMany: Bool
    let kind: Endpoint.Kind
  }

  var vpcs: [VPCSite] = []
  var subnets: [SubnetSite] = []
  var tables: [RouteSelection] = []
  var acls: [ACLFilter] = []
  var groups: [GroupRules] = []
  var internetGateways: [Gateway] = []
  var egressOnlyInternetGateways: [Gateway] = []
  var nats: [NAT] = []
  var privateGateways: [PrivateGateway] = []
  var onPremises: [Party] = []
  var peerings: [PeeringLink] = []
  var transitRouters: [TransitRouter] = []
  var attachments: [Attachment] = []
  var transitTables: [RouteSelection] = []
  var endpoints: [Node] = []
  var fronts: [Front] = []
  var frontsByEntrance: [Int: [Int]] = [:]
  var frontsByTarget: [Int: [Int]] = [:]
  var frontExits: Set<Int> = []
  var memberships: [Int: [FrontMembership]] = [:]
  var cuts = PrefixCuts([])
  var neighbourhoods: [[Int]?] = []
  var users: [[Int]] = []
  var farSites: [FarSite?] = []
  var foreignCuts = ForeignCuts()
  var egressSignatures: [Int] = []
  var ingressSignatures: [Int] = []
  /// Those that may forward to an endpoint that is not known.
  var frontsOfAnyTarget: [Int] = []
  var endpointIndex = IdentifierIndex<Endpoint>()
  var subnetIndex = IdentifierIndex<Subnet>()
  var onPremisesIndex = IdentifierIndex<OnPremises>()
  var loadBalancerEndpoint = IdentifierIndex<LoadBalancer>()
  /// By VPC; those with an unknown end belong to every VPC.
  var links = LinkIndex()

  func vpc(of party: Party) -> Int? {
    if case .subnet(let subnet) = party.site { subnets[subnet].vpc.value } else { nil }
  }
}

/// Which connections may concern a VPC.
struct LinkIndex: Sendable {
  var internetGateways: [Int: [Int]] = [:]
  var looseInternetGateways: [Int] = []
  var egressOnlyInternetGateways: [Int: [Int]] = [:]
  var looseEgressOnlyInternetGateways: [Int] = []
  var privateGateways: [Int: [Int]] = [:]
  var loosePrivateGateways: [Int] = []
  var peerings: [Int: [Int]] = [:]
  var loosePeerings: [Int] = []
  /// The attachments of a VPC.
  var attachments: [Int: [Int]] = [:]
  /// The attachments of a network outside.
  var outsideAttachments: [Int: [Int]] = [:]
  var looseAttachments: [Int] = []
  /// The attachments of a transit gateway.
  var attachmentsOfRouter: [Int: [Int]] = [:]
  /// Where packets from a transit gateway may meet a NAT gateway, by transit gateway and attachment.
  var egressPoints: [Int: [Int: [EgressPoint]]] = [:]

  struct EgressPoint: Sendable {
    let attachment: Int
    /// The attachment's subnet whose table leads to the NAT gateway; nil if its subnets are not known.
    let subnet: Int?
    let nat: Int

    /// For a stable order.
    var order: (Int, Int, Int) { (attachment, nat, subnet ?? -1) }
  }
}
