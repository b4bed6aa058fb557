/// A zone made ready for questions: its endpoints grouped and indexed. Prepare a zone once and ask about it often.
public struct PreparedZone: Sendable {
  /// A zone's endpoints grouped at one grain.
  struct Grouping: Sendable {
    let senders: [EndpointClass]
    let receivers: [EndpointClass]
    let index: SenderIndex
  }

  let outside: [Terminal]
  let byGroup: Grouping
  let bySubnet: Grouping
  let byVPC: Grouping
  let byEstate: Grouping

  /// How many groups of like endpoints it has.
  public var groupCount: Int { byGroup.receivers.count }
}

extension Reachability {
  /// Groups and indexes a zone's endpoints.
  public func prepare(_ zone: Zone) throws(QueryError) -> PreparedZone { try prepare(zone, outwards: nil) }

  /// Two zones made ready for the one question what flows from the first to the second.
  ///
  /// Whatever is outside of all VPCs is asked about by VPC alone, so that grouping its counterpart in other ways would
  /// be in vain.
  public func prepare(from: Zone, to: Zone) throws(QueryError) -> (from: PreparedZone, to: PreparedZone) {
    (
      from: try prepare(from, outwards: to.isOutside ? .sender : nil),
      to: try prepare(to, outwards: from.isOutside ? .receiver : nil)
    )
  }

  /// - Parameter outwards: the zone's side of a flow from or to the outside, nil if it may be asked about anything.
  private func prepare(_ zone: Zone, outwards: Role?) throws(QueryError) -> PreparedZone {
    switch zone {
    case .internet: return prepared(outside: [.internet], [])
    case .onPremises(let networks):
      var terminals: [Terminal] = []
      for network in networks { terminals += try topology.terminals(.onPremises(network)) }
      return prepared(outside: terminals, [])
    case .endpoints(let endpoints):
      var members: [Int] = []
      for endpoint in endpoints {
        guard let index = topology.endpointIndex[endpoint] else { throw .noSuchPlace(.endpoint(endpoint)) }
        members.append(index)
      }
      return outwards.map { prepared(members, $0) } ?? prepared(outside: [], members)
    }
  }

  private func prepared(_ members: [Int], _ role: Role) -> PreparedZone {
    let none = PreparedZone.Grouping(senders: [], receivers: [], index: SenderIndex())
    let classes = topology.classes(of: members, .vpcs, as: role)
    let byVPC = PreparedZone.Grouping(
      senders: role == .sender ? classes : [], receivers: role == .receiver ? classes : [], index: none.index)
    return PreparedZone(outside: [], byGroup: none, bySubnet: none, byVPC: byVPC, byEstate: none)
  }

  private func prepared(outside: [Terminal], _ members: [Int]) -> PreparedZone {
    func grouping(_ grain: Grain) -> PreparedZone.Grouping {
      let senders = topology.classes(of: members, grain, as: .sender)
      return PreparedZone.Grouping(
        senders: senders, receivers: grain == .groups ? senders : topology.classes(of: members, grain, as: .receiver),
        index: SenderIndex(senders, topology, isAcrossVPCs: grain == .estate))
    }
    return PreparedZone(
      outside: outside, byGroup: grouping(.groups), bySubnet: grouping(.subnets), byVPC: grouping(.vpcs),
      byEstate: grouping(.estate))
  }
}
