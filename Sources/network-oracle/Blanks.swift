import Network

/// Something that is made unknown, with concrete things that it may turn out to be.
package struct Blank: Sendable {
  let name: String
  let blank: @Sendable (inout NetworkModel) -> Void
  let options: [@Sendable (inout NetworkModel) -> Void]
}

extension RandomNetworks {
  private static let hidden = Unknown("hidden", reason: "made unknown by the test")

  /// A random unknown.
  package mutating func blank() -> Blank? {
    let group = Int.random(in: 0..<model.securityGroups.count, using: &numbers)
    let rule = Int.random(in: 0..<model.securityGroups[group].rules.count, using: &numbers)
    let table = Int.random(in: 0..<model.routeTables.count, using: &numbers)
    let acl = Int.random(in: 0..<model.networkACLs.count, using: &numbers)
    let entry = Int.random(in: 0..<model.networkACLs[acl].entries.count, using: &numbers)
    switch Int.random(in: 0..<10, using: &numbers) {
    case 0: return Self.yesOrNo("rule exists") { $0.securityGroups[group].rules[rule].exists = $1 }
    case 1: return peerBlank(group, rule)
    case 2:
      return routeBlank(table) { table, route in
        Self.yesOrNo("route exists") { $0.routeTables[table].routes[route].exists = $1 }
      }
    case 3: return targetBlank(table)
    case 4: return Self.yesOrNo("entry exists") { $0.networkACLs[acl].entries[entry].exists = $1 }
    case 5: return entryBlank(acl, entry)
    case 6: return publicBlank()
    case 7: return peeringBlank()
    case 8: return memberBlank()
    default: return addressBlank()
    }
  }

  private static func yesOrNo(_ name: String, _ set: @escaping @Sendable (inout NetworkModel, Fact<Bool>) -> Void)
    -> Blank
  {
    Blank(
      name: name, blank: { set(&$0, .unknown(hidden)) },
      options: [{ set(&$0, true) }, { set(&$0, false) }])
  }

  private func peerBlank(_ group: Int, _ rule: Int) -> Blank {
    let peers: [SecurityGroup.Peer] =
      blocks.map { .prefix($0) } + [.itself, .group("sg-0"), .group("sg-1"), .prefix(prefix("0.0.0.0/0"))]
    return Blank(
      name: "peer", blank: { $0.securityGroups[group].rules[rule].peer = .unknown(Self.hidden) },
      options: peers.map { peer in { $0.securityGroups[group].rules[rule].peer = .known(peer) } })
  }

  private mutating func routeBlank(_ table: Int, _ make: (Int, Int) -> Blank) -> Blank? {
    let count = model.routeTables[table].routes.count
    return count == 0 ? nil : make(table, Int.random(in: 0..<count, using: &numbers))
  }

  private mutating func targetBlank(_ table: Int) -> Blank? {
    let vpc = Int(model.routeTables[table].id.name.dropFirst(3).prefix(1)) ?? 1
    let targets = self.targets(vpc)
    return routeBlank(table) { table, route in
      Blank(
        name: "target", blank: { $0.routeTables[table].routes[route].target = .unknown(Self.hidden) },
        options: targets.map { target in { $0.routeTables[table].routes[route].target = .known(target) } })
    }
  }

  private func entryBlank(_ acl: Int, _ entry: Int) -> Blank {
    Blank(
      name: "entry block", blank: { $0.networkACLs[acl].entries[entry].prefix = .unknown(Self.hidden) },
      options: blocks.map { block in { $0.networkACLs[acl].entries[entry].prefix = .known(block) } })
  }

  private mutating func publicBlank() -> Blank? {
    let host = Int.random(in: 0..<model.endpoints.count, using: &numbers)
    return Self.yesOrNo("public") { $0.endpoints[host].hasPublicIPv4 = $1 }
  }

  private mutating func peeringBlank() -> Blank? {
    guard !model.peerings.isEmpty else { return nil }
    let index = Int.random(in: 0..<model.peerings.count, using: &numbers)
    return Self.yesOrNo("peering") { $0.peerings[index].isActive = $1 }
  }

  private mutating func memberBlank() -> Blank? {
    let host = Int.random(in: 0..<model.endpoints.count, using: &numbers)
    guard case .groups(let groups) = model.endpoints[host].filtering else { return nil }
    return Blank(
      name: "member", blank: { $0.endpoints[host].filtering = .groups(groups + [.unknown(Self.hidden)]) },
      options: (0..<3).map { group in
        { $0.endpoints[host].filtering = .groups(groups + [.known(SecurityGroup.ID("sg-\(group)"))]) }
      })
  }

  /// One of the four addresses of its subnet; the test compares at the address that it turns out to be.
  private mutating func addressBlank() -> Blank? {
    let host = Int.random(in: 0..<model.endpoints.count, using: &numbers)
    guard case .exactly(let own) = model.endpoints[host].ipv4, let address = own.first?.address.bits else { return nil }
    let base = address & ~3
    return Blank(
      name: "address", blank: { $0.endpoints[host].ipv4 = .fromSubnet },
      options: (0..<4).map { offset in
        {
          $0.endpoints[host].ipv4 = .exactly(
            [Prefix(around: Address(.ipv4, base | UInt128(offset)), length: 32)].compactMap { $0 })
        }
      })
  }
}
