import CEL
import Diagnostics
import Network
import NetworkAdapter
import ResourceGraph
import Rules

/// What a statement about flows rests on: the way of one packet, what blocks every path, what decides.
extension FlowJudge {
  func observation(
    _ id: ResourceID, _ finding: Finding?, _ rule: Rule, _ subject: RuleSubject, from: FlowEnds,
    _ isAboutReceivers: Bool
  ) -> Observation {
    guard let finding else {
      return make(
        id, subject, .pass, rule.title, options.evidence == .all ? passEvidence(id, from, isAboutReceivers) : Evidence()
      )
    }
    let answer = self.answer(finding)
    // What holds for a class of endpoints is held against the very pair before it is called a failure.
    let isCertain = finding.isCertain && answer?.verdict == .reachable
    var evidence = Evidence()
    evidence.path = answer.map { isCertain ? steps($0.witness) : [] } ?? []
    evidence.unknowns =
      isCertain ? [] : ([finding.doubt].compactMap { $0 } + (answer?.needs.map(\.unknown.reason) ?? [])).uniqued()
    if isCertain { return make(id, subject, .fail, message(rule, finding, isCertain: true), evidence) }
    let listed = evidence.unknowns.prefix(3).joined(separator: "; ")
    let text = "cannot be decided: \(listed.isEmpty ? "it depends on what is known only after apply" : listed)"
    return make(id, subject, .indeterminate, text, evidence)
  }

  private func make(
    _ id: ResourceID, _ subject: RuleSubject, _ verdict: Verdict, _ message: String, _ evidence: Evidence
  ) -> Observation {
    guard let doubt, verdict != .indeterminate else {
      return Observation(subject, ObservedObject(id, in: graph), verdict, message: message, evidence: evidence)
    }
    var evidence = evidence
    evidence.unknowns.append(doubt)
    return Observation(
      subject, ObservedObject(id, in: graph), .indeterminate, message: "cannot be decided: \(doubt)",
      evidence: evidence)
  }

  /// The question about one packet of a finding.
  private func answer(_ finding: Finding) -> Answer? {
    guard let packet = (finding.packets.lower.isEmpty ? finding.packets.upper : finding.packets.lower).sample() else {
      return nil
    }
    let hasPorts = [IPProtocol.tcp, .udp].contains(packet.protocol)
    let isProxied =
      finding.path.contains(.loadBalancer) || finding.path.contains(.privateLink)
      || finding.path.contains(.service) || finding.path.contains(.ingress)
    return try? engine.answer(
      Query(
        from: finding.from, to: finding.to, protocol: packet.protocol,
        ports: hasPorts ? PortRange(packet.destinationPort) : nil, family: packet.source.family,
        includesProxies: isProxied))
  }

  private func passEvidence(_ id: ResourceID, _ from: FlowEnds, _ isAboutReceivers: Bool) -> Evidence {
    var evidence = Evidence()
    guard from.hasInternet || !isAboutReceivers else { return evidence }
    for place in map.places[id] ?? [] {
      let query = isAboutReceivers ? Query(from: .internet, to: place) : Query(from: place, to: .internet)
      guard let answer = try? engine.answer(query) else { continue }
      for path in answer.blockedPaths.prefix(8) {
        evidence.path += path.blockers.prefix(8).map { step($0.role, $0.element, "blocks: \($0.reason)") }
      }
    }
    return evidence
  }

  private func steps(_ witness: Witness?) -> [PathStep] {
    guard let witness else { return [] }
    return witness.legs.flatMap { leg in
      [
        PathStep(
          role: "packet", element: "\(leg.packet)", address: nil, attribute: nil, pointer: nil, source: nil, note: nil)
      ]
        + leg.hops.map { step($0.role, $0.element, nil) }
    }
  }

  private func step(_ role: HopRole, _ element: Element, _ note: String?) -> PathStep {
    let origin = map.origin(of: element, in: graph)
    return PathStep(
      role: role.rawValue, element: element.label, address: origin.map { graph[$0.resource].address },
      attribute: origin.flatMap { $0.attribute.isEmpty ? nil : $0.attribute },
      pointer: origin.flatMap { graph[$0.resource].origin.pointer },
      source: origin.flatMap { graph.trail(of: $0.resource)?.description }, note: note)
  }

  /// A rule's message about a flow; its holes are expressions over `flow`.
  private func message(_ rule: Rule, _ finding: Finding, isCertain: Bool) -> String {
    let template = try? MessageTemplate(rule.check.message)
    let packets = isCertain ? finding.packets.lower : finding.packets.upper
    let data: [String: CELData] = [
      "flow": .map([
        CELData.Entry(.string("from"), .string(finding.fromName)),
        CELData.Entry(.string("to"), .string(finding.toName)),
        CELData.Entry(.string("packets"), .string(packets.portsText)),
        CELData.Entry(.string("path"), .string(finding.path.map(\.rawValue).joined(separator: ", "))),
      ])
    ]
    var text = ""
    for part in template?.parts ?? [] {
      switch part {
      case .text(let piece): text += piece
      case .hole(let expression, _):
        if case .string(let value)? = try? CELExpression(expression).evaluate(data) {
          text += value
        } else {
          text += "?"
        }
      }
    }
    return text
  }

  /// The subnets of some endpoints, each once, as they first occur.
  func subnets(of ends: FlowEnds) -> [Subnet.ID] {
    var names = Set<String>(minimumCapacity: ends.numbers.count)
    var subnets: [Subnet.ID] = []
    for number in ends.numbers {
      switch map.model.endpoints[number].placement {
      case .each(let places), .oneOf(let places):
        for place in places {
          if let subnet = place.value, names.insert(subnet.name).inserted { subnets.append(subnet) }
        }
      }
    }
    return subnets
  }

  /// What routes and ACLs alone let reach subnets from the Internet.
  func observations(of subnets: ArraySlice<Subnet.ID>, _ rule: Rule, _ subject: RuleSubject) -> [Observation] {
    subnets.compactMap { subnet in
      var query = Query(from: .internet, to: .anyInterface(in: subnet))
      query.explainsBlocks = options.evidence == .all
      guard let id = graph.resource(named: subnet.name), let answer = try? engine.answer(query) else { return nil }
      var evidence = Evidence()
      switch answer.verdict {
      case .reachable:
        evidence.path = steps(answer.witness)
        let finding = Finding(
          isCertain: true, from: .internet, to: .anyInterface(in: subnet), fromName: "the Internet",
          toName: subnet.name, packets: answer.packets, path: answer.pathKinds.first ?? [])
        return make(id, subject, .fail, message(rule, finding, isCertain: true), evidence)
      case .unreachable:
        if options.evidence == .all {
          evidence.path = answer.blockedPaths.flatMap(\.blockers).map {
            step($0.role, $0.element, "blocks: \($0.reason)")
          }
        }
        return make(id, subject, .pass, rule.title, evidence)
      case .indeterminate:
        evidence.unknowns = answer.needs.map(\.unknown.reason).uniqued()
        let text = "cannot be decided: \(evidence.unknowns.prefix(3).joined(separator: "; "))"
        return make(id, subject, .indeterminate, text, evidence)
      }
    }
  }
}

extension PacketSet {
  /// Protocols and ports alone, each once.
  var portsText: String {
    let all = boxes.map { "\($0.protocolText)\($0.portText)" }.sorted().uniqued()
    return all.prefix(6).joined(separator: ", ") + (all.count > 6 ? " and \(all.count - 6) more" : "")
  }
}
