/// A route table as subnets of one VPC use it.
struct TableUse {
  let vpc: Int?
  /// Nil: the one that AWS creates, with the local routes only.
  let table: Fact<Int>?
}

/// The uses of route tables, numbered in their order.
struct TableUses {
  private(set) var all: [TableUse] = []
  private var known: [Int: [Int: Int]] = [:]
  private var unknown: [Int: [String: Int]] = [:]

  /// The number of a use, a new one if it has none.
  mutating func number(of use: TableUse) -> Int {
    let vpc = use.vpc ?? -1
    let number: Int
    switch use.table {
    case .unknown(let table): number = Self.number(Self.text(table), in: &unknown[vpc, default: [:]], all.count)
    case let table: number = Self.number(table?.value ?? -1, in: &known[vpc, default: [:]], all.count)
    }
    if number == all.count { all.append(use) }
    return number
  }

  private static func number<Key>(_ key: Key, in numbers: inout [Key: Int], _ next: Int) -> Int {
    if let number = numbers[key] { return number }
    numbers[key] = next
    return next
  }

  private static func text(_ unknown: Unknown) -> String { "\(unknown.id)\u{0}\(unknown.reason)" }
}

extension TopologyBuilder {
  mutating func tableUse(_ subnet: Subnet, _ vpc: Fact<Int>, _ element: Element) -> TableUse {
    let main = vpc.value.flatMap { model.vpcs[$0].mainRouteTable }
    let table = (subnet.routeTable ?? main).map { resolve($0, in: tableIndex, .routeTable, from: element) }
    return TableUse(vpc: vpc.value, table: table)
  }

  /// Resolves a table as the subnets of one VPC use it.
  mutating func table(_ use: TableUse) -> RouteSelection {
    let local = use.vpc.map { topology.vpcs[$0].local } ?? AddressSet()
    switch use.table {
    case nil:
      let label = use.vpc.map { "main route table of \(topology.vpcs[$0].element.label)" } ?? "main route table"
      return RouteSelection([], local: local, element: Element(.routeTable, id: "main", label: label))
    case .unknown(let unknown):
      let element = Element(.routeTable, id: unknown.id, label: unknown.id)
      let open = RouteEntry(
        prefix: nil, key: .unmodelled, element: element, isPropagated: false, isCertain: false, unknowns: [unknown])
      return RouteSelection([open], local: local, element: element)
    case .known(let index):
      let table = model.routeTables[index]
      let element = Element(.routeTable, id: table.id.name, label: table.label)
      return RouteSelection(table.routes.flatMap { entries($0) }, local: local, element: element)
    }
  }

  private mutating func entries(_ route: Route) -> [RouteEntry] {
    if route.exists == .known(false) { return [] }
    let element = Element(.route, id: route.id, label: route.label)
    let (key, targetUnknown) = key(route.target, element)
    let (prefixes, destinationUnknown) = prefixes(route.destination)
    let unknowns = [targetUnknown, destinationUnknown, route.exists.unknown].compactMap { $0 }
    let isCertain = route.exists == .known(true)
    return prefixes.map {
      RouteEntry(
        prefix: $0, key: key, element: element, isPropagated: route.isPropagated, isCertain: isCertain,
        unknowns: unknowns)
    }
  }

  /// The destinations of a route; a single nil stands for an unknown one.
  private func prefixes(_ destination: Fact<Route.Destination>) -> ([Prefix?], Unknown?) {
    switch destination {
    case .unknown(let unknown): return ([nil], unknown)
    case .known(.prefix(let prefix)): return ([prefix], nil)
    case .known(.prefixList(let id)):
      switch entries(id) {
      case .known(let prefixes): return (prefixes, nil)
      case .unknown(let unknown): return ([nil], unknown)
      }
    }
  }

