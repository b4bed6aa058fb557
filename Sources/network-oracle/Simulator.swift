import Network

/// Carries single packets through a model in which everything is known, hop by hop, straight from AWS' documentation:
/// no packet sets, no bounds, no candidate paths. Slow and short on purpose.
package struct Simulator {
  package let model: NetworkModel

  package init(model: NetworkModel) { self.model = model }

  package enum Place: Equatable {
    case internet
    case onPremises(OnPremises.ID)
    case interface(Endpoint.ID)
    case nat(NATGateway.ID)
  }

  /// Who puts a packet on the wire in a subnet.
  struct Sender {
    let subnet: Subnet
    let isPublic: Bool
    let isTranslated: Bool
  }

  /// Whether a connection from one place to another is possible with this packet: it arrives, and its reply gets back.
  package func connects(_ packet: Packet, from: Place, to: Place) -> Bool {
    switch (from, to) {
    case (.interface(let one), .interface(let other)):
      guard let sender = endpoint(one), let receiver = endpoint(other) else { return false }
      return sends(sender, packet, to, receiver) && leave(packet, of: one, to: to)
    case (.interface(let one), _):
      guard let sender = endpoint(one) else { return false }
      return admits(sender, .egress, packet.destination, nil, packet) && leave(packet, of: one, to: to)
    case (.internet, .interface(let other)): return enterFromInternet(packet, other)
    case (.onPremises(let network), .interface(let other)): return enterFromOutside(packet, network, other)
    default: return false
    }
  }

  // MARK: Security groups: rules are additive, replies are always allowed, references match private addresses.

  private func sends(_ sender: Endpoint, _ packet: Packet, _ to: Place, _ receiver: Endpoint) -> Bool {
    let references = referenceSupport(sender, receiver, packet)
    guard receiver.acceptsConnections else { return false }
    let out = admits(sender, .egress, packet.destination, references ? receiver : nil, packet)
    // Behind a NAT gateway the receiver sees another sender; that is judged where the packet arrives.
    return out
  }

  private func admits(
    _ endpoint: Endpoint, _ direction: SecurityGroup.Direction, _ far: Address, _ peer: Endpoint?, _ packet: Packet
  ) -> Bool {
    guard case .groups(let ids) = endpoint.filtering else { return true }
    let carried = ids.compactMap(\.value)
    return model.securityGroups.filter { carried.contains($0.id) }.contains { group in
      group.rules.contains { rule in
        rule.direction == direction && rule.exists == true && matches(rule.traffic, packet)
          && matches(rule.peer, far, peer, group)
      }
    }
  }

  private func matches(_ peer: Fact<SecurityGroup.Peer>, _ far: Address, _ other: Endpoint?, _ own: SecurityGroup)
    -> Bool
  {
    switch peer {
    case .known(.prefix(let prefix)): return prefix.contains(far)
    case .known(.group(let id)), .known(.namedGroup(let id)): return carries(other, id)
    case .known(.itself): return carries(other, own.id)
    case .known(.prefixList(let id)):
      return model.prefixLists.first { $0.id == id }?.entries.value?.contains { $0.contains(far) } ?? false
    case .unknown: return false
    }
  }

  private func carries(_ endpoint: Endpoint?, _ id: SecurityGroup.ID) -> Bool {
    guard case .groups(let ids)? = endpoint?.filtering else { return false }
    return ids.contains(.known(id))
  }

  private func matches(_ traffic: Traffic, _ packet: Packet) -> Bool {
    guard case .known(.one(let number)) = traffic.protocols else { return traffic.protocols == .known(.all) }
    guard number == packet.protocol else { return false }
    switch traffic.ports {
    case .known(.all): return true
    case .known(.range(let range)): return (range.first...range.last).contains(packet.destinationPort)
    case .known(.icmp(let type, let code)):
      return packet.destinationPort >> 8 == UInt16(type)
        && (code.map { packet.destinationPort & 255 == UInt16($0) } ?? true)
    case .unknown: return false
    }
  }

  /// References hold within a VPC, over a peering that carries them, over a transit gateway that supports them.
  private func referenceSupport(_ one: Endpoint, _ other: Endpoint, _ packet: Packet) -> Bool {
    guard let here = subnet(one), let there = subnet(other) else { return false }
    if here.vpc == there.vpc { return true }
    switch target(here, packet.destination) {
    case .peering(let id)?: return model.peerings.first { $0.id == id }?.carriesGroupReferences == true
    case .transitGateway(let id)?:
      return model.transitGateways.first { $0.id == id }?.carriesGroupReferences == true
    default: return false
    }
  }

  // MARK: Network ACLs: ascending numbers, first match decides, otherwise denied; replies are packets like any other.

  private func passes(_ subnet: Subnet, _ direction: NetworkACL.Direction, _ packet: Packet) -> Bool {
    guard let id = subnet.networkACL?.value, let acl = model.networkACLs.first(where: { $0.id == id }) else {
      return true
    }
    let far = direction == .inbound ? packet.source : packet.destination
    let entries = acl.entries.filter { $0.direction == direction && $0.exists == true }.sorted { $0.number < $1.number }
    let first = entries.first { $0.prefix.value?.contains(far) ?? false && matches($0.traffic, packet) }
    return first?.action == .known(.allow)
  }

  // MARK: Routes: longest prefix, static before propagated.

  private func target(_ subnet: Subnet, _ address: Address) -> Route.Target? {
    guard let vpc = vpc(subnet) else { return nil }
    var best: (rank: Int, target: Route.Target)?
    func offer(_ prefix: Prefix, _ preference: Int, _ target: Route.Target) {
      let rank = prefix.length * 4 + preference
      if prefix.contains(address) && rank > (best?.rank ?? -1) { best = (rank, target) }
    }
    for prefix in vpc.prefixes.compactMap(\.value) { offer(prefix, 1, .local) }
    let id = (subnet.routeTable ?? vpc.mainRouteTable)?.value
    for route in model.routeTables.first(where: { $0.id == id })?.routes ?? [] where route.exists == true {
      guard case .known(.prefix(let prefix)) = route.destination, let target = route.target.value else { continue }
      offer(prefix, route.isPropagated ? 0 : 2, target)
    }
    return best?.target
  }

  private func transit(
    _ gateway: TransitGateway, from attachment: TransitGateway.Attachment, _ address: Address
  ) -> TransitGateway.Attachment? {
    guard let table = gateway.routeTables.first(where: { $0.id == attachment.routeTable?.value }) else { return nil }
    var best: (rank: Int, target: TransitGateway.Attachment.ID?)?
    func offer(_ prefix: Prefix, _ preference: Int, _ target: TransitGateway.Attachment.ID?) {
      let rank = prefix.length * 4 + preference
      if prefix.contains(address) && rank > (best?.rank ?? -1) { best = (rank, target) }
    }
    for route in table.routes where route.exists == true {
      guard case .known(.prefix(let prefix)) = route.destination else { continue }
      if case .known(.attachment(let id)) = route.target { offer(prefix, 1, id) } else { offer(prefix, 1, nil) }
    }
    for id in table.propagations.compactMap(\.value) {
      for prefix in prefixes(of: gateway.attachments.first { $0.id == id }) { offer(prefix, 0, id) }
    }
    return gateway.attachments.first { $0.id == best?.target }
  }

  private func prefixes(of attachment: TransitGateway.Attachment?) -> [Prefix] {
    switch attachment?.resource {
    case .known(.vpc(let id))?: model.vpcs.first { $0.id == id }?.prefixes.compactMap(\.value) ?? []
    case .known(.onPremises(let id))?: model.onPremises.first { $0.id == id }?.prefixes.value ?? []
    default: []
    }
  }

  // MARK: A packet's way.

  private func leave(_ packet: Packet, of id: Endpoint.ID, to: Place) -> Bool {
    guard let endpoint = endpoint(id), let subnet = subnet(endpoint) else { return false }
    let sender = Sender(subnet: subnet, isPublic: endpoint.hasPublicIPv4 == true, isTranslated: false)
    return travel(packet, sender, .interface(id), to)
  }

  /// From a sender's subnet to a place, and the reply back to whoever sent it.
  private func travel(_ packet: Packet, _ sender: Sender, _ from: Place, _ to: Place) -> Bool {
    if let there = home(to), there.subnet.id == sender.subnet.id { return arrives(packet, from, to) }
    if case .natGateway(let id)? = target(sender.subnet, packet.destination), !sender.isTranslated {
      return translate(packet, sender.subnet, id, from, to, back: sender.subnet)
    }
    if throughSharedNAT(packet, sender, from, to) { return true }
    return delivers(packet, sender.subnet, isPublic: sender.isPublic, to) && arrives(packet, from, to)
      && returns(reply(packet), to, from, sender.subnet)
  }

  /// One way: routes, gateways and ACLs from a subnet to a place.
  private func delivers(_ packet: Packet, _ subnet: Subnet, isPublic: Bool, _ to: Place) -> Bool {
    guard let target = target(subnet, packet.destination), let vpc = vpc(subnet) else { return false }
    if let there = home(to) {
      if there.subnet.id == subnet.id { return true }
      guard passes(subnet, .outbound, packet), passes(there.subnet, .inbound, packet), let far = self.vpc(there.subnet)
      else { return false }
      switch target {
      case .local: return far.id == vpc.id
      case .peering(let id):
        guard let peering = model.peerings.first(where: { $0.id == id }), peering.isActive == true else { return false }
        let ends = [peering.requester.value, peering.accepter.value]
        return far.id != vpc.id && ends.contains(vpc.id) && ends.contains(far.id)
      case .transitGateway(let id):
        return far.id != vpc.id && exit(id, vpc.id, packet.destination)?.resource == .known(.vpc(far.id))
      default: return false
      }
    }
    guard passes(subnet, .outbound, packet) else { return false }
    switch (to, target) {
    case (.internet, .internetGateway(let id)):
      let isAttached = model.internetGateways.contains { $0.id == id && $0.vpc == .known(vpc.id) }
      return isAttached && (packet.source.family == .ipv6 || isPublic)
    case (.internet, .egressOnlyInternetGateway(let id)):
      return packet.source.family == .ipv6
        && model.egressOnlyInternetGateways.contains { $0.id == id && $0.vpc == .known(vpc.id) }
    case (.onPremises(let network), .virtualPrivateGateway(let id)):
      return model.virtualPrivateGateways.contains {
        $0.id == id && $0.vpc == .known(vpc.id) && $0.onPremises.contains(network)
      }
    case (.onPremises(let network), .transitGateway(let id)):
      return exit(id, vpc.id, packet.destination)?.resource == .known(.onPremises(network))
    default: return false
    }
  }

  private func exit(_ id: TransitGateway.ID, _ vpc: VPC.ID, _ address: Address) -> TransitGateway.Attachment? {
    guard let gateway = model.transitGateways.first(where: { $0.id == id }),
      let entry = gateway.attachments.first(where: { $0.resource == .known(.vpc(vpc)) })
    else { return nil }
    return transit(gateway, from: entry, address)
  }

  /// Whether the groups at the far end admit the packet.
  private func arrives(_ packet: Packet, _ from: Place, _ to: Place) -> Bool {
    guard case .interface(let id) = to, let receiver = endpoint(id) else { return true }
    guard receiver.acceptsConnections else { return false }
    var peer: Endpoint?
    if case .interface(let sender) = from, let one = endpoint(sender), referenceSupport(one, receiver, packet) {
      peer = one
    }
    return admits(receiver, .ingress, packet.source, peer, packet)
  }

  /// The reply's way back to the sender's subnet.
  private func returns(_ reply: Packet, _ place: Place, _ to: Place, _ subnet: Subnet) -> Bool {
    switch place {
    case .interface, .nat:
      guard let there = home(place) else { return false }
      return delivers(reply, there.subnet, isPublic: false, to)
    case .internet: return passes(subnet, .inbound, reply)
    case .onPremises(let network): return passes(subnet, .inbound, reply) && reaches(subnet, from: network, reply)
    }
  }

  /// Whether packets from outside AWS get to a subnet's VPC.
  private func reaches(_ subnet: Subnet, from network: OnPremises.ID, _ packet: Packet) -> Bool {
    guard let vpc = subnet.vpc.value else { return false }
    if model.virtualPrivateGateways.contains(where: { $0.vpc == .known(vpc) && $0.onPremises.contains(network) }) {
      return true
    }
    return model.transitGateways.contains { gateway in
      gateway.attachments.contains { entry in
        entry.resource == .known(.onPremises(network))
          && transit(gateway, from: entry, packet.destination)?.resource == .known(.vpc(vpc))
      }
    }
  }

  // MARK: NAT gateways: another source address, any ephemeral port, replies only.

  private func translate(
    _ packet: Packet, _ here: Subnet, _ id: NATGateway.ID, _ from: Place, _ to: Place, back: Subnet
  ) -> Bool {
    guard let gateway = model.natGateways.first(where: { $0.id == id }), let there = home(.nat(id)),
      packet.source.family == .ipv4, there.subnet.vpc == here.vpc
    else { return false }
    // Within the VPC nothing is translated.
    if let far = home(to), far.subnet.vpc == here.vpc { return false }
    let isNear = there.subnet.id == here.id
    guard isNear || passes(here, .outbound, packet) && passes(there.subnet, .inbound, packet) else { return false }
    let answer = reply(packet)
    let isBack =
      isNear
      || target(there.subnet, answer.destination) == .local && passes(there.subnet, .outbound, answer)
        && passes(here, .inbound, answer)
    return isBack && goesOn(packet, gateway, there.subnet, there.address, to)
  }

  private func goesOn(
    _ packet: Packet, _ gateway: NATGateway, _ subnet: Subnet, _ address: Address, _ to: Place
  ) -> Bool {
    Simulator.ports.contains { port in
      let sent = Packet(
        source: address, destination: packet.destination, protocol: packet.protocol, sourcePort: port,
        destinationPort: packet.destinationPort)
      let sender = Sender(subnet: subnet, isPublic: gateway.isPublic == true, isTranslated: true)
      return travel(sent, sender, .nat(gateway.id), to)
    }
  }

  static let ports: [UInt16] = [1024, 40000]

  /// Through a transit gateway to another VPC, whose attachment's subnet sends to its NAT gateway.
  private func throughSharedNAT(_ packet: Packet, _ sender: Sender, _ from: Place, _ to: Place) -> Bool {
    guard !sender.isTranslated, packet.source.family == .ipv4, let vpc = sender.subnet.vpc.value,
      case .transitGateway(let id)? = target(sender.subnet, packet.destination),
      let entry = exit(id, vpc, packet.destination), case .known(.vpc(let other)) = entry.resource, other != vpc
    else { return false }
    if let far = home(to), far.subnet.vpc == sender.subnet.vpc { return false }
    return entry.subnets.compactMap(\.value).contains { place in
      guard let landing = model.subnets.first(where: { $0.id == place }),
        case .natGateway(let nat)? = target(landing, packet.destination),
        let gateway = model.natGateways.first(where: { $0.id == nat }), let there = home(.nat(nat)),
        there.subnet.vpc == landing.vpc
      else { return false }
      let answer = reply(packet)
      let isNear = there.subnet.id == landing.id
      guard passes(sender.subnet, .outbound, packet), isNear || passes(there.subnet, .inbound, packet),
        target(there.subnet, answer.destination) == .transitGateway(id),
        exit(id, other, answer.destination)?.resource == .known(.vpc(vpc)),
        isNear || passes(there.subnet, .outbound, answer), passes(sender.subnet, .inbound, answer)
      else { return false }
      return goesOn(packet, gateway, there.subnet, there.address, to)
    }
  }

  // MARK: Coming in.

  /// An Internet gateway translates for public IPv4 addresses and passes IPv6; replies have to leave through it too.
  private func enterFromInternet(_ packet: Packet, _ id: Endpoint.ID) -> Bool {
    guard let there = home(.interface(id)), let receiver = endpoint(id),
      packet.destination.family == .ipv6 || receiver.hasPublicIPv4 == true,
      passes(there.subnet, .inbound, packet), arrives(packet, .internet, .interface(id)),
      case .internetGateway? = target(there.subnet, packet.source)
    else { return false }
    return delivers(reply(packet), there.subnet, isPublic: receiver.hasPublicIPv4 == true, .internet)
  }

  private func enterFromOutside(_ packet: Packet, _ network: OnPremises.ID, _ id: Endpoint.ID) -> Bool {
    guard let there = home(.interface(id)), reaches(there.subnet, from: network, packet),
      passes(there.subnet, .inbound, packet), arrives(packet, .onPremises(network), .interface(id))
    else { return false }
    return delivers(reply(packet), there.subnet, isPublic: false, .onPremises(network))
  }

  // MARK: Small things.

  private func reply(_ packet: Packet) -> Packet {
    guard packet.protocol == .icmp || packet.protocol == .icmpv6 else {
      return Packet(
        source: packet.destination, destination: packet.source, protocol: packet.protocol,
        sourcePort: packet.destinationPort, destinationPort: packet.sourcePort)
    }
    let echo: (UInt16, UInt16) = packet.protocol == .icmp ? (8, 0) : (128, 129)
    let type = packet.destinationPort >> 8
    let answer = (type == echo.0 ? echo.1 : type) << 8 | packet.destinationPort & 255
    return Packet(
      source: packet.destination, destination: packet.source, protocol: packet.protocol, sourcePort: packet.sourcePort,
      destinationPort: answer)
  }

  private func endpoint(_ id: Endpoint.ID) -> Endpoint? { model.endpoints.first { $0.id == id } }

  private func subnet(_ endpoint: Endpoint) -> Subnet? {
    guard case .each(let places) = endpoint.placement, let id = places.first?.value else { return nil }
    return model.subnets.first { $0.id == id }
  }

  private func vpc(_ subnet: Subnet) -> VPC? { model.vpcs.first { $0.id == subnet.vpc.value } }

  private func home(_ place: Place) -> (subnet: Subnet, address: Address)? {
    switch place {
    case .interface(let id):
      guard let endpoint = endpoint(id), let subnet = subnet(endpoint) else { return nil }
      return (subnet, Address(.ipv4, 0))
    case .nat(let id):
      guard let gateway = model.natGateways.first(where: { $0.id == id }), case .exactly(let prefixes) = gateway.ipv4,
        let address = prefixes.first?.address,
        let subnet = model.subnets.first(where: { $0.id == gateway.subnet.value })
      else { return nil }
      return (subnet, address)
    case .internet, .onPremises: return nil
    }
  }
}
