/// Resolves a model's references; what cannot be resolved becomes an unknown and an issue.
struct TopologyBuilder {
  let model: NetworkModel
  /// Those of all transit gateways.
  let attachments: [TransitGateway.Attachment]
  var topology = Topology()
  private(set) var issues: Set<ModelIssue> = []
  var vpcIndex = IdentifierIndex<VPC>()
  var tableIndex = IdentifierIndex<RouteTable>()
  var aclIndex = IdentifierIndex<NetworkACL>()
  var groupIndex = IdentifierIndex<SecurityGroup>()
  var prefixListIndex = IdentifierIndex<PrefixList>()
  var internetGatewayIndex = IdentifierIndex<InternetGateway>()
  var egressOnlyIndex = IdentifierIndex<InternetGateway>()
  var natIndex = IdentifierIndex<NATGateway>()
  var privateGatewayIndex = IdentifierIndex<VirtualPrivateGateway>()
  var peeringIndex = IdentifierIndex<Peering>()
  var routerIndex = IdentifierIndex<TransitGateway>()
  var attachmentIndex = IdentifierIndex<TransitGateway.Attachment>()
  var targetGroupIndex = IdentifierIndex<TargetGroup>()

  static func build(_ model: NetworkModel) -> (topology: Topology, issues: [ModelIssue]) {
    var builder = TopologyBuilder(model: model)
    builder.indexAll()
    builder.addVPCs()
    builder.addGroups()
    builder.addOnPremises()
    builder.addConnections()
    builder.addAttachments()
    builder.addSubnets()
    builder.addNATGateways()
    builder.addEgressPoints()
    builder.addEndpoints()
    builder.addFronts()
    builder.inspectAddresses()
    builder.topology.cuts = model.cuts
    builder.topology.users = builder.topology.computedUsers()
    builder.topology.neighbourhoods = builder.topology.computedNeighbourhoods()
    builder.topology.farSites = builder.topology.computedFarSites()
    if builder.topology.farSites.contains(where: { $0 != nil }) {
      builder.topology.foreignCuts = builder.topology.computedForeignCuts(model)
    }
    builder.topology.egressSignatures = builder.topology.signatures(.egress)
    builder.topology.ingressSignatures = builder.topology.signatures(.ingress)
    return (builder.topology, builder.issues.sorted())
  }

  private init(model: NetworkModel) {
    self.model = model
    attachments = model.transitGateways.flatMap(\.attachments)
  }

  private mutating func indexAll() {
    vpcIndex = index(model.vpcs.map { ($0.id, $0.label) }, .vpc)
    topology.subnetIndex = index(model.subnets.map { ($0.id, $0.label) }, .subnet)
    tableIndex = index(model.routeTables.map { ($0.id, $0.label) }, .routeTable)
    aclIndex = index(model.networkACLs.map { ($0.id, $0.label) }, .networkACL)
    groupIndex = index(model.securityGroups.map { ($0.id, $0.label) }, .securityGroup)
    prefixListIndex = index(model.prefixLists.map { ($0.id, $0.label) }, .prefixList)
    internetGatewayIndex = index(model.internetGateways.map { ($0.id, $0.label) }, .internetGateway)
    egressOnlyIndex = index(
      model.egressOnlyInternetGateways.map { ($0.id, $0.label) }, .egressOnlyInternetGateway)
    natIndex = index(model.natGateways.map { ($0.id, $0.label) }, .natGateway)
    privateGatewayIndex = index(model.virtualPrivateGateways.map { ($0.id, $0.label) }, .virtualPrivateGateway)
    topology.onPremisesIndex = index(model.onPremises.map { ($0.id, $0.label) }, .onPremises)
    peeringIndex = index(model.peerings.map { ($0.id, $0.label) }, .peering)
    routerIndex = index(model.transitGateways.map { ($0.id, $0.label) }, .transitGateway)
    attachmentIndex = index(attachments.map { ($0.id, $0.label) }, .transitGatewayAttachment)
    topology.endpointIndex = index(model.endpoints.map { ($0.id, $0.label) }, .endpoint)
    targetGroupIndex = index(model.targetGroups.map { ($0.id, $0.label) }, .targetGroup)
  }

  private mutating func index<Owner>(
    _ elements: [(Identifier<Owner>, String)], _ kind: Element.Kind
  ) -> IdentifierIndex<Owner> {
    var result = IdentifierIndex<Owner>(minimumCapacity: elements.count)
    for (offset, (id, label)) in elements.enumerated() {
      if result[id] == nil {
        result[id] = offset
      } else {
        report(
          .duplicateIdentifier, Element(kind, id: id.name, label: label),
          "two elements are called \(id); the first counts")
      }
    }
    return result
  }

  mutating func report(_ kind: ModelIssue.Kind, _ element: Element, _ message: String) {
    issues.insert(ModelIssue(kind: kind, element: element, message: message))
  }

  /// The index behind a reference, or the unknown that stands in for it.
  mutating func resolve<Owner>(
    _ reference: Fact<Identifier<Owner>>, in index: IdentifierIndex<Owner>, _ kind: Element.Kind,
    from element: Element
  ) -> Fact<Int> {
    switch reference {
    case .unknown(let unknown): return .unknown(unknown)
    case .known(let id):
      if let found = index[id] { return .known(found) }
      report(.danglingReference, element, "refers to \(kind.rawValue) \(id), which is not in the model")
      return .unknown(TopologyBuilder.missing(kind, id.name))
    }
  }

  static func missing(_ kind: Element.Kind, _ id: String) -> Unknown {
    Unknown(id, reason: "\(kind.rawValue) \(id) is not in the model")
  }

  /// The prefixes of a list that is known.
  func entries(_ id: PrefixList.ID) -> Fact<[Prefix]> {
    guard let index = prefixListIndex[id] else { return .unknown(TopologyBuilder.missing(.prefixList, id.name)) }
    return model.prefixLists[index].entries
  }
}