  private mutating func key(_ target: Fact<Route.Target>, _ element: Element) -> (RouteKey, Unknown?) {
    switch target {
    case .unknown(let unknown): return (.unmodelled, unknown)
    case .known(.local): return (.local, nil)
    case .known(.blackhole), .known(.gatewayEndpoint): return (.nowhere, nil)
    case .known(.appliance(let name)):
      return (.unmodelled, Unknown(name, reason: "what the appliance \(name) forwards is not modelled"))
    case .known(.internetGateway(let id)):
      return keyed(resolve(.known(id), in: internetGatewayIndex, .internetGateway, from: element)) {
        .internetGateway($0)
      }
    case .known(.egressOnlyInternetGateway(let id)):
      return keyed(resolve(.known(id), in: egressOnlyIndex, .egressOnlyInternetGateway, from: element)) {
        .egressOnlyInternetGateway($0)
      }
    case .known(.natGateway(let id)):
      return keyed(resolve(.known(id), in: natIndex, .natGateway, from: element)) { .natGateway($0) }
    case .known(.peering(let id)):
      return keyed(resolve(.known(id), in: peeringIndex, .peering, from: element)) { .peering($0) }
    case .known(.transitGateway(let id)):
      return keyed(resolve(.known(id), in: routerIndex, .transitGateway, from: element)) { .transitGateway($0) }
    case .known(.virtualPrivateGateway(let id)):
      return keyed(resolve(.known(id), in: privateGatewayIndex, .virtualPrivateGateway, from: element)) {
        .virtualPrivateGateway($0)
      }
    }
  }

  private func keyed(_ index: Fact<Int>, _ key: (Int) -> RouteKey) -> (RouteKey, Unknown?) {
    switch index {
    case .known(let index): (key(index), nil)
    case .unknown(let unknown): (.unmodelled, unknown)
    }
  }
}

/// Transit gateways.
extension TopologyBuilder {
  mutating func addAttachments() {
    topology.transitRouters = model.transitGateways.map {
      Topology.TransitRouter(
        element: Element(.transitGateway, id: $0.id.name, label: $0.label),
        carriesGroupReferences: $0.carriesGroupReferences)
    }
    for (router, gateway) in model.transitGateways.enumerated() {
      var tables = IdentifierIndex<TransitGateway.RouteTable>()
      for table in gateway.routeTables where tables[table.id] == nil {
        topology.transitTables.append(transitTable(table))
        tables[table.id] = topology.transitTables.count - 1
      }
      for attachment in gateway.attachments { add(attachment, of: router, tables) }
    }
  }

  private mutating func add(
    _ attachment: TransitGateway.Attachment, of router: Int, _ tables: IdentifierIndex<TransitGateway.RouteTable>
  ) {
    let element = Element(.transitGatewayAttachment, id: attachment.id.name, label: attachment.label)
    let table = attachment.routeTable.map {
      resolve($0, in: tables, .transitGatewayRouteTable, from: element)
    }
    let subnets = attachment.subnets.compactMap {
      resolve($0, in: topology.subnetIndex, .subnet, from: element).value
    }
    let resource = resource(attachment, element)
    let index = topology.attachments.count
    topology.attachments.append(
      Topology.Attachment(
        element: element, gateway: router, resource: resource, subnets: subnets,
        table: table.map { $0.value ?? addUnknownTransitTable($0.unknown) }))
    topology.links.attachmentsOfRouter[router, default: []].append(index)
    switch resource {
    case .known(.vpc(let vpc)): topology.links.attachments[vpc, default: []].append(index)
    case .known(.onPremises(let network)): topology.links.outsideAttachments[network, default: []].append(index)
    case .unknown: topology.links.looseAttachments.append(index)
    }
  }

  private mutating func resource(
    _ attachment: TransitGateway.Attachment, _ element: Element
  ) -> Fact<Topology.AttachedResource> {
    switch attachment.resource {
    case .unknown(let unknown): return .unknown(unknown)
    case .known(.vpc(let id)):
      let vpc = resolve(.known(id), in: vpcIndex, .vpc, from: element)
      return vpc.value.map { .known(.vpc($0)) } ?? .unknown(TopologyBuilder.missing(.vpc, id.name))
    case .known(.onPremises(let id)):
      let network = resolve(.known(id), in: topology.onPremisesIndex, .onPremises, from: element)
      return network.value.map { .known(.onPremises($0)) }
        ?? .unknown(TopologyBuilder.missing(.onPremises, id.name))
    }
  }

