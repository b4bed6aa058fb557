import Network
import ResourceGraph

/// Transit gateways with their attachments and route tables.
extension NetworkAdapter {
  private static let attachmentTypes: Set<String> = [
    "aws_ec2_transit_gateway_vpc_attachment", "aws_vpn_connection", "aws_dx_gateway_association",
    "aws_ec2_transit_gateway_peering_attachment", "aws_ec2_transit_gateway_connect",
  ]
  private static let routerType: Set<String> = ["aws_ec2_transit_gateway"]
  private typealias TableID = Identifier<TransitGateway.RouteTable>

  mutating func addTransitGateways() {
    var byRouter: [String: [ResourceID]] = [:]
    var names: [String] = []
    for id in resources(Self.routerType) { names.append(register(id)) }
    for id in resources(Self.attachmentTypes) where graph.mode(of: id) == .managed {
      guard let router = router(of: id) else { continue }
      switch router {
      case .resource(let router): byRouter[graph.address(of: router), default: []].append(id)
      case .outside(let name):
        if !names.contains(name) { names.append(name) }
        byRouter[name, default: []].append(id)
      case .unknown(_, let candidates):
        for candidate in candidates ?? resources(Self.routerType) {
          byRouter[graph.address(of: candidate), default: []].append(id)
        }
      }
    }
    for name in names { model.transitGateways.append(transitGateway(name, byRouter[name] ?? [])) }
  }

  private mutating func router(of id: ResourceID) -> Link? {
    let name = graph[id].type == "aws_dx_gateway_association" ? "associated_gateway_id" : "transit_gateway_id"
    let types = Self.routerType.union(["aws_vpn_gateway"])
    guard let link = link(id, [name], types) else { return nil }
    if let target = link.resource, graph[target].type == "aws_vpn_gateway" { return nil }
    return link
  }

  private mutating func transitGateway(_ name: String, _ attachments: [ResourceID]) -> TransitGateway {
    let id = graph.resource(named: name)
    let isKnown = id.map { graph.mode(of: $0) == .managed } ?? false
    let hidden = Unknown("\(name) route tables", reason: "the route tables of \(name) are not in the input")
    var gateway = TransitGateway(id: TransitGateway.ID(name), attachments: [], routeTables: [])
    for attachment in attachments {
      gateway.attachments.append(self.attachment(attachment, isKnown ? id : nil, hidden))
    }
    guard let id, isKnown else {
      gateway.carriesGroupReferences = .unknown(hidden)
      return gateway
    }
    gateway.carriesGroupReferences =
      .known(text(attribute(id, "security_group_referencing_support")).value == "enable")
    gateway.routeTables = routeTables(id, attachments)
    return gateway
  }

  private func isEnabled(_ id: ResourceID, _ name: String) -> Fact<Bool> {
    switch text(attribute(id, name)) {
    case .absent: true
    case .known(let text): .known(text == "enable")
    case .unknown(let unknown): .unknown(unknown)
    }
  }

  private func defaultTable(_ id: ResourceID) -> TableID { TableID("default route table of \(graph.address(of: id))") }

  private mutating func attachment(
    _ id: ResourceID, _ router: ResourceID?, _ hidden: Unknown
  ) -> TransitGateway.Attachment {
    let address = register(id)
    let resource: Fact<TransitGateway.Attachment.Resource>
    if graph[id].type == "aws_ec2_transit_gateway_vpc_attachment" {
      resource = (vpc(id, "vpc_id") ?? .unknown(unknown(id, ["vpc_id"]))).map { .vpc($0) }
    } else {
      let network = OnPremises.ID(address)
      if onPremisesIndex[network] == nil {
        let unknown = Unknown("\(address) routes", reason: "what lies behind \(address) is not in the input")
        add(OnPremises(id: network, prefixes: .unknown(unknown)))
        places[id] = [.onPremises(network)]
      }
      resource = .known(.onPremises(network))
    }
    return TransitGateway.Attachment(
      id: TransitGateway.Attachment.ID(address), resource: resource, subnets: subnets(id, ["subnet_ids"]),
      routeTable: router.map { association(id, $0) } ?? .unknown(hidden))
  }

  private static let associations = Belonging(
    "aws_ec2_transit_gateway_route_table_association", argument: "transit_gateway_attachment_id", of: attachmentTypes)

