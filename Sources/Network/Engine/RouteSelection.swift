/// Where a route leads, with indices for names.
enum RouteKey: Hashable, Sendable {
  case local
  case internetGateway(Int)
  case egressOnlyInternetGateway(Int)
  case natGateway(Int)
  case peering(Int)
  case transitGateway(Int)
  case virtualPrivateGateway(Int)
  /// An attachment of a transit gateway.
  case attachment(Int)
  /// Dropped, or leaving for an AWS service.
  case nowhere
  /// Not known, or through something that is not modelled.
  case unmodelled

  /// Tells keys apart.
  var number: Int {
    switch self {
    case .local: 0
    case .nowhere: 1
    case .unmodelled: 2
    case .internetGateway(let index): index << 4 | 3
    case .egressOnlyInternetGateway(let index): index << 4 | 4
    case .natGateway(let index): index << 4 | 5
    case .peering(let index): index << 4 | 6
    case .transitGateway(let index): index << 4 | 7
    case .virtualPrivateGateway(let index): index << 4 | 8
    case .attachment(let index): index << 4 | 9
    }
  }
}

/// One route with the destinations that it certainly and possibly decides.
final class RouteClause: Sendable {
  let key: RouteKey
  let lower: AddressSet
  let upper: AddressSet
  let unknowns: [Unknown]
  private let origin: RouteEntry.Origin

  /// Spelt on demand where nobody wrote the route: every table has such routes, and evidence names few.
  var element: Element {
    switch origin {
    case .written(let element): element
    case .local(let prefix): Element(.route, id: "local \(prefix)", label: "local route \(prefix)")
    }
  }

  init(_ entry: RouteEntry, lower: AddressSet, upper: AddressSet) {
    key = entry.key
    origin = entry.origin
    unknowns = entry.unknowns
    self.lower = lower
    self.upper = upper
  }
}

/// A route as the resolution of priorities sees it.
struct RouteEntry: Sendable {
  /// Where a route comes from.
  enum Origin: Sendable {
    case written(Element)
    /// One that a VPC has for a block of its own.
    case local(Prefix)
  }

  let prefix: Prefix?
  let key: RouteKey
  let origin: Origin
  let isPropagated: Bool
  let isCertain: Bool
  let unknowns: [Unknown]

  init(
    prefix: Prefix?, key: RouteKey, element: Element, isPropagated: Bool, isCertain: Bool, unknowns: [Unknown]
  ) {
    self.prefix = prefix
    self.key = key
    origin = .written(element)
    self.isPropagated = isPropagated
    self.isCertain = isCertain
    self.unknowns = unknowns
  }

  /// The local route to a block of a VPC.
  init(local prefix: Prefix) {
    self.prefix = prefix
    key = .local
    origin = .local(prefix)
    isPropagated = false
    isCertain = true
    unknowns = []
  }
}

/// A route table resolved: which destinations each route decides.
final class RouteSelection: Sendable {
  let element: Element
  var localElement: Element { Element(.route, id: "local", label: "local route in \(element.label)") }
  let clauses: [RouteClause]
  /// By ``RouteKey/number``.
  private let byKey: [Int: [Int]]
  private let unmodelled: [Int]
  /// Destinations of the VPC's own that local delivery certainly and possibly decides.
  let local: (lower: AddressSet, upper: AddressSet)
  /// Whether no route interferes with local delivery.
  let isLocalUndisturbed: Bool

  /// Resolves priorities: the longest prefix first, then static over propagated routes; the local route in between.
  ///
  /// A route whose destination is unknown may take packets from any other but the local one. A propagated one takes none
  /// from static routes: what is announced is not expected to cover what somebody wrote down.
  init(_ entries: [RouteEntry], local: AddressSet, element: Element) {
    let explicit = RouteSelection.resolve(entries, local: local)
    self.element = element
    clauses = explicit
    ranges = RouteSelection.index(explicit)
    byKey = Dictionary(grouping: explicit.indices, by: { explicit[$0].key.number })
    unmodelled = byKey[RouteKey.unmodelled.number] ?? []
    nats = Set(explicit.compactMap { if case .natGateway(let nat) = $0.key { nat } else { nil } }).sorted()
    let disturbing = explicit.filter { $0.key != .local && $0.upper.overlaps(local) }
    isLocalUndisturbed = disturbing.isEmpty
    if disturbing.isEmpty {
      self.local = (.everything, .everything)
      return
    }
    let possiblyTaken = disturbing.reduce(AddressSet()) { $0.union($1.upper.intersection(local)) }
    let certainlyTaken = disturbing.filter { $0.key != .unmodelled }
      .reduce(AddressSet()) { $0.union($1.lower.intersection(local)) }
    self.local = (
      AddressSet.everything.subtracting(possiblyTaken), AddressSet.everything.subtracting(certainlyTaken)
    )
  }

