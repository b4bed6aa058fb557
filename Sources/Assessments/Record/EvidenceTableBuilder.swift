import ResourceGraph
import Rules

/// Sorts observations into the tables that ``EvidenceTables`` keeps.
struct EvidenceTableBuilder {
  private(set) var rows: [EvidenceTables.Row] = []
  private(set) var reads = UniqueList<EvidenceTables.SharedRead>()
  private(set) var relations = UniqueList<RelationRead>()
  private(set) var steps = UniqueList<PathStep>()
  private(set) var bodies = UniqueList<EvidenceTables.Body>()
  private(set) var groups: [EvidenceTables.Group] = []
  private let waivers: WaiverTable
  private var numberOf: [ResourceID: Int32] = [:]
  private var rowOf: [Place: Int32] = [:]
  private var vicinities: [Vicinity?] = []
  /// The bodies of reasons that observations share.
  private var bodyOf: [ObjectIdentifier: (body: Int32?, hasPointers: Bool)] = [:]

  /// What tells resources apart in a record.
  struct Place: Hashable {
    let input: Int
    let address: String
  }

  /// What tells groups of one rule apart.
  private struct Key: Hashable {
    let verdict: Verdict
    let waiver: Int?
    let message: String
    let body: Int32?
  }

  private var rule: String?
  private var groupOf: [Key: Int] = [:]
  /// The resource of the last observation of the rule.
  private var last: Int32 = -1

  /// Numbers the resources by their place in the inputs, so that the order of observations is that of the numbers.
  init(_ observations: [Observation], _ waivers: WaiverTable) {
    self.waivers = waivers
    var first: [ResourceID: Int] = [:]
    for (number, observation) in observations.enumerated() {
      if let id = observation.resource, first[id] == nil { first[id] = number }
    }
    for (id, number) in first.sorted(by: { $0.key < $1.key }) {
      numberOf[id] = Int32(rows.count)
      append(observations[number])
    }
    // Assessments that were read from a record know no resources by number.
    for observation in observations where observation.resource == nil && observation.input != nil {
      if rowOf[Self.place(observation)] == nil { append(observation) }
    }
  }

  private static func place(_ observation: Observation) -> Place {
    Place(input: observation.input ?? -1, address: observation.address)
  }

  private mutating func append(_ observation: Observation) {
    let place = Self.place(observation)
    if rowOf[place] == nil { rowOf[place] = Int32(rows.count) }
    rows.append(
      EvidenceTables.Row(
        address: observation.address, type: observation.type, input: observation.input, zone: observation.zone,
        block: observation.block, pointer: nil))
    vicinities.append(nil)
  }

  mutating func add(_ observation: Observation) {
    let row = row(of: observation)
    let number = row ?? .max
    if rule != observation.rule {
      rule = observation.rule
      groupOf.removeAll(keepingCapacity: true)
      last = -1
    }
    let key = Key(
      verdict: observation.verdict, waiver: observation.waiver.flatMap { waivers.numbers[$0] },
      message: observation.message, body: body(observation, row))
    // A second verdict on one resource stands in a group after the first, which keeps their order.
    if number > last, let group = groupOf[key], let row {
      groups[group].resources.append(row)
    } else {
      groupOf[key] = groups.count
      groups.append(
        EvidenceTables.Group(
          subject: observation.subject, verdict: key.verdict, waiver: key.waiver, message: key.message, body: key.body,
          resources: row.map { [$0] } ?? []))
    }
    last = number
  }

  private func row(of observation: Observation) -> Int32? {
    if let id = observation.resource { return numberOf[id] }
    return observation.input == nil ? nil : rowOf[Self.place(observation)]
  }

  private mutating func vicinity(_ observation: Observation, _ row: Int32?) -> Vicinity {
    guard let row else { return Vicinity(of: "") }
    if let known = vicinities[Int(row)] { return known }
    let made = Vicinity(of: observation.address)
    vicinities[Int(row)] = made
    return made
  }

  private mutating func body(_ observation: Observation, _ row: Int32?) -> Int32? {
    guard let reasons = observation.sharedReasons else { return ownBody(observation, row) }
    if let known = bodyOf[reasons] {
      if known.hasPointers, let row, rows[Int(row)].pointer == nil, let base = observation.origin?.pointer {
        _ = part(base, observation.address, observation.input, row)
      }
      return known.body
    }
    let body = ownBody(observation, row)
    bodyOf[reasons] = (body, observation.evidence.reads.contains { $0.base != nil })
    return body
  }

  private mutating func ownBody(_ observation: Observation, _ row: Int32?) -> Int32? {
    let evidence = observation.evidence
    guard !evidence.isEmpty else { return nil }
    let vicinity = vicinity(observation, row)
    var body = EvidenceTables.Body()
    body.unknowns = evidence.unknowns
    body.reads.reserveCapacity(evidence.reads.count)
    for read in evidence.reads { body.reads.append(reads.number(of: shared(read, observation, row, vicinity))) }
    for read in evidence.relations {
      let from = read.from == observation.address ? "" : vicinity.relative(read.from)
      body.relations.append(
        relations.number(
          of: RelationRead(
            name: read.name, from: from, to: read.to.map(vicinity.relative), via: read.via,
            resolution: read.resolution, through: read.through.map(vicinity.relative), doubt: read.doubt)))
    }
    for step in evidence.path {
      body.steps.append(
        steps.number(
          of: PathStep(
            role: step.role, element: vicinity.relative(step.element), address: step.address.map(vicinity.relative),
            attribute: step.attribute, pointer: step.pointer, source: step.source, note: step.note)))
    }
    return bodies.number(of: body)
  }

  private mutating func shared(
    _ read: AttributeRead, _ observation: Observation, _ row: Int32?, _ vicinity: Vicinity
  ) -> EvidenceTables.SharedRead {
    let isOwn = read.address == observation.address
    let part = read.base.flatMap { self.part($0, read.address, observation.input, isOwn ? row : nil) }
    return EvidenceTables.SharedRead(
      owner: isOwn ? nil : vicinity.relative(read.address), path: read.path, value: read.value, part: part,
      pointer: part == nil ? read.pointer : nil, steps: part == nil ? nil : read.steps, position: read.position,
      source: read.source, assumed: read.assumed)
  }

  /// The last step of the pointer to a resource's values; the rest is kept with the resource. Nil where the resource is
  /// known to stand elsewhere.
  private mutating func part(_ base: String, _ address: String, _ input: Int?, _ row: Int32?) -> String? {
    guard let slash = base.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    let number: Int
    if let row {
      number = Int(row)
    } else {
      let place = Place(input: input ?? -1, address: address)
      if let known = rowOf[place] {
        number = Int(known)
      } else {
        number = rows.count
        rowOf[place] = Int32(number)
        rows.append(
          EvidenceTables.Row(address: address, type: nil, input: input, zone: nil, block: nil, pointer: nil))
        vicinities.append(nil)
      }
    }
    let head = base.utf8[..<slash]
    if let pointer = rows[number].pointer {
      guard pointer.utf8.elementsEqual(head) else { return nil }
    } else {
      rows[number].pointer = String(decoding: head, as: UTF8.self)
    }
    return String(decoding: base.utf8[base.utf8.index(after: slash)...], as: UTF8.self)
  }
}
