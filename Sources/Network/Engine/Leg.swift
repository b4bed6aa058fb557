/// A candidate way for packets from one party to another without a proxy in between: all stages have to pass. A class,
/// since paths hand their legs on.
final class Leg: Sendable {
  let from: Party
  let to: Party
  let kinds: [PathKind]
  let stages: [Stage]
  /// Whether rules that name groups recognise the other side.
  let groupReferences: Fact<Bool>

  init(from: Party, to: Party, kinds: [PathKind], stages: [Stage], groupReferences: Fact<Bool> = false) {
    self.from = from
    self.to = to
    self.kinds = kinds
    self.stages = stages
    self.groupReferences = groupReferences
  }
}

/// Whether a stage judges the packets that are sent or the replies to them.
enum Way: Hashable, Sendable {
  case request
  case reply
}

/// Something that packets have to pass.
enum Stage: Sendable {
  /// Delivery inside a VPC by the table's local route.
  case localRoute(table: Int, Way)
  /// The table sends packets for the far side to this target.
  case route(table: Int, to: RouteKey, Way)
  /// The same in a transit gateway's table.
  case transitRoute(table: Int, to: RouteKey, Way)
  case acl(Int, NetworkACL.Direction, Way)
  /// The groups of the sender (egress) or the receiver (ingress).
  case groups(SecurityGroup.Direction)
  /// A yes or no that the model states.
  case condition(Fact<Bool>, Element, HopRole)
  /// IPv4 packets need a yes, IPv6 packets pass.
  case ipv4Condition(Fact<Bool>, Element, HopRole)
  case family(AddressFamily, Element)
  /// Nothing certain comes through here.
  case doubt(Unknown, Element)
  /// Only what one of these accepts.
  case accepted([Acceptance], by: Element)
  /// The packets go on from here with another source address.
  case relay(Leg)
  /// Precomputed by a part of the model of its own, with what lets through or blocks.
  case filter(ClauseFilter)
}

/// A listener's or a target's protocol and port.
struct Acceptance: Sendable {
  let element: Element
  let shape: Traffic.Shape
  let isCertain: Bool
  let unknowns: [Unknown]
}

/// A filter given as clauses that were computed beforehand.
struct ClauseFilter: Sendable {
  let role: HopRole
  let element: Element
  let clauses: [ACLFilter.Clause]
}

/// A part of a stage, with what it lets through.
struct Clause: Sendable {
  let element: Element
  let bounds: Bounds
  let unknowns: [Unknown]
}
