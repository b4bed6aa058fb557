/// One way over a connection between a VPC and what lies beyond. Requests and replies may take different ones: groups
/// recognise replies whichever way they come.
struct Passage: Sendable {
  let kind: PathKind
  let request: [Stage]
  let reply: [Stage]
  /// Whether some route leads here at all.
  let isRequestPossible: Bool
  let isReplyPossible: Bool
  var groupReferences: Fact<Bool> = false

  /// The pairs worth trying: each with itself, so that what blocks it can be told, and every two that routes lead to.
  static func pairs(_ passages: [Passage]) -> [(Passage, Passage)] {
    passages.enumerated().flatMap { one, request in
      passages.enumerated().compactMap { other, reply in
        one == other || request.isRequestPossible && reply.isReplyPossible ? (request, reply) : nil
      }
    }
  }
}

extension Topology {
  /// The ways over peerings between two VPCs.
  func peerings(_ here: SubnetSite, _ there: SubnetSite, _ vpcs: (Int, Int)) -> [Passage] {
    let candidates = (links.peerings[vpcs.0] ?? []).filter { joins(peerings[$0], vpcs) }
    return (candidates + links.loosePeerings).compactMap { index in
      let peering = peerings[index]
      guard let ends = endings(peering, vpcs) else { return nil }
      let state: [Stage] =
        [.condition(peering.isActive, peering.element, .connection)] + ends.map { .doubt($0, peering.element) }
      return Passage(
        kind: .peering, request: [.route(table: here.table, to: .peering(index), .request)] + state,
        reply: [.route(table: there.table, to: .peering(index), .reply)] + state,
        isRequestPossible: tables[here.table].mayLead(to: .peering(index)),
        isReplyPossible: tables[there.table].mayLead(to: .peering(index)),
        groupReferences: peering.carriesGroupReferences)
    }
  }

  private func joins(_ peering: PeeringLink, _ vpcs: (Int, Int)) -> Bool {
    let ends = (peering.ends.0.value, peering.ends.1.value)
    return ends == (vpcs.0, vpcs.1) || ends == (vpcs.1, vpcs.0)
  }

  /// What is unknown about a peering's ends if it may join these VPCs; nil if it cannot.
  private func endings(_ peering: PeeringLink, _ vpcs: (Int, Int)) -> [Unknown]? {
    let (one, other) = peering.ends
    func fits(_ end: Fact<Int>, _ vpc: Int) -> Bool { end.value == nil || end.value == vpc }
    guard fits(one, vpcs.0) && fits(other, vpcs.1) || fits(one, vpcs.1) && fits(other, vpcs.0) else { return nil }
    return [one.unknown, other.unknown].compactMap { $0 }
  }

  /// The ways over transit gateways between two VPCs.
  func transits(_ here: SubnetSite, _ there: SubnetSite, _ vpcs: (Int, Int)) -> [Passage] {
    attachmentPairs(vpcs.0, links.attachments[vpcs.1] ?? []).map { entry, exit in
      let router = attachments[entry].gateway
      let key = RouteKey.transitGateway(router)
      let doubts = self.doubts(entry) + self.doubts(exit)
      return Passage(
        kind: .transitGateway,
        request: [.route(table: here.table, to: key, .request), forwarding(entry, to: exit, .request)] + doubts,
        reply: [.route(table: there.table, to: key, .reply), forwarding(exit, to: entry, .reply)] + doubts,
        isRequestPossible: tables[here.table].mayLead(to: key), isReplyPossible: tables[there.table].mayLead(to: key),
        groupReferences: transitRouters[router].carriesGroupReferences)
    }
  }

  /// Through something that is not known or not modelled, on one side or both.
  func unmodelled(_ here: Int?, _ there: Int?) -> [Passage] {
    let isRequest = here.map { !tables[$0].isModelled } ?? false
    let isReply = there.map { !tables[$0].isModelled } ?? false
    guard isRequest || isReply else { return [] }
    let unknown = Unknown("connection", reason: "where these routes lead is not known")
    let element = (here ?? there).map { tables[$0].element }
    let doubt = element.map { [Stage.doubt(unknown, $0)] } ?? []
    return [
      Passage(
        kind: .unresolved, request: here.map { [.route(table: $0, to: .unmodelled, .request)] } ?? doubt,
        reply: there.map { [.route(table: $0, to: .unmodelled, .reply)] } ?? doubt,
        isRequestPossible: isRequest || here == nil, isReplyPossible: isReply || there == nil,
        groupReferences: .unknown(unknown))
    ]
  }

  /// A transit gateway's decision about packets from one attachment to another.
  func forwarding(_ entry: Int, to exit: Int, _ way: Way) -> Stage {
    guard let table = attachments[entry].table else {
      return .condition(false, attachments[entry].element, .connection)
    }
    return .transitRoute(table: table, to: .attachment(exit), way)
  }

  private func doubts(_ attachment: Int) -> [Stage] {
    attachments[attachment].resource.unknown.map { [.doubt($0, attachments[attachment].element)] } ?? []
  }

  /// A VPC's attachments with those of the far side that share their transit gateway.
  private func attachmentPairs(_ vpc: Int, _ far: [Int]) -> [(Int, Int)] {
    ((links.attachments[vpc] ?? []) + links.looseAttachments).flatMap { entry in
      (far + links.looseAttachments).compactMap { exit in
        entry != exit && attachments[entry].gateway == attachments[exit].gateway ? (entry, exit) : nil
      }
    }
  }

  /// The ways between a VPC and a network outside.
  func outsidePassages(_ site: SubnetSite, _ vpc: Int, _ network: Int, isOutbound: Bool) -> [Passage] {
    let table = tables[site.table]
    func passage(_ kind: PathKind, _ key: RouteKey, _ out: [Stage], _ back: [Stage]) -> Passage {
      let leads = table.mayLead(to: key)
      let route: [Stage] = [.route(table: site.table, to: key, isOutbound ? .request : .reply)]
      return Passage(
        kind: kind, request: isOutbound ? route + out : back, reply: isOutbound ? back : route + out,
        isRequestPossible: !isOutbound || leads, isReplyPossible: isOutbound || leads)
    }
    var passages: [Passage] = []
    for index in (links.privateGateways[vpc] ?? []) + links.loosePrivateGateways
    where privateGateways[index].onPremises.contains(network) {
      let gateway = privateGateways[index]
      let state: [Stage] =
        gateway.vpc.unknown.map { [.doubt($0, gateway.element)] }
        ?? [.condition(true, gateway.element, .gateway)]
      passages.append(passage(.virtualPrivateGateway, .virtualPrivateGateway(index), state, state))
    }
    let (outWay, backWay): (Way, Way) = isOutbound ? (.request, .reply) : (.reply, .request)
    for (entry, exit) in attachmentPairs(vpc, links.outsideAttachments[network] ?? []) {
      let doubts = self.doubts(entry) + self.doubts(exit)
      passages.append(
        passage(
          .transitGateway, .transitGateway(attachments[entry].gateway),
          [forwarding(entry, to: exit, outWay)] + doubts, [forwarding(exit, to: entry, backWay)] + doubts))
    }
    let beyond = unmodelled(isOutbound ? site.table : nil, isOutbound ? nil : site.table)
    return passages + beyond
  }
}
