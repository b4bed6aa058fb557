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
    let cuts = builder.late { _ in model.cuts }
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
    let egress = builder.late { $0.topology.signatures(.egress) }
    let ingress = builder.late { $0.topology.signatures(.ingress) }
    let inspected = builder.late { builder -> Set<ModelIssue> in
      var builder = builder
      builder.inspectAddresses()
      return builder.issues
    }
    builder.addEndpoints()
    builder.addFronts()
    builder.topology.cuts = cuts.value
    builder.topology.users = builder.topology.computedUsers()
    builder.topology.neighbourhoods = builder.topology.computedNeighbourhoods()
    builder.topology.farSites = builder.topology.computedFarSites()
    if builder.topology.farSites.contains(where: { $0 != nil }) {
      builder.topology.foreignCuts = builder.topology.computedForeignCuts(model)
    }
    builder.topology.egressSignatures = egress.value
    builder.topology.ingressSignatures = ingress.value
    return (builder.topology, builder.issues.union(inspected.value).sorted())
  }

  private init(model: NetworkModel) {
    self.model = model
    attachments = model.transitGateways.flatMap(\.attachments)
  }

  private mutating func indexAll() {
    let others = late { builder -> TopologyBuilder in
      var other = builder
      other.indexMembers()
      return other
    }
    vpcIndex = index(model.vpcs, .vpc)
    topology.subnetIndex = index(model.subnets, .subnet)
    tableIndex = index(model.routeTables, .routeTable)
    aclIndex = index(model.networkACLs, .networkACL)
    prefixListIndex = index(model.prefixLists, .prefixList)
    internetGatewayIndex = index(model.internetGateways, .internetGateway)
    egressOnlyIndex = index(model.egressOnlyInternetGateways, .egressOnlyInternetGateway)
    natIndex = index(model.natGateways, .natGateway)
    privateGatewayIndex = index(model.virtualPrivateGateways, .virtualPrivateGateway)
    topology.onPremisesIndex = index(model.onPremises, .onPremises)
    peeringIndex = index(model.peerings, .peering)
    routerIndex = index(model.transitGateways, .transitGateway)
    attachmentIndex = index(attachments, .transitGatewayAttachment)
    targetGroupIndex = index(model.targetGroups, .targetGroup)
    groupIndex = others.value.groupIndex
    topology.endpointIndex = others.value.topology.endpointIndex
    issues.formUnion(others.value.issues)
  }

  /// Groups and endpoints, of which there are most.
  private mutating func indexMembers() {
    groupIndex = index(model.securityGroups, .securityGroup)
    topology.endpointIndex = index(model.endpoints, .endpoint)
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
    var all: [Made] = []
    all.reserveCapacity(count)
    for result in results {
      issues.formUnion(result.issues)
      all += result.made
    }
    return all
  }

  /// Makes something of what is there now beside what comes next, if there is much of it.
  private func late<Made: Sendable>(_ make: @escaping @Sendable (TopologyBuilder) -> Made) -> Late<Made> {
    let isWorthwhile = max(model.subnets.count, model.securityGroups.count, model.endpoints.count) > Self.portion
    return Late(isWorthwhile: isWorthwhile) { [self] in make(self) }
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
