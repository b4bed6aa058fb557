import Testing

@testable import Network

/// Many load balancers whose targets are not known: paths over every combination of them would be too many to look at.
@Suite("A crowd of proxies")
struct CrowdTests {
  /// One public load balancer, others behind it, each of which may forward to anything. The application admits the last.
  private static func model(_ count: Int, preserves: Bool = false) -> NetworkModel {
    var model = NetworkModel()
    HandDerived.twoTiers(&model)
    for number in 0..<count {
      let isFirst = number == 0
      model.group("lb\(number)", in: [.to(.tcp(443), isFirst ? "0.0.0.0/0" : "10.0.0.0/8")])
      model.endpoints.append(
        Endpoint(
          id: "lb\(number)", kind: .loadBalancer, placement: .each([isFirst ? "public" : "private"]),
          filtering: .groups([.known("lb\(number)")]), hasPublicIPv4: .known(isFirst)))
      model.targetGroups.append(
        TargetGroup(id: "tg\(number)", port: .known(8080), targets: [.unknown(unknown("target \(number)"))]))
      model.loadBalancers.append(
        LoadBalancer(
          id: "lb\(number)", endpoint: "lb\(number)",
          listeners: [
            LoadBalancer.Listener(id: "https\(number)", port: .known(443), targetGroups: [.known("tg\(number)")])
          ], preservesClientAddress: .known(preserves)))
    }
    model.group("app", in: [.group(.tcp(8080), "lb\(count - 1)")])
    model.group("closed")
    model.host("app", in: "private", "app")
    model.host("closed", in: "private", "closed")
    return model
  }

  @Test("what few possibly let through a crowd does too, and nothing more", arguments: [false, true])
  func agreement(preserves: Bool) throws {
    let few = try Reachability(Self.model(3, preserves: preserves)).answer(HandDerived.internet("app", 8080))
    // A client whose address is preserved is in no group that the application admits.
    #expect(few.verdict == (preserves ? .unreachable : .indeterminate))
    for count in [5, 40] {
      let engine = Reachability(Self.model(count, preserves: preserves))
      let answer = try engine.answer(HandDerived.internet("app", 8080))
      #expect(answer.verdict == few.verdict)
      #expect(few.packets.upper.isSubset(of: answer.packets.upper))
      #expect(answer.needs.isEmpty == preserves)
      #expect(try engine.answer(HandDerived.internet("app", 22)).verdict == .unreachable)
      #expect(try engine.answer(HandDerived.internet("closed", 8080)).verdict == .unreachable)
    }
  }

  @Test("a zone is asked about in time", .timeLimit(.minutes(1)))
  func zone() throws {
    let model = Self.model(24)
    let inside = Zone.endpoints(model.endpoints.map(\.id))
    let answer = try Reachability(model).answer(ZoneQuestion(from: .internet, to: inside))
    #expect(answer.verdict == .violated)
    #expect(answer.possibleViolations.contains { $0.receivers.contains { $0.id == "app" } })
    // Only the group that it names makes the application another receiver than the closed one.
    #expect(!(answer.violations + answer.possibleViolations).contains { $0.receivers.contains { $0.id == "closed" } })
  }

  @Test("what a load balancer of unknown targets may reach is found whoever is listed first")
  func closedFirst() throws {
    var model = Self.model(3)
    model.endpoints.removeAll { $0.id == "app" }
    model.host("app", in: "private", "app")
    let answer = try Reachability(model).answer(ZoneQuestion(from: .internet, to: .endpoints(["closed", "app"])))
    #expect(answer.possibleViolations.contains { $0.receivers.map(\.id) == ["app"] })
  }
}
