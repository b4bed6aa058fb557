/// One side of a flow: an interface, or a network outside. A class, so that passing it on costs one reference.
final class Party: Sendable {
  /// Where packets enter or leave.
  enum Site: Hashable, Sendable {
    case subnet(Int)
    /// The subnet or its VPC is not known.
    case unplaced(Unknown)
    case internet
    case onPremises(Int)
  }

  /// Its addresses of one family.
  struct Addresses: Sendable {
    var ranges: [Interval<UInt128>] = []
    /// Whether it has just one address, which may be any of the ranges.
    var isOneOfMany = false
    /// Whether it has an address of this family at all.
    var doubt: Unknown?
  }

  /// What filters at its interfaces.
  enum Guard: Sendable {
    case open
    /// Indices of the groups it carries, and those that it may carry besides.
    case groups([Int], unknown: [Unknown])
  }

  let element: Element
  let site: Site
  let ipv4: Addresses
  let ipv6: Addresses
  let filter: Guard
  let hasPublicIPv4: Fact<Bool>
  let acceptsConnections: Bool
  let isHiddenFromGateways: Bool

  init(
    element: Element, site: Site, ipv4: Addresses, ipv6: Addresses, filter: Guard, hasPublicIPv4: Fact<Bool> = false,
    acceptsConnections: Bool = true, isHiddenFromGateways: Bool = false
  ) {
    self.isHiddenFromGateways = isHiddenFromGateways
    self.element = element
    self.site = site
    self.ipv4 = ipv4
    self.ipv6 = ipv6
    self.filter = filter
    self.hasPublicIPv4 = hasPublicIPv4
    self.acceptsConnections = acceptsConnections
  }

  func addresses(_ family: AddressFamily) -> Addresses { family == .ipv4 ? ipv4 : ipv6 }

  var isInsideVPC: Bool {
    switch site {
    case .subnet, .unplaced: true
    case .internet, .onPremises: false
    }
  }

  func carries(group: Int) -> Bool {
    if case .groups(let known, _) = filter { known.contains(group) } else { false }
  }

  var unknownGroups: [Unknown] {
    if case .groups(_, let unknown) = filter { unknown } else { [] }
  }
}
