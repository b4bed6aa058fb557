/// What a group's rules say about addresses: groups with equal signatures differ only in the groups that they name.
private struct RuleSignature: Hashable {
  let addresses: AddressSet?
  let unknowns: [Unknown]
  let shape: Traffic.Shape
  let isCertain: Bool
}

extension Topology {
  /// A number for each group's rules about addresses, equal for equal rules.
  func signatures(_ direction: SecurityGroup.Direction) -> [Int] {
    var numbers = Numbering<[RuleSignature]>()
    return groups.map { group in
      let signature = group.rules(direction).compactMap { rule -> RuleSignature? in
        switch rule.peer {
        case .group, .outsider, .unknown(onlyInsideVPC: true): return nil
        case .unknown(onlyInsideVPC: false):
          return RuleSignature(
            addresses: nil, unknowns: rule.unknowns, shape: rule.shape, isCertain: rule.isCertain)
        case .addresses(let addresses):
          return RuleSignature(
            addresses: addresses, unknowns: rule.unknowns, shape: rule.shape, isCertain: rule.isCertain)
        }
      }
      return numbers.number(of: signature)
    }
  }
}