  /// The routes that lead, or may lead, to a target.
  func clauses(to key: RouteKey) -> [RouteClause] {
    let known = (byKey[key.number] ?? []).map { clauses[$0] }
    return key == .unmodelled ? known : known + unmodelled.map { clauses[$0] }
  }

  func mayLead(to key: RouteKey) -> Bool { byKey[key.number] != nil || !unmodelled.isEmpty }

  private let ranges: (ipv4: RangeIndex, ipv6: RangeIndex)

  private static func index(_ clauses: [RouteClause]) -> (ipv4: RangeIndex, ipv6: RangeIndex) {
    func entries(_ family: AddressFamily) -> [RangeIndex.Entry] {
      clauses.enumerated().flatMap { index, clause in
        clause.upper[family].map { RangeIndex.Entry(range: $0, index: index) }
      }
    }
    return (RangeIndex(entries(.ipv4)), RangeIndex(entries(.ipv6)))
  }

  /// Whether packets to a party may be sent to a target.
  func mayLead(_ party: Party, by key: RouteKey) -> Bool {
    if !unmodelled.isEmpty { return true }
    guard byKey[key.number] != nil else { return false }
    var leads = false
    for range in party.ipv4.ranges where !leads {
      ranges.ipv4.visit(range) { if clauses[$0].key == key { leads = true } }
    }
    for range in party.ipv6.ranges where !leads {
      ranges.ipv6.visit(range) { if clauses[$0].key == key { leads = true } }
    }
    return leads
  }

  /// Where packets to a party may be sent.
  func keys(toward party: Party) -> Set<RouteKey> {
    var keys: Set<RouteKey> = []
    for range in party.ipv4.ranges { ranges.ipv4.visit(range) { keys.insert(clauses[$0].key) } }
    for range in party.ipv6.ranges { ranges.ipv6.visit(range) { keys.insert(clauses[$0].key) } }
    return keys
  }

  var isModelled: Bool { unmodelled.isEmpty }

  /// The NAT gateways that routes lead to.
  let nats: [Int]

  private static func resolve(_ entries: [RouteEntry], local: AddressSet) -> [RouteClause] {
    let open = entries.filter { $0.prefix == nil }
    let beyondLocal = AddressSet.everything.subtracting(local)
    var resolution = RouteResolution(open: open, beyondLocal: beyondLocal)
    for entry in ordered(entries, local: local) { resolution.take(entry) }
    return resolution.clauses + open.map { RouteClause($0, lower: AddressSet(), upper: beyondLocal) }
  }

  private static func ordered(_ entries: [RouteEntry], local: AddressSet) -> [RouteEntry] {
    let own = local.ranges.flatMap(\.prefixes).map { RouteEntry(local: $0) }
    if entries.isEmpty, own.count < 2 { return own }
    func rank(_ entry: (offset: Int, element: RouteEntry), isOwn: Bool) -> (Int, Int, Int) {
      (-(entry.element.prefix?.length ?? 0), isOwn ? 1 : entry.element.isPropagated ? 2 : 0, entry.offset)
    }
    let ranked =
      entries.filter { $0.prefix != nil }.enumerated().map { (rank($0, isOwn: false), $0.element) }
      + own.enumerated().map { (rank($0, isOwn: true), $0.element) }
    return ranked.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

/// Gives each route, in order of priority, the destinations that the earlier ones left.
private struct RouteResolution {
  let open: [RouteEntry]
  let beyondLocal: AddressSet
  private var remaining = AddressSet.everything
  private var uncertain: [(key: RouteKey, addresses: AddressSet)] = []
  private(set) var clauses: [RouteClause] = []

  init(open: [RouteEntry], beyondLocal: AddressSet) {
    self.open = open
    self.beyondLocal = beyondLocal
  }

  mutating func take(_ entry: RouteEntry) {
    guard let prefix = entry.prefix else { return }
    let own = AddressSet(prefix)
    let upper = own.intersection(remaining)
    guard !upper.isEmpty else { return }
    clauses.append(RouteClause(entry, lower: entry.isCertain ? certain(upper, entry) : AddressSet(), upper: upper))
    if entry.isCertain {
      remaining = remaining.subtracting(own)
    } else {
      uncertain.append((entry.key, upper))
    }
  }

  private func certain(_ addresses: AddressSet, _ entry: RouteEntry) -> AddressSet {
    var result = addresses
    for earlier in uncertain where earlier.key != entry.key || earlier.key == .unmodelled {
      result = result.subtracting(earlier.addresses)
    }
    let rivals = open.contains {
      ($0.key != entry.key || $0.key == .unmodelled) && (!$0.isPropagated || entry.isPropagated)
    }
    return rivals ? result.subtracting(beyondLocal) : result
  }
}
