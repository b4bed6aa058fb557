import Network
import ResourceGraph

/// Turns the resources of a graph into a network model, one kind after the other.
struct NetworkAdapter {
  let graph: ResourceGraph
  var lookup: ReferenceLookup
  /// What was looked up beforehand.
  let readings: LinkReadings?
  var model = NetworkModel()
  var origins: ElementOrigins
  var places: ResourceColumn<[Location]>
  /// Who stands behind each of the model's endpoints.
  var owners: [ResourceID] = []
  var notes: [AdapterNote] = []
  var slots: ElementSlots
  /// Elements that ``slots`` does not have.
  var vpcNames = IdentifierIndex<VPC>()
  var subnetNames = IdentifierIndex<Subnet>()
  var groupNames = IdentifierIndex<SecurityGroup>()
  var endpointNames = IdentifierIndex<Endpoint>()
  /// The VPC of each subnet, where it is known.
  var vpcsOfSubnets: [Int?] = []
  var tableIndex = IdentifierIndex<RouteTable>()
  var aclIndex = IdentifierIndex<NetworkACL>()
  var internetGatewayIndex = IdentifierIndex<InternetGateway>()
  var privateGatewayIndex = IdentifierIndex<VirtualPrivateGateway>()
  var onPremisesIndex = IdentifierIndex<OnPremises>()
  /// By ``Belonging/key``.
  var belongers: [String: Belongers] = [:]
  /// Why the input may leave something out, nil for complete inputs.
  let incompleteness: Unknown?
  /// Whether there is no model yet, and whether something was asked that only a model can answer.
  let readsAhead: Bool
  var asksForModel = false

  /// - Parameter readsAhead: whether only what single resources say is to be read, for an adapter to come.
  init(_ graph: ResourceGraph, _ readings: LinkReadings?, readsAhead: Bool = false) {
    self.graph = graph
    self.readings = readings
    self.readsAhead = readsAhead
    lookup = ReferenceLookup(graph)
    let count = readsAhead ? 0 : graph.resources.count
    slots = ElementSlots(graph, count: count)
    origins = ElementOrigins(graph, count: count)
    places = ResourceColumn(count: count)
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
    var subnets = [[Location]](repeating: [], count: model.vpcs.count)
    for (subnet, vpc) in vpcsOfSubnets.enumerated() {
      if let vpc { subnets[vpc].append(.subnet(model.subnets[subnet].id)) }
    }
    for id in resources(Types.vpc) { places[id] = vpcIndex(of: id).map { subnets[$0] } ?? [] }
  }
}
