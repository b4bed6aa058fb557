import Network
import ResourceGraph

/// Turns the resources of a graph into a network model, one kind after the other.
struct NetworkAdapter {
  let graph: ResourceGraph
  var lookup: ReferenceLookup
  var model = NetworkModel()
  var origins: [String: ElementOrigin] = [:]
  var places: [ResourceID: [Location]] = [:]
  var owners = IdentifierMap<Endpoint, ResourceID>()
  var notes: [AdapterNote] = []
  var vpcIndex = IdentifierIndex<VPC>()
  var subnetIndex = IdentifierIndex<Subnet>()
  var tableIndex = IdentifierIndex<RouteTable>()
  var groupIndex = IdentifierIndex<SecurityGroup>()
  var endpointIndex = IdentifierIndex<Endpoint>()
  var aclIndex = IdentifierIndex<NetworkACL>()
  var internetGatewayIndex = IdentifierIndex<InternetGateway>()
  var privateGatewayIndex = IdentifierIndex<VirtualPrivateGateway>()
  var onPremisesIndex = IdentifierIndex<OnPremises>()
  /// By ``Belonging/key``.
  var belongers: [String: Belongers] = [:]
  /// Why the input may leave something out, nil for complete inputs.
  let incompleteness: Unknown?

  init(_ graph: ResourceGraph) {
    self.graph = graph
    lookup = ReferenceLookup(graph)
    let reasons = graph.documents.flatMap(\.completeness.reasons)
    incompleteness = reasons.first.map { Unknown("incomplete input", reason: $0) }
  }

  mutating func adapt() {
    addVPCs()
    addSubnets()
    addPrefixLists()
    addGroups()
    addACLs()
    addGateways()
    addNATGateways()
    addPeerings()
    addPrivateGateways()
    addTransitGateways()
    addRouteTables()
    addInterfaces()
    addScalingGroups()
    addServices()
    addEKS()
    addLoadBalancers()
    addPrivateLinks()
    associateAddresses()
    attachGroups()
    blockPublicAccess()
    leaveOpen()
    addClusters()
    addVPCPlaces()
  }

  /// Whatever an incomplete input leaves out may let more through, or less.
  private mutating func leaveOpen() {
    guard let incompleteness else { return }
    for index in model.securityGroups.indices {
      for direction in [SecurityGroup.Direction.ingress, .egress] {
        model.securityGroups[index].rules.append(
          SecurityGroup.Rule(
            id: "\(model.securityGroups[index].id) \(direction.rawValue) left out", direction: direction, traffic: .all,
            peer: .unknown(incompleteness), exists: .unknown(incompleteness)))
      }
    }
    for index in model.routeTables.indices {
      model.routeTables[index].routes.append(
        Route(
          id: "\(model.routeTables[index].id) left out", destination: .unknown(incompleteness),
          target: .unknown(incompleteness), exists: .unknown(incompleteness)))
    }
    for index in model.subnets.indices {
      if model.subnets[index].routeTable == nil { model.subnets[index].routeTable = .unknown(incompleteness) }
      if model.subnets[index].networkACL == nil { model.subnets[index].networkACL = .unknown(incompleteness) }
    }
  }

  private mutating func addVPCPlaces() {
    // One pass over the subnets: a search for each VPC would be quadratic.
    var subnets: [String: [Subnet.ID]] = [:]
    for subnet in model.subnets {
      if case .known(let vpc) = subnet.vpc { subnets[vpc.name, default: []].append(subnet.id) }
    }
    for id in resources(Types.vpc) {
      places[id] = (subnets[graph.address(of: id)] ?? []).map { .subnet($0) }
    }
  }
}