  /// The table that decides where packets from an attachment go: the one associated with it, else the default one.
  private mutating func association(_ id: ResourceID, _ router: ResourceID) -> Fact<TableID>? {
    let explicit = belongers(Self.associations).concerning(id)
    if let association = explicit.first(where: { $0.link.resource != nil }) ?? explicit.first {
      if let unknown = association.link.unknown { return .unknown(unknown) }
      return transitTable(association.resource)
    }
    let byDefault = isEnabled(router, "default_route_table_association")
    let own = bool(attribute(id, "transit_gateway_default_route_table_association")).otherwise(true)
    if byDefault == false || own == false { return nil }
    if let unknown = byDefault.unknown ?? own.unknown { return .unknown(unknown) }
    return .known(defaultTable(router))
  }

  private mutating func transitTable(_ id: ResourceID) -> Fact<TableID>? {
    let path = ["transit_gateway_route_table_id"]
    guard let table = link(id, path, ["aws_ec2_transit_gateway_route_table"]) else { return nil }
    if case .unknown(_, nil) = table {
      let found = lookup.references(of: id, path: path, expected: Self.routerType, isCollection: false)
      if found.references.count == 1, let router = found.references.first, router.resolution != .possible {
        return .known(defaultTable(router.target))
      }
    }
    return fact(table)
  }

  private mutating func routeTables(_ router: ResourceID, _ attachments: [ResourceID]) -> [TransitGateway.RouteTable] {
    var tables: [TransitGateway.RouteTable] = [TransitGateway.RouteTable(id: defaultTable(router))]
    for id in managed("aws_ec2_transit_gateway_route_table") {
      guard link(id, ["transit_gateway_id"], Self.routerType)?.candidates.contains(router) ?? true else { continue }
      tables.append(TransitGateway.RouteTable(id: TableID(register(id))))
    }
    addDefaultPropagations(router, attachments, &tables[0])
    for id in managed("aws_ec2_transit_gateway_route_table_propagation") {
      guard let attachment = link(id, ["transit_gateway_attachment_id"], Self.attachmentTypes),
        let table = transitTable(id)
      else { continue }
      for index in tables.indices where table.value == nil || table.value == tables[index].id {
        tables[index].propagations.append(table.unknown.map { .unknown($0) } ?? fact(attachment))
      }
    }
    for id in managed("aws_ec2_transit_gateway_route") { addTransitRoute(id, &tables) }
    for id in managed("aws_ec2_transit_gateway_prefix_list_reference") { addTransitRoute(id, &tables) }
    return tables
  }

  private func addDefaultPropagations(
    _ router: ResourceID, _ attachments: [ResourceID], _ table: inout TransitGateway.RouteTable
  ) {
    let byDefault = isEnabled(router, "default_route_table_propagation")
    if byDefault == false { return }
    for id in attachments {
      let own = bool(attribute(id, "transit_gateway_default_route_table_propagation")).otherwise(true)
      // Peered transit gateways propagate nothing ("Transit gateway peering attachments").
      if own == false || graph[id].type == "aws_ec2_transit_gateway_peering_attachment" { continue }
      let unknown = byDefault.unknown ?? own.unknown
      table.propagations.append(
        unknown.map { .unknown($0) } ?? .known(TransitGateway.Attachment.ID(graph.address(of: id))))
    }
  }

  private mutating func addTransitRoute(_ id: ResourceID, _ tables: inout [TransitGateway.RouteTable]) {
    let label = register(id)
    var destination: Fact<Route.Destination>
    switch prefix(attribute(id, "destination_cidr_block")) {
    case .known(let prefix): destination = .known(.prefix(prefix))
    case .unknown(let unknown): destination = .unknown(unknown)
    case .absent:
      guard let list = link(id, ["prefix_list_id"], Types.prefixList) else { return }
      destination = (fact(list) as Fact<PrefixList.ID>).map { .prefixList($0) }
    }
    var target: Fact<TransitGateway.Route.Target> = .known(.blackhole)
    switch bool(attribute(id, "blackhole")) {
    case .known(true): break
    case .unknown(let unknown): target = .unknown(unknown)
    default:
      guard let attachment = link(id, ["transit_gateway_attachment_id"], Self.attachmentTypes) else { return }
      target = (fact(attachment) as Fact<TransitGateway.Attachment.ID>).map { .attachment($0) }
    }
    guard let table = transitTable(id) else { return }
    for index in tables.indices where table.value == nil || table.value == tables[index].id {
      tables[index].routes.append(
        TransitGateway.Route(
          id: label, destination: destination, target: target, exists: table.unknown.map { .unknown($0) } ?? true))
    }
  }
}