  private mutating func addUnknownTransitTable(_ unknown: Unknown?) -> Int {
    let unknown = unknown ?? Unknown("association", reason: "the association is not known")
    let element = Element(.transitGatewayRouteTable, id: unknown.id, label: unknown.id)
    let open = RouteEntry(
      prefix: nil, key: .unmodelled, element: element, isPropagated: false, isCertain: false, unknowns: [unknown])
    topology.transitTables.append(RouteSelection([open], local: AddressSet(), element: element))
    return topology.transitTables.count - 1
  }

  private mutating func transitTable(_ table: TransitGateway.RouteTable) -> RouteSelection {
    let element = Element(.transitGatewayRouteTable, id: table.id.name, label: table.label)
    let entries = table.routes.flatMap { transitEntries($0) } + table.propagations.flatMap { propagated($0, element) }
    return RouteSelection(entries, local: AddressSet(), element: element)
  }

  private mutating func transitEntries(_ route: TransitGateway.Route) -> [RouteEntry] {
    if route.exists == .known(false) { return [] }
    let element = Element(.transitGatewayRoute, id: route.id, label: route.label)
    let key: RouteKey
    var unknowns = [route.exists.unknown].compactMap { $0 }
    switch route.target {
    case .known(.blackhole): key = .nowhere
    case .known(.attachment(let id)):
      let target = resolve(.known(id), in: attachmentIndex, .transitGatewayAttachment, from: element)
      key = target.value.map { .attachment($0) } ?? .unmodelled
      unknowns += [target.unknown].compactMap { $0 }
    case .unknown(let unknown):
      key = .unmodelled
      unknowns.append(unknown)
    }
    let (prefixes, destinationUnknown) = prefixes(route.destination)
    return prefixes.map {
      RouteEntry(
        prefix: $0, key: key, element: element, isPropagated: false, isCertain: route.exists == .known(true),
        unknowns: unknowns + [destinationUnknown].compactMap { $0 })
    }
  }

  /// The routes that an attachment propagates: a VPC's blocks, or what lies outside.
  private mutating func propagated(_ reference: Fact<TransitGateway.Attachment.ID>, _ table: Element) -> [RouteEntry] {
    let found = resolve(reference, in: attachmentIndex, .transitGatewayAttachment, from: table)
    func entry(_ prefix: Prefix?, _ key: RouteKey, _ unknowns: [Unknown], _ label: String) -> RouteEntry {
      let element = Element(
        .transitGatewayRoute, id: "\(table.id) propagation \(label)", label: "\(table.label): propagated from \(label)")
      return RouteEntry(
        prefix: prefix, key: key, element: element, isPropagated: true, isCertain: true, unknowns: unknowns)
    }
    guard let index = found.value else {
      return [entry(nil, .unmodelled, [found.unknown].compactMap { $0 }, "an attachment that is not known")]
    }
    let attachment = attachments[index]
    switch prefixes(of: attachment) {
    case .known(let prefixes): return prefixes.map { entry($0, .attachment(index), [], attachment.label) }
    case .unknown(let unknown): return [entry(nil, .attachment(index), [unknown], attachment.label)]
    }
  }

  private func prefixes(of attachment: TransitGateway.Attachment) -> Fact<[Prefix]> {
    switch attachment.resource {
    case .unknown(let unknown): return .unknown(unknown)
    case .known(.vpc(let id)):
      guard let vpc = vpcIndex[id] else { return .unknown(TopologyBuilder.missing(.vpc, id.name)) }
      if let unknown = model.vpcs[vpc].prefixes.compactMap(\.unknown).first { return .unknown(unknown) }
      return .known(model.vpcs[vpc].prefixes.compactMap(\.value))
    case .known(.onPremises(let id)):
      guard let network = topology.onPremisesIndex[id] else {
        return .unknown(TopologyBuilder.missing(.onPremises, id.name))
      }
      return model.onPremises[network].prefixes
    }
  }
}
