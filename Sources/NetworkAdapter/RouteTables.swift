import Network
import ResourceGraph

/// Route tables, their routes and associations.
extension NetworkAdapter {
  mutating func addRouteTables() {
    for id in resources(Types.table) where graph.mode(of: id) == .managed {
      let table = RouteTable.ID(register(id))
      guard tableIndex[table] == nil else { continue }
      tableIndex[table] = model.routeTables.count
      model.routeTables.append(RouteTable(id: table))
      if graph[id].type == "aws_default_route_table" { claimMain(id, table) }
    }
    for id in managed("aws_main_route_table_association") { setMain(id) }
    for id in resources(Types.table) where graph.mode(of: id) == .managed {
      addInlineRoutes(id)
      for link in links(id, ["propagating_vgws"], Types.privateGateway) {
        propagate(link, into: .resource(id), id)
      }
    }
    for id in managed("aws_route") { addRoute(id) }
    for id in managed("aws_vpn_gateway_route_propagation") {
      guard let gateway = link(id, ["vpn_gateway_id"], Types.privateGateway),
        let table = link(id, ["route_table_id"], Types.table)
      else { continue }
      propagate(gateway, into: table, id)
    }
    for id in managed("aws_route_table_association") { associate(id) }
  }

  private mutating func claimMain(_ id: ResourceID, _ table: RouteTable.ID) {
    let found = lookup.references(of: id, path: ["default_route_table_id"], expected: Types.vpc, isCollection: false)
    let certain = found.references.filter { $0.resolution != .possible }
    if certain.count == 1, let index = vpcIndex(of: certain[0].target) {
      model.vpcs[index].mainRouteTable = .known(table)
      return
    }
    let name = text(attribute(id, "default_route_table_id")).value
    for vpc in resources(Types.vpc) {
      guard let index = vpcIndex(of: vpc) else { continue }
      if let name, text(attribute(vpc, "default_route_table_id")).value == name {
        model.vpcs[index].mainRouteTable = .known(table)
      } else if name == nil {
        let unknown = Unknown(
          "\(graph.address(of: vpc)) main route table", reason: "\(graph.address(of: id)) may be its main table")
        model.vpcs[index].mainRouteTable = .unknown(unknown)
      }
    }
  }

  private mutating func setMain(_ id: ResourceID) {
    guard let vpc = link(id, ["vpc_id"], Types.vpc), let table = link(id, ["route_table_id"], Types.table) else {
      return
    }
    switch vpc {
    case .resource(let vpc):
      guard let index = vpcIndex(of: vpc) else { return }
      model.vpcs[index].mainRouteTable = fact(table)
    case .outside(let name):
      if let index = vpcIndex(named: VPC.ID(name)) { model.vpcs[index].mainRouteTable = fact(table) }
    case .unknown(let unknown, let candidates):
      for index in model.vpcs.indices
      where candidates.map({ $0.contains { graph.address(of: $0) == model.vpcs[index].id.name } }) ?? true {
        model.vpcs[index].mainRouteTable = .unknown(unknown)
      }
    }
  }

  private mutating func associate(_ id: ResourceID) {
    let target = table(id, ["route_table_id"])
    guard let table: Fact<RouteTable.ID> = target.builtIn.map({ .known($0) }) ?? target.link.map({ fact($0) }) else {
      return
    }
    if let gateway = link(id, ["gateway_id"], Types.edgeGateway) {
      return associateEdge(gateway, table)
    }
    guard let subnet = link(id, ["subnet_id"], Types.subnet) else { return }
    switch subnet {
    case .resource(let place):
      guard let index = subnetIndex(of: place) else { return }
      model.subnets[index].routeTable = table
    case .outside: return
    case .unknown(let unknown, let candidates):
      for index in subnets(among: candidates) where model.subnets[index].routeTable == nil {
        model.subnets[index].routeTable = .unknown(unknown)
      }
    }
  }

