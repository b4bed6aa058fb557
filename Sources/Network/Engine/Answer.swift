/// What the engine says to a query.
public struct Answer: Sendable {
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// Some packet gets through whatever the unknowns turn out to be.
    case reachable
    /// No packet gets through, whatever they turn out to be.
    case unreachable
    /// It depends on them.
    case indeterminate
  }

  public let verdict: Verdict
  /// What certainly and possibly arrives, as it looks on its last leg: behind a proxy the source is the proxy.
  public let packets: Bounds
  /// The kinds of path on which something certainly or possibly arrives.
  public let pathKinds: [[PathKind]]
  /// For `reachable`: one packet and what lets it through.
  public let witness: Witness?
  /// For `unreachable`: what blocks each candidate path.
  public let blockedPaths: [BlockedPath]
  /// For `indeterminate`: the unknowns on which it depends.
  public let needs: [Need]
}

/// A concrete packet that gets through, with everything that lets it.
public struct Witness: Hashable, Sendable {
  /// The stretch between two proxies, or all of the way.
  public struct Leg: Hashable, Sendable {
    public let from: Element
    public let to: Element
    public let kinds: [PathKind]
    public let packet: Packet
    public let hops: [Hop]
  }

  public let legs: [Leg]

  /// The packet that arrives.
  public var packet: Packet? { legs.last?.packet }
}

/// An element that lets a packet through.
public struct Hop: Hashable, Sendable {
  public let role: HopRole
  public let element: Element
}

/// A path that exists but lets nothing through.
public struct BlockedPath: Hashable, Sendable, Comparable {
  public struct Blocker: Hashable, Sendable, Comparable {
    public let role: HopRole
    public let element: Element
    public let reason: String

    public static func < (left: Blocker, right: Blocker) -> Bool {
      (left.role.rawValue, left.element, left.reason) < (right.role.rawValue, right.element, right.reason)
    }
  }

  public let from: Element
  public let to: Element
  public let kinds: [PathKind]
  /// Each blocks all of it on its own; where none does, the one that dropped what the others had left.
  public let blockers: [Blocker]

  /// A total order: an endpoint that may be in several subnets has paths that differ in their blockers alone.
  public static func < (left: BlockedPath, right: BlockedPath) -> Bool {
    let one = (left.kinds.map(\.rawValue).joined(separator: " "), left.from, left.to)
    let other = (right.kinds.map(\.rawValue).joined(separator: " "), right.from, right.to)
    return one != other ? one < other : left.blockers.lexicographicallyPrecedes(right.blockers)
  }
}

/// An unknown that decides an answer, and the element it belongs to.
public struct Need: Hashable, Sendable, Comparable {
  public let unknown: Unknown
  public let element: Element

  public static func < (left: Need, right: Need) -> Bool {
    (left.element, left.unknown) < (right.element, right.unknown)
  }
}
