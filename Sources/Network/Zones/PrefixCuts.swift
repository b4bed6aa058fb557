/// All prefixes that routes, rules and ACL entries of a model speak of.
struct PrefixCuts: Sendable {
  private var lengths: (ipv4: [Int], ipv6: [Int]) = ([], [])
  private var sorted: [Prefix] = []

  init(_ all: some Sequence<Prefix>) {
    for prefix in all.sorted() where prefix != sorted.last { sorted.append(prefix) }
    func lengths(_ family: AddressFamily) -> [Int] {
      Set(sorted.lazy.filter { $0.family == family }.map(\.length)).sorted(by: >)
    }
    self.lengths = (lengths(.ipv4), lengths(.ipv6))
  }

  /// The longest prefix around an address that holds a whole range.
  func longest(around address: Address, atMost range: Interval<UInt128>) -> Prefix? {
    for length in address.family == .ipv4 ? lengths.ipv4 : lengths.ipv6 {
      guard let prefix = Prefix(around: address, length: length), contains(prefix) else { continue }
      if prefix.range.interval.contains(range) { return prefix }
    }
    return nil
  }

  private func contains(_ prefix: Prefix) -> Bool {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < prefix { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low] == prefix
  }

  /// Whether some prefix holds a part of a range but not all of it.
  func cut(_ range: Interval<UInt128>, _ family: AddressFamily) -> Bool {
    if range.low == range.high { return false }
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].address < Address(family, range.low) { low = middle + 1 } else { high = middle }
    }
    while low < sorted.count, sorted[low].family == family, sorted[low].address.bits <= range.high {
      if !sorted[low].range.interval.contains(range) { return true }
      low += 1
    }
    return false
  }
}

extension NetworkModel {
  /// Every prefix that decides something.
  var cuts: PrefixCuts {
    var all: [Prefix] = []
    func note(_ destination: Fact<Route.Destination>) {
      if case .known(.prefix(let prefix)) = destination { all.append(prefix) }
    }
    for vpc in vpcs { all += vpc.prefixes.compactMap(\.value) }
    for route in routeTables.flatMap(\.routes) { note(route.destination) }
    for route in transitGateways.flatMap(\.routeTables).flatMap(\.routes) { note(route.destination) }
    for list in prefixLists { all += list.entries.value ?? [] }
    for network in onPremises { all += network.prefixes.value ?? [] }
    for group in securityGroups {
      for rule in group.rules {
        if case .known(.prefix(let prefix)) = rule.peer { all.append(prefix) }
      }
    }
    for acl in networkACLs { all += acl.entries.compactMap(\.prefix.value) }
    return PrefixCuts(all)
  }
}
