import Network
import ResourceGraph

/// Turns the resources of a graph into a network model, one kind after the other.
struct NetworkAdapter {
  let graph: ResourceGraph
  var lookup: ReferenceLookup
  var model = NetworkModel()
  var origins: [String: ElementOrigin] = [:]
  var places: [ResourceID: [Location]] = [:]
  var owners: [Endpoint.ID: ResourceID] = [:]
  var notes: [AdapterNote] = []
  /// Elements that a VPC has without being declared, made when something refers to them.
  var implicitTables: [VPC.ID: Int] = [:]
  var implicitACLs: [VPC.ID: Int] = [:]
  var implicitGroups: [VPC.ID: Int] = [:]
  var vpcIndex: [VPC.ID: Int] = [:]
  var subnetIndex: [Subnet.ID: Int] = [:]
  var tableIndex: [RouteTable.ID: Int] = [:]
  var groupIndex: [SecurityGroup.ID: Int] = [:]
  var endpointIndex: [Endpoint.ID: Int] = [:]
  var aclIndex: [NetworkACL.ID: Int] = [:]
  var internetGateways: Set<InternetGateway.ID> = []
  var privateGatewayIndex: [VirtualPrivateGateway.ID: Int] = [:]
  var onPremisesIndex: [OnPremises.ID: Int] = [:]
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
            id: "\(model.securityGroups[index].id) \(direction) left out", direction: direction, traffic: .all,
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
    var subnets: [VPC.ID: [Subnet.ID]] = [:]
    for subnet in model.subnets {
      if case .known(let vpc) = subnet.vpc { subnets[vpc, default: []].append(subnet.id) }
    }
    for id in resources(Types.vpc) {
      places[id] = (subnets[VPC.ID(graph.address(of: id))] ?? []).map { .subnet($0) }
    }
  }
}
