/// One end of a question, resolved.
struct Terminal: Sendable {
  let element: Element
  /// One for each interface, or for each place where the one interface may be.
  let parties: [Party]
  let isOneOfMany: Bool
  /// The endpoint that it is, to find the proxies in front of it.
  let endpoint: Int?

  static func endpoint(_ index: Int, _ topology: Topology) -> Terminal {
    let node = topology.endpoints[index]
    return Terminal(element: node.element, parties: node.parties, isOneOfMany: node.isOneOfMany, endpoint: index)
  }

  /// Everything beyond the Internet gateways.
  static let internet = Terminal(
    element: Element(.internet, id: "internet", label: "the Internet"),
    parties: [
      Party(
        element: Element(.internet, id: "internet", label: "the Internet"), site: .internet,
        ipv4: Party.Addresses(ranges: AddressSet.internet.ipv4),
        ipv6: Party.Addresses(ranges: AddressSet.internet.ipv6),
        filter: .open)
    ], isOneOfMany: false, endpoint: nil)
}

extension Topology {
  /// The ends that a place stands for: a subnet stands for each of its endpoints.
  func terminals(_ location: Location) throws(QueryError) -> [Terminal] {
    switch location {
    case .internet: return [.internet]
    case .endpoint(let id):
      guard let index = endpointIndex[id] else { throw .noSuchPlace(location) }
      return [.endpoint(index, self)]
    case .loadBalancer(let id):
      guard let index = loadBalancerEndpoint[id] else { throw .noSuchPlace(location) }
      return [.endpoint(index, self)]
    case .onPremises(let id):
      guard let index = onPremisesIndex[id] else { throw .noSuchPlace(location) }
      let party = onPremises[index]
      return [Terminal(element: party.element, parties: [party], isOneOfMany: false, endpoint: nil)]
    case .subnet(let id):
      guard let subnet = subnetIndex[id] else { throw .noSuchPlace(location) }
      return endpoints.indices.filter { index in
        endpoints[index].parties.contains { $0.site == .subnet(subnet) }
      }.map { .endpoint($0, self) }
    case .anyInterface(let id):
      guard let subnet = subnetIndex[id] else { throw .noSuchPlace(location) }
      return [anyInterface(subnet)]
    case .pod: throw .noSuchPlace(location)
    }
  }

  private func anyInterface(_ subnet: Int) -> Terminal {
    let site = subnets[subnet]
    let party = Party(
      element: site.element, site: site.vpc.unknown.map { .unplaced($0) } ?? .subnet(subnet),
      ipv4: Party.Addresses(ranges: site.ipv4.ranges), ipv6: Party.Addresses(ranges: site.ipv6.ranges),
      filter: .open, hasPublicIPv4: true)
    return Terminal(element: site.element, parties: [party], isOneOfMany: false, endpoint: nil)
  }
}
