import Testing

@testable import Network

/// The engine against the simulator: packet by packet on random networks, known throughout or with unknowns that are
/// tried out.
@Suite("Engine and packet-by-packet simulator agree")
struct OracleTests {
  /// Places as both sides name them.
  struct End {
    let location: Location
    let place: Simulator.Place
    let addresses: [Address]
  }

  static func ends(_ model: NetworkModel) -> [End] {
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

  static func packets(_ from: End, _ to: End) -> [Packet] {
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
  static let traffic: [(IPProtocol, UInt16, UInt16)] = [
    (.tcp, 1024, 443), (.tcp, 40000, 443), (.tcp, 40000, 22), (.tcp, 1024, 40000), (.udp, 40000, 53),
    (.udp, 1024, 1024), (.icmp, 1024, 8 << 8), (.icmp, 1024, 3 << 8), (.icmp, 1024, 0), (IPProtocol(47), 1024, 0),
  ]

  @Test("everything known: the same packets get through", arguments: 0..<40)
  func exact(_ batch: Int) throws {
    for seed in batch * 75..<(batch + 1) * 75 {
      let model = RandomNetworks(seed: UInt64(seed)).model
      let engine = Reachability(model)
      let simulator = Simulator(model: model)
      let ends = Self.ends(model)
      for from in ends {
        for to in ends where from.location != to.location {
          let answer = try engine.answer(Query(from: from.location, to: to.location))
          #expect(answer.packets.isExact, "seed \(seed): bounds differ though all is known")
          for packet in Self.packets(from, to) {
            let truth = simulator.connects(packet, from: from.place, to: to.place)
            let claim = answer.packets.upper.contains(packet)
            if truth != claim {
              Issue.record("seed \(seed): \(from.place) to \(to.place), \(packet): engine says \(claim)")
            }
          }
        }
      }
    }
  }

  @Test("with unknowns: bounds hold for every outcome", arguments: 0..<40)
  func bounds(_ batch: Int) throws {
    for seed in batch * 50..<(batch + 1) * 50 {
      var networks = RandomNetworks(seed: UInt64(100_000 + seed))
      let blanks = (0..<(1 + seed % 2)).compactMap { _ in networks.blank() }
      var blanked = networks.model
      for blank in blanks { blank.blank(&blanked) }
      try Self.check(blanked, Self.outcomes(networks.model, blanks), seed)
    }
  }

  static func outcomes(_ model: NetworkModel, _ blanks: [Blank]) -> [NetworkModel] {
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

  private static func check(_ blanked: NetworkModel, _ outcomes: [NetworkModel], _ seed: Int) throws {
    let engine = Reachability(blanked)
    var answers: [[Answer]] = []
    let places = ends(blanked)
    for from in places {
      var row: [Answer] = []
      for to in places { row.append(try engine.answer(Query(from: from.location, to: to.location))) }
      answers.append(row)
    }
    for outcome in outcomes {
      let simulator = Simulator(model: outcome)
      let ends = ends(outcome)
      for (row, from) in ends.enumerated() {
        for (column, to) in ends.enumerated() where row != column {
          let answer = answers[row][column]
          for packet in packets(from, to) {
            let truth = simulator.connects(packet, from: from.place, to: to.place)
            let isWrong = truth ? !answer.packets.upper.contains(packet) : answer.packets.lower.contains(packet)
            if isWrong {
              Issue.record("seed \(seed): \(from.place) to \(to.place), \(packet) \(truth ? "passes" : "stops")")
            }
          }
        }
      }
    }
  }
}
