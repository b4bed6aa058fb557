/// A network ACL resolved: what each entry lets through, first match first.
final class ACLFilter: Sendable {
  struct Clause: Sendable {
    let element: Element
    let bounds: Bounds
    let unknowns: [Unknown]
  }

  /// What one direction lets through.
  struct Side: Sendable {
    let clauses: [Clause]
    /// The entries that deny, for naming what blocks.
    let denials: [Clause]
    let bounds: Bounds
    /// Whether everything passes.
    let isOpen: Bool

    init(clauses: [Clause], denials: [Clause]) {
      self.clauses = clauses
      self.denials = denials
      bounds = clauses.reduce(.nothing) { $0.union($1.bounds) }
      isOpen = PacketSet.everything.isSubset(of: bounds.lower)
    }

    /// The packets whose replies this side judges.
    func forReplies() -> Side {
      func turned(_ clauses: [Clause]) -> [Clause] {
        clauses.map { clause in
          Clause(element: clause.element, bounds: clause.bounds.mapped { $0.requests() }, unknowns: clause.unknowns)
        }
      }
      return Side(clauses: turned(clauses), denials: turned(denials))
    }
  }

  let element: Element
  let inbound: Side
  let outbound: Side
  let inboundReplies: Side
  let outboundReplies: Side
  /// Whether everything passes in both directions.
  var isOpen: Bool { inbound.isOpen && outbound.isOpen }

  init(element: Element, inbound: Side, outbound: Side) {
    self.element = element
    self.inbound = inbound
    self.outbound = outbound
    inboundReplies = inbound.forReplies()
    outboundReplies = outbound.forReplies()
  }

  /// The ACL that AWS creates with a VPC, which allows everything.
  static func open(_ element: Element) -> ACLFilter {
    let all = Side(clauses: [Clause(element: element, bounds: Bounds(exactly: .everything), unknowns: [])], denials: [])
    return ACLFilter(element: element, inbound: all, outbound: all)
  }

  /// An ACL about which nothing is known.
  static func unknown(_ unknown: Unknown, _ element: Element) -> ACLFilter {
    let any = Clause(
      element: element, bounds: Bounds(lower: .empty, upper: .everything), unknowns: [unknown])
    let side = Side(clauses: [any], denials: [])
    return ACLFilter(element: element, inbound: side, outbound: side)
  }

  convenience init(_ acl: NetworkACL) {
    let element = Element(.networkACL, id: acl.id.name, label: acl.label)
    self.init(
      element: element, inbound: ACLFilter.side(acl, .inbound), outbound: ACLFilter.side(acl, .outbound))
  }

  private static func side(_ acl: NetworkACL, _ direction: NetworkACL.Direction) -> Side {
    var clauses: [Clause] = []
    var denials: [Clause] = []
    var denied = PacketSet.empty
    var possiblyDenied = PacketSet.empty
    let entries = acl.entries.enumerated().filter { $0.element.direction == direction }
    for (_, entry) in entries.sorted(by: { ($0.element.number, $0.offset) < ($1.element.number, $1.offset) }) {
      let match = matches(entry, direction)
      let element = Element(.networkACLEntry, id: entry.id, label: entry.label)
      if entry.action != .known(.deny) {
        let certain = entry.action == .known(.allow) ? match.certain.subtracting(possiblyDenied) : .empty
        let possible = match.possible.subtracting(denied)
        let bounds = certain == possible ? Bounds(exactly: possible) : Bounds(lower: certain, upper: possible)
        clauses.append(Clause(element: element, bounds: bounds, unknowns: match.unknowns))
      }
      if entry.action != .known(.allow) {
        let certain = entry.action == .known(.deny) ? match.certain : .empty
        denied = denied.union(certain)
        possiblyDenied = possiblyDenied.union(match.possible)
        denials.append(
          Clause(
            element: element, bounds: Bounds(lower: certain, upper: match.possible), unknowns: match.unknowns))
      }
    }
    return Side(clauses: clauses, denials: denials)
  }

  private static func matches(
    _ entry: NetworkACL.Entry, _ direction: NetworkACL.Direction
  ) -> (certain: PacketSet, possible: PacketSet, unknowns: [Unknown]) {
    if entry.exists == .known(false) { return (.empty, .empty, []) }
    let shape = entry.traffic.shape
    let addresses = entry.prefix.value.map { AddressSet([$0]) } ?? .everything
    let possible = packets(direction, addresses, shape.possible)
    let unknowns =
      entry.traffic.unknowns + [entry.prefix.unknown, entry.action.unknown, entry.exists.unknown].compactMap { $0 }
    guard entry.exists == .known(true), entry.prefix.value != nil, shape.certain != nil else {
      return (.empty, possible, unknowns)
    }
    return (possible, possible, unknowns)
  }

  private static func packets(
    _ direction: NetworkACL.Direction, _ addresses: AddressSet, _ shape: Traffic.Shape
  ) -> PacketSet {
    PacketSet(
      joining: AddressFamily.allCases.flatMap { family in
        addresses[family].map { range in
          PacketBox(
            family, source: direction == .inbound ? range : nil, destination: direction == .outbound ? range : nil,
            protocols: shape.protocols, destinationPorts: shape.ports)
        }
      })
  }
}
