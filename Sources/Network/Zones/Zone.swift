/// A set of places to ask about as one.
public enum Zone: Hashable, Sendable {
  case internet
  case onPremises([OnPremises.ID])
  case endpoints([Endpoint.ID])

  /// Whether it is no part of a VPC.
  var isOutside: Bool {
    switch self {
    case .internet, .onPremises: true
    case .endpoints: false
    }
  }
}

/// Packets from some of one zone's places to some of another's, by one kind of path.
public struct Flow: Sendable {
  /// Senders that are alike: same subnets, groups and public addresses.
  public let senders: [Element]
  public let receivers: [Element]
  public let kinds: [PathKind]
  /// True if it is about senders and receivers of different VPCs only; what flows within one is a flow of its own.
  public let isBetweenVPCs: Bool
  /// What certainly and possibly arrives. The addresses are those of the first sender and receiver.
  public let packets: Bounds
  /// For paths through a proxy: what certainly and possibly enters the first one; otherwise the same as ``packets``.
  public let entry: Bounds

  /// Whether it leads through a load balancer or a private link.
  public var isProxied: Bool { kinds.contains(.loadBalancer) || kinds.contains(.privateLink) }

  func leaving(_ packets: Bounds) -> Flow {
    Flow(
      senders: senders, receivers: receivers, kinds: kinds, isBetweenVPCs: isBetweenVPCs, packets: packets,
      entry: entry)
  }
}

/// A statement about two zones: nothing flows from one to the other but what is allowed.
public struct ZoneQuestion: Sendable {
  public var from: Zone
  public var to: Zone
  /// Which packets of a flow are allowed; the others violate the statement.
  public var allow: @Sendable (Flow) -> PacketSet
  public var includesProxies: Bool

  public init(
    from: Zone, to: Zone, includesProxies: Bool = true,
    allow: @escaping @Sendable (Flow) -> PacketSet = { _ in .empty }
  ) {
    self.from = from
    self.to = to
    self.includesProxies = includesProxies
    self.allow = allow
  }
}

/// What flows between two zones against a statement about them.
public struct ZoneAnswer: Sendable {
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// Nothing that is not allowed can flow, whatever the unknowns turn out to be.
    case clean
    /// Something that is not allowed flows, whatever they turn out to be.
    case violated
    case indeterminate
  }

  /// The flows of which something that is not allowed certainly arrives.
  public let violations: [Flow]
  /// The flows of which something that is not allowed possibly arrives, and nothing certainly.
  public let possibleViolations: [Flow]

  public var verdict: Verdict {
    !violations.isEmpty ? .violated : possibleViolations.isEmpty ? .clean : .indeterminate
  }
}
