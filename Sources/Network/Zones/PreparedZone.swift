/// A zone made ready for questions: its endpoints grouped and indexed. Prepare a zone once and ask about it often.
public struct PreparedZone: Sendable {
  let outside: [Terminal]
  let classes: [EndpointClass]
  let senders: SenderIndex

  /// How many groups of like endpoints it has.
  public var groupCount: Int { classes.count }
}

extension Reachability {
  /// Groups and indexes a zone's endpoints.
  public func prepare(_ zone: Zone) throws(QueryError) -> PreparedZone {
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
      return prepared(outside: [], topology.classes(of: members))
    }
  }

  private func prepared(outside: [Terminal], _ classes: [EndpointClass]) -> PreparedZone {
    PreparedZone(outside: outside, classes: classes, senders: SenderIndex(classes, topology))
  }
}