  /// A table at a gateway steers what comes in ("Gateway route tables", Amazon VPC user guide); where it leads to an
  /// appliance, what passes is not known.
  private mutating func associateEdge(_ gateway: Link, _ table: Fact<RouteTable.ID>) {
    let routes = table.value.flatMap { tableIndex[$0] }.map { model.routeTables[$0].routes }
    if let routes, routes.allSatisfy({ $0.target == .known(.local) }) { return }
    for id in gateway.candidates {
      for index in model.internetGateways.indices where model.internetGateways[index].id.name == graph.address(of: id) {
        model.internetGateways[index].vpc = .unknown(
          Unknown(
            "\(graph.address(of: id)) edge routes",
            reason: "a route table at \(graph.address(of: id)) steers packets to an appliance, which is not modelled"))
      }
    }
  }

  private mutating func addInlineRoutes(_ id: ResourceID) {
    let table = RouteTable.ID(graph.address(of: id))
    let (blocks, unknown) = blocks(id, "route")
    if let unknown {
      append(
        Route(
          id: register(id, suffix: " route"), destination: .unknown(unknown), target: .unknown(unknown),
          exists: .unknown(unknown)), to: table)
    }
    for (number, block) in blocks.enumerated() {
      let label = register(id, block, suffix: ".route[\(number)]")
      let destination = destination(id, ["cidr_block", "ipv6_cidr_block"], "destination_prefix_list_id", block)
      guard let destination else { continue }
      append(
        Route(id: label, destination: destination, target: target(id, id, block)), to: table)
    }
  }

  private mutating func addRoute(_ id: ResourceID) {
    let label = register(id)
    let names = ["destination_cidr_block", "destination_ipv6_cidr_block"]
    guard let destination = destination(id, names, "destination_prefix_list_id", nil) else { return }
    let place = table(id, ["route_table_id"])
    let home = place.link?.resource ?? id
    var route = Route(id: label, destination: destination, target: target(id, home, nil))
    if let builtIn = place.builtIn { return append(route, to: builtIn) }
    guard let link = place.link else { return }
    if let unknown = link.unknown { route.exists = .unknown(unknown) }
    let everywhere = link.unknown != nil && link.candidates.isEmpty
    let tables =
      everywhere ? model.routeTables.map(\.id) : link.candidates.map { RouteTable.ID(graph.address(of: $0)) }
    for table in tables { append(route, to: table) }
  }

  private mutating func append(_ route: Route, to table: RouteTable.ID) {
    guard let index = tableIndex[table] else { return }
    model.routeTables[index].routes.append(route)
  }

  private mutating func destination(
    _ id: ResourceID, _ names: [String], _ list: String, _ block: Attribute?
  ) -> Fact<Route.Destination>? {
    for name in names {
      switch prefix(block.map { member($0, name) } ?? attribute(id, name)) {
      case .absent: continue
      case .known(let prefix): return .known(.prefix(prefix))
      case .unknown(let unknown): return .unknown(unknown)
      }
    }
    let value = block.map { member($0, list) } ?? attribute(id, list)
    guard let value, let link = link(id, block == nil ? [list] : ["route", list], Types.prefixList, at: value) else {
      return nil
    }
    return (fact(link) as Fact<PrefixList.ID>).map { .prefixList($0) }
  }

  /// What the announcements of a virtual private gateway add to a table.
  private mutating func propagate(_ gateway: Link, into table: Link, _ source: ResourceID) {
    let label = register(source, suffix: graph[source].type.hasSuffix("propagation") ? "" : ".propagating_vgws")
    let target = (fact(gateway) as Fact<VirtualPrivateGateway.ID>).map { Route.Target.virtualPrivateGateway($0) }
    let networks = gateway.candidates.flatMap { id -> [OnPremises.ID] in
      let index = privateGatewayIndex[VirtualPrivateGateway.ID(graph.address(of: id))]
      return index.map { model.virtualPrivateGateways[$0].onPremises } ?? []
    }
    var destinations: [Fact<Route.Destination>] = []
    for network in networks {
      switch onPremisesIndex[network].map({ model.onPremises[$0].prefixes }) {
      case .known(let prefixes)?: destinations += prefixes.map { .known(.prefix($0)) }
      case .unknown(let unknown)?: destinations.append(.unknown(unknown))
      case nil: continue
      }
    }
    for id in table.candidates {
      for destination in destinations {
        append(
          Route(
            id: label, destination: destination, target: target, isPropagated: true,
            exists: table.unknown.map { .unknown($0) } ?? true), to: RouteTable.ID(graph.address(of: id)))
      }
    }
  }
}
