/// Gateways and peerings.
extension TopologyBuilder {
  mutating func addConnections() {
    for gateway in model.internetGateways {
      let element = Element(.internetGateway, id: gateway.id.name, label: gateway.label)
      let vpc = resolve(gateway.vpc, in: vpcIndex, .vpc, from: element)
      let index = topology.internetGateways.count
      topology.internetGateways.append(Topology.Gateway(element: element, vpc: vpc))
      note(vpc, index, &topology.links.internetGateways, &topology.links.looseInternetGateways)
    }
    for gateway in model.egressOnlyInternetGateways {
      let element = Element(.egressOnlyInternetGateway, id: gateway.id.name, label: gateway.label)
      let vpc = resolve(gateway.vpc, in: vpcIndex, .vpc, from: element)
      let index = topology.egressOnlyInternetGateways.count
      topology.egressOnlyInternetGateways.append(Topology.Gateway(element: element, vpc: vpc))
      note(
        vpc, index, &topology.links.egressOnlyInternetGateways, &topology.links.looseEgressOnlyInternetGateways)
    }
    for gateway in model.virtualPrivateGateways { add(gateway) }
    for peering in model.peerings { add(peering) }
  }

  private func note(_ vpc: Fact<Int>, _ index: Int, _ known: inout [Int: [Int]], _ loose: inout [Int]) {
    if let vpc = vpc.value { known[vpc, default: []].append(index) } else { loose.append(index) }
  }

  private mutating func add(_ gateway: VirtualPrivateGateway) {
    let element = Element(.virtualPrivateGateway, id: gateway.id.name, label: gateway.label)
    let vpc = resolve(gateway.vpc, in: vpcIndex, .vpc, from: element)
    let networks = gateway.onPremises.compactMap {
      resolve(.known($0), in: topology.onPremisesIndex, .onPremises, from: element).value
    }
    let index = topology.privateGateways.count
    topology.privateGateways.append(Topology.PrivateGateway(element: element, vpc: vpc, onPremises: networks))
    note(vpc, index, &topology.links.privateGateways, &topology.links.loosePrivateGateways)
  }

  private mutating func add(_ peering: Peering) {
    let element = Element(.peering, id: peering.id.name, label: peering.label)
    let requester = resolve(peering.requester, in: vpcIndex, .vpc, from: element)
    let accepter = resolve(peering.accepter, in: vpcIndex, .vpc, from: element)
    let index = topology.peerings.count
    topology.peerings.append(
      Topology.PeeringLink(
        element: element, ends: (requester, accepter), isActive: peering.isActive,
        carriesGroupReferences: peering.carriesGroupReferences))
    guard let one = requester.value, let other = accepter.value else {
      topology.links.loosePeerings.append(index)
      return
    }
    topology.links.peerings[one, default: []].append(index)
    if other != one { topology.links.peerings[other, default: []].append(index) }
    if topology.vpcs[one].local.overlaps(topology.vpcs[other].local), one != other {
      report(
        .overlappingPeers, element,
        "\(topology.vpcs[one].element.label) and \(topology.vpcs[other].element.label) share addresses")
    }
  }

  /// Overlaps that EC2 would refuse.
  mutating func inspectAddresses() {
    let label = { [model] in model.subnets[$0].label }
    var placed = [[(prefix: Prefix, subnet: Int)]](repeating: [], count: model.vpcs.count)
    for index in model.subnets.indices {
      guard case .known(let vpc) = topology.subnets[index].vpc else { continue }
      for prefix in model.subnets[index].prefixes {
        guard case .known(let prefix) = prefix else { continue }
        placed[vpc].append((prefix, index))
        let isInside = model.vpcs[vpc].prefixes.contains { $0.value?.contains(prefix) ?? true }
        if !isInside {
          report(
            .subnetOutsideVPC, topology.subnets[index].element,
            "\(prefix) is not within \(topology.vpcs[vpc].element.label)")
        }
      }
    }
    for (vpc, subnets) in placed.enumerated() where subnets.count > 1 {
      // Sorted prefixes nest or follow each other, so an overlap shows against the last one that reaches furthest.
      var last: (prefix: Prefix, subnet: Int)?
      let sorted = subnets.sorted { one, other in
        one.prefix == other.prefix ? label(one.subnet) < label(other.subnet) : one.prefix < other.prefix
      }
      for next in sorted {
        if let last, last.prefix.overlaps(next.prefix) {
          report(
            .overlappingSubnets, topology.vpcs[vpc].element,
            "\(label(last.subnet)) \(last.prefix) and \(label(next.subnet)) \(next.prefix) overlap")
        } else {
          last = next
        }
      }
    }
  }
}
