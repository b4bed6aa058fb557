import Parallel

/// Resolves a model's references; what cannot be resolved becomes an unknown and an issue.
struct TopologyBuilder: Sendable {
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
  /// The default groups of VPCs in which the model has none.
  var implicitGroups: [Int: Int] = [:]

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
    builder.addImplicitGroups()
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
    vpcIndex = index(model.vpcs, .vpc)
    topology.subnetIndex = index(model.subnets, .subnet)
    tableIndex = index(model.routeTables, .routeTable)
    aclIndex = index(model.networkACLs, .networkACL)
    groupIndex = index(model.securityGroups, .securityGroup)
    prefixListIndex = index(model.prefixLists, .prefixList)
    internetGatewayIndex = index(model.internetGateways, .internetGateway)
    egressOnlyIndex = index(model.egressOnlyInternetGateways, .egressOnlyInternetGateway)
    natIndex = index(model.natGateways, .natGateway)
    privateGatewayIndex = index(model.virtualPrivateGateways, .virtualPrivateGateway)
    topology.onPremisesIndex = index(model.onPremises, .onPremises)
    peeringIndex = index(model.peerings, .peering)
    routerIndex = index(model.transitGateways, .transitGateway)
    attachmentIndex = index(attachments, .transitGatewayAttachment)
    topology.endpointIndex = index(model.endpoints, .endpoint)
    targetGroupIndex = index(model.targetGroups, .targetGroup)
  }

  private mutating func index<Member: NamedElement>(
    _ elements: [Member], _ kind: Element.Kind
  ) -> IdentifierIndex<Member> {
    var result = IdentifierIndex<Member>(minimumCapacity: elements.count)
    for place in elements.indices where !result.insert(place, for: elements[place].id) {
      let element = elements[place]
      report(
        .duplicateIdentifier, Element(kind, id: element.id.name, label: element.label),
        "two elements are called \(element.id); the first counts")
    }
    return result
  }

  /// Fewer elements than this are one thread's work, and so many are at a time where there are more.
  private static let portion = 512

  /// Makes something of each of `count` elements, on all cores if there are many; what is reported meanwhile is kept.
  ///
  /// - Parameter make: gets a builder of its own, whose topology nobody will see.
  mutating func made<Made: Sendable>(
    _ count: Int, _ make: @escaping @Sendable (inout TopologyBuilder, Int) -> Made
  ) -> [Made] {
    guard count > Self.portion else { return (0..<count).map { make(&self, $0) } }
    let (portion, portions) = (Self.portion, (count + Self.portion - 1) / Self.portion)
    let results = parallelMap(portions, isWorthwhile: true, from: self) {
      (builder: inout TopologyBuilder, number: Int) -> (made: [Made], issues: Set<ModelIssue>) in
      builder.issues = []
      let made = (number * portion..<min((number + 1) * portion, count)).map { make(&builder, $0) }
      return (made, builder.issues)
    }
    for result in results { issues.formUnion(result.issues) }
    return results.flatMap(\.made)
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
