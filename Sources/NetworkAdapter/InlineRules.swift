import Network
import ResourceGraph

/// The rules that stand in blocks of a group.
struct InlineRules: Sendable {
  fileprivate(set) var rules: [SecurityGroup.Rule] = []
  /// Where they stand, by name.
  fileprivate(set) var origins: [(name: String, origin: ElementOrigin)] = []
  fileprivate(set) var notes: [AdapterNote] = []

  fileprivate mutating func add(_ origin: ElementOrigin, called name: String) -> String {
    origins.append((name, origin))
    return name
  }
}

extension NetworkAdapter {
  mutating func add(_ read: InlineRules, of id: ResourceID) {
    for (name, origin) in read.origins { origins.add(origin, called: name) }
    notes += read.notes
    append(read.rules, to: .resource(id))
  }

  /// Reads the rules of a group by an adapter without a model.
  ///
  /// - Parameter lookup: one of the graph.
  /// - Returns: nil if they name what only a model has, so that they are to be read with it.
  mutating func rulesAhead(of id: ResourceID, _ lookup: inout ReferenceLookup) -> InlineRules? {
    swap(&self.lookup, &lookup)
    defer { swap(&self.lookup, &lookup) }
    asksForModel = false
    let read = inlineRules(of: id)
    return asksForModel ? nil : read
  }

  mutating func inlineRules(of id: ResourceID) -> InlineRules {
    var found = InlineRules()
    let address = graph.address(of: id)
    let earlier = notes.count
    for direction in [SecurityGroup.Direction.ingress, .egress] {
      if graph.mode(of: id) == .data {
        let unknown = Unknown("\(address) rules", reason: "the rules of \(address) are not in the input")
        found.rules.append(Self.anyRule("\(address) \(direction.rawValue)", direction, unknown))
        continue
      }
      let (rules, unknown) = blocks(id, direction.rawValue)
      if let unknown {
        let name = found.add(ElementOrigin(resource: id), called: "\(address) \(direction.rawValue)")
        found.rules.append(Self.anyRule(name, direction, unknown))
      }
      // One block alone leaves no doubt which names a group.
      let doubtful = rules.count > 1 ? rules.count { namesUnknownGroup(id, direction, $0) } : 0
      let prefix = "\(address).\(direction.rawValue)["
      for (number, block) in rules.enumerated() {
        let origin = ElementOrigin(resource: id, path: block.path, node: block.node)
        let name = found.add(origin, called: prefix + String(number) + "]")
        let peers = inlinePeers(id, direction, block, isShared: doubtful > 1)
        found.rules += declared(id, name, direction, traffic(id, .group, .block(block)), peers)
      }
    }
    found.notes = Array(notes[earlier...])
    notes.removeSubrange(earlier...)
    return found
  }

  /// A rule of which nothing is known but its direction.
  private static func anyRule(
    _ name: String, _ direction: SecurityGroup.Direction, _ unknown: Unknown
  ) -> SecurityGroup.Rule {
    SecurityGroup.Rule(
      id: name, direction: direction, traffic: .all, peer: .unknown(unknown), exists: .unknown(unknown))
  }

  private mutating func namesUnknownGroup(
    _ id: ResourceID, _ direction: SecurityGroup.Direction, _ block: Attribute
  ) -> Bool {
    let member = member(block, "security_groups")
    guard isUnknown(member) else { return false }
    return links(id, [direction.rawValue, "security_groups"], Types.group, at: member).contains { $0.resource != nil }
  }

  private func isUnknown(_ attribute: Attribute?) -> Bool {
    let (elements, unknown) = elements(attribute)
    if unknown != nil { return true }
    return elements.contains { graph.arena[$0.node].kind == .unknown }
  }

  /// - Parameter isShared: several blocks name groups that are known only after apply; a plan does not say which block
  ///   names which.
  private mutating func inlinePeers(
    _ id: ResourceID, _ direction: SecurityGroup.Direction, _ block: Attribute, isShared: Bool
  ) -> [RulePeer] {
    var peers = addressPeers(block)
    let member = member(block, "security_groups")
    let groups = links(id, [direction.rawValue, "security_groups"], Types.group, of: member)
    let isOneOfSeveral = isShared && Set(groups.compactMap(\.resource)).count > 1
    for link in groups {
      var found = groupPeers(link, id, [direction.rawValue, "security_groups"], value: member)
      if isOneOfSeveral, link.resource != nil, isUnknown(member) {
        let unknown = Unknown(
          "\(graph.address(of: id)).\(direction.rawValue)",
          reason:
            "which \(direction.rawValue) block of \(graph.address(of: id)) names which group is known only after apply")
        found = found.map { RulePeer(peer: $0.peer, exists: .unknown(unknown)) }
      }
      peers += found
    }
    return peers
  }
}
