import Network

/// The engine against the simulator on one random network, packet by packet.
package enum Comparison {
  /// Places as both sides name them.
  private struct End {
    let location: Location
    let place: Simulator.Place
    let addresses: [Address]
  }

  /// What the two disagree about on a network in which everything is known.
  package static func exact(_ seed: Int) throws -> [String] {
    let model = RandomNetworks(seed: UInt64(seed)).model
    let engine = Reachability(model)
    let simulator = Simulator(model: model)
    let ends = ends(model)
    var found: [String] = []
    for from in ends {
      for to in ends where from.location != to.location {
        let answer = try engine.answer(Query(from: from.location, to: to.location))
        if !answer.packets.isExact { found.append("seed \(seed): bounds differ though all is known") }
        for packet in packets(from, to) {
          let truth = simulator.connects(packet, from: from.place, to: to.place)
          let claim = answer.packets.upper.contains(packet)
          if truth != claim {
            found.append("seed \(seed): \(from.place) to \(to.place), \(packet): engine says \(claim)")
          }
        }
      }
    }
    return found
  }

  /// Where the engine's bounds do not hold for everything that the unknowns of a network may turn out to be.
  package static func bounds(_ seed: Int) throws -> [String] {
    var networks = RandomNetworks(seed: UInt64(100_000 + seed))
    let blanks = (0..<(1 + seed % 2)).compactMap { _ in networks.blank() }
    var blanked = networks.model
    for blank in blanks { blank.blank(&blanked) }
    let engine = Reachability(blanked)
    let places = ends(blanked)
    let answers = try places.map { from in
      try places.map { try engine.answer(Query(from: from.location, to: $0.location)) }
    }
    return outcomes(networks.model, blanks).flatMap { check($0, answers, seed) }
  }

  private static func outcomes(_ model: NetworkModel, _ blanks: [Blank]) -> [NetworkModel] {
    blanks.reduce([model]) { models, blank in
      models.flatMap { model in
        blank.options.map { option in
          var copy = model
          option(&copy)
          return copy
        }
      }
    }
  }

  private static func check(_ outcome: NetworkModel, _ answers: [[Answer]], _ seed: Int) -> [String] {
    let simulator = Simulator(model: outcome)
    let ends = ends(outcome)
    var found: [String] = []
    for (row, from) in ends.enumerated() {
      for (column, to) in ends.enumerated() where row != column {
        let bounds = answers[row][column].packets
        for packet in packets(from, to) {
          let truth = simulator.connects(packet, from: from.place, to: to.place)
          if truth ? !bounds.upper.contains(packet) : bounds.lower.contains(packet) {
            found.append("seed \(seed): \(from.place) to \(to.place), \(packet) \(truth ? "passes" : "stops")")
          }
        }
      }
    }
    return found
  }

  private static func ends(_ model: NetworkModel) -> [End] {
    let outside: [(Location, Simulator.Place, [String])] = [
      (.internet, .internet, ["198.51.100.7", "203.0.113.9", "2001:db8:ffff::1"]),
      (.onPremises("dc"), .onPremises("dc"), ["192.168.0.1", "192.168.128.1"]),
    ]
    return outside.map { End(location: $0, place: $1, addresses: $2.compactMap { try? Address(parsing: $0) }) }
      + model.endpoints.map { endpoint in
        var addresses: [Address] = []
        for family in [endpoint.ipv4, endpoint.ipv6] {
          if case .exactly(let prefixes) = family { addresses += prefixes.map(\.address) }
        }
        return End(location: .endpoint(endpoint.id), place: .interface(endpoint.id), addresses: addresses)
      }
  }

  private static func packets(_ from: End, _ to: End) -> [Packet] {
    from.addresses.flatMap { source in
      to.addresses.filter { $0.family == source.family }.flatMap { destination in
        traffic.map { number, sourcePort, port in
          Packet(
            source: source, destination: destination, protocol: number, sourcePort: sourcePort, destinationPort: port)
        }
      }
    }
  }

  /// One packet for every side of a boundary that the random rules draw.
  private static let traffic: [(IPProtocol, UInt16, UInt16)] = [
    (.tcp, 1024, 443), (.tcp, 40000, 443), (.tcp, 40000, 22), (.tcp, 1024, 40000), (.udp, 40000, 53),
    (.udp, 1024, 1024), (.icmp, 1024, 8 << 8), (.icmp, 1024, 3 << 8), (.icmp, 1024, 0), (IPProtocol(47), 1024, 0),
  ]
}
