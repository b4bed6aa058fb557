import Diagnostics
import ResourceGraph
import Rules
import Values

/// Reads the tables of evidence back into observations, in the order in which the assessment had them.
struct ObservationReader {
  private let record: RecordReader
  private let subjects: [String: RuleSubject]
  private let waivers: [Waiver]
  private var rows: [EvidenceTables.Row] = []
  private var objects: [ObservedObject?] = []
  private var pointers: [EvidenceTableBuilder.Place: String] = [:]
  private var reads: [EvidenceTables.SharedRead] = []
  private var relations: [RelationRead] = []
  private var steps: [PathStep] = []
  private var bodies: [EvidenceTables.Body] = []
  /// What no assessment reaches: a record that says much in few words would need more memory than there is.
  private static let mostEntries = 10_000
  private static let mostReads = 20_000_000

  /// - Parameter inputs: how many inputs the record lists.
  /// - Throws: a diagnostic for what is no such record.
  init(_ record: RecordReader, subjects: [String: RuleSubject], inputs: Int, waivers: [Waiver]) throws(Diagnostic) {
    self.record = record
    self.subjects = subjects
    self.waivers = waivers
    for entry in try record.records("resources", "resource") {
      let row = try Self.row(entry)
      guard row.input.map({ (0..<inputs).contains($0) }) ?? true else {
        throw record.problem("a resource of an input that is not listed", at: entry.node)
      }
      rows.append(row)
      objects.append(
        row.type.map {
          ObservedObject(
            address: row.address, resource: nil, type: $0, input: row.input, block: row.block, zone: row.zone)
        })
      let place = EvidenceTableBuilder.Place(input: row.input ?? -1, address: row.address)
      if pointers[place] == nil { pointers[place] = row.pointer }
    }
    for entry in try record.records("attributes", "attribute") { reads.append(try Self.attribute(entry)) }
    for entry in try record.records("relations", "relation") { relations.append(try Self.relation(entry)) }
    for entry in try record.records("steps", "step") { steps.append(try Self.step(entry)) }
    for entry in try record.records("evidence", "evidence") { bodies.append(try body(entry)) }
  }

  func observations() throws(Diagnostic) -> [Observation] {
    var result: [Observation] = []
    var ofRule: [(resource: Int, observation: Observation)] = []
    var rule: String?
    var count = 0
    func finish() {
      // Groups come in order of their first resource; within a rule the resources' order counts.
      let order = ofRule.indices.sorted { (ofRule[$0].resource, $0) < (ofRule[$1].resource, $1) }
      result += order.map { ofRule[$0].observation }
      ofRule.removeAll(keepingCapacity: true)
    }
    for entry in try record.records("observations", "observation") {
      let id = try entry.text("rule")
      if id != rule { finish() }
      rule = id
      let before = ofRule.count
      try add(entry, id, to: &ofRule)
      count += ofRule[before...].reduce(0) { $0 + 1 + $1.observation.evidence.reads.count }
      guard count <= Self.mostReads else {
        throw entry.problem("evidence of more than \(Self.mostReads) attributes", at: entry.node)
      }
    }
    finish()
    return result
  }

  private func add(
    _ entry: RecordReader, _ rule: String, to list: inout [(resource: Int, observation: Observation)]
  ) throws(Diagnostic) {
    guard let subject = subjects[rule] else {
      throw record.problem("an observation of a rule that is not listed", at: entry.node)
    }
    let verdict = try entry.choice("verdict", Verdict.self)
    let message = try entry.text("message")
    var body = EvidenceTables.Body()
    if let member = entry.member("evidence") { body = bodies[try Self.number(entry, member, below: bodies.count)] }
    var waiver: Waiver?
    if let member = entry.member("waiver") { waiver = waivers[try Self.number(entry, member, below: waivers.count)] }
    func append(_ object: ObservedObject, _ number: Int, _ pointer: String?) throws(Diagnostic) {
      var observation = Observation(
        subject, object, verdict, message: message, evidence: try evidence(body, of: object, pointer))
      if let waiver { observation.waiver = waiver }
      list.append((number, observation))
    }
    guard let member = entry.member("resources") else { return try append(ObservedObject(), .max, nil) }
    for number in try Self.numbers(entry, member, below: rows.count) {
      guard let object = objects[number] else {
        throw record.problem("an observation of a resource without a type", at: entry.node)
      }
      try append(object, number, rows[number].pointer)
    }
  }

  private func evidence(
    _ body: EvidenceTables.Body, of object: ObservedObject, _ pointer: String?
  ) throws(Diagnostic) -> Evidence {
    let vicinity = Vicinity(of: object.input == nil ? "" : object.address)
    var evidence = Evidence()
    evidence.unknowns = body.unknowns
    for number in body.reads {
      let read = reads[Int(number)]
      let address = read.owner.map(vicinity.absolute) ?? object.address
      var base = read.pointer
      if let part = read.part {
        let place = EvidenceTableBuilder.Place(input: object.input ?? -1, address: address)
        guard let head = read.owner == nil ? pointer : pointers[place] else {
          throw record.problem("an attribute of a resource without a pointer", at: record.node)
        }
        base = "\(head)/\(part)"
      }
      evidence.reads.append(
        AttributeRead(
          address: address, path: read.path, value: read.value, base: base,
          steps: read.pointer == nil ? read.steps : "", position: read.position, source: read.source,
          assumed: read.assumed))
    }
    evidence.relations = body.relations.map { number in
      let read = relations[Int(number)]
      return RelationRead(
        name: read.name, from: read.from.isEmpty ? object.address : vicinity.absolute(read.from),
        to: read.to.map(vicinity.absolute), via: read.via, resolution: read.resolution,
        through: read.through.map(vicinity.absolute), doubt: read.doubt)
    }
    evidence.path = body.steps.map { number in
      let step = steps[Int(number)]
      return PathStep(
        role: step.role, element: vicinity.absolute(step.element), address: step.address.map(vicinity.absolute),
        attribute: step.attribute, pointer: step.pointer, source: step.source, note: step.note)
    }
    return evidence
  }

  private static func number(_ record: RecordReader, _ member: NodeID, below count: Int) throws(Diagnostic) -> Int {
    guard let number = record.arena.int(member), 0 <= number, number < count else {
      throw record.problem("a number of nothing that is listed", at: member)
    }
    return Int(number)
  }

  private static func numbers(_ record: RecordReader, _ member: NodeID, below count: Int) throws(Diagnostic) -> [Int] {
    var result: [Int] = []
    for child in record.arena.children(member) { result.append(try number(record, child, below: count)) }
    return result
  }

  private func body(_ entry: RecordReader) throws(Diagnostic) -> EvidenceTables.Body {
    func list(_ name: String, _ count: Int) throws(Diagnostic) -> [Int32] {
      guard let member = entry.member(name) else { return [] }
      return try Self.numbers(entry, member, below: count).map { Int32($0) }
    }
    let body = EvidenceTables.Body(
      reads: try list("attributes", reads.count), relations: try list("relations", relations.count),
      steps: try list("path", steps.count), unknowns: try entry.texts("unknowns"))
    guard max(body.reads.count, body.relations.count, body.steps.count) <= Self.mostEntries else {
      throw entry.problem("evidence of more than \(Self.mostEntries) entries", at: entry.node)
    }
    return body
  }

  private static func row(_ entry: RecordReader) throws(Diagnostic) -> EvidenceTables.Row {
    EvidenceTables.Row(
      address: try entry.text("address"), type: try entry.optionalText("type"),
      input: entry.member("input").flatMap { entry.arena.int($0) }.map { Int($0) },
      zone: try entry.optionalText("zone"), block: try SourceRecord.decode(entry, "block"),
      pointer: try entry.optionalText("pointer"))
  }

  private static func relation(_ entry: RecordReader) throws(Diagnostic) -> RelationRead {
    RelationRead(
      name: try entry.text("name"), from: try entry.optionalText("from") ?? "", to: try entry.optionalText("to"),
      via: try entry.optionalText("via") ?? "",
      resolution: try entry.optionalText("resolution").flatMap { Resolution(rawValue: $0) },
      through: try entry.texts("through"), doubt: try entry.optionalText("doubt"))
  }

  private static func step(_ entry: RecordReader) throws(Diagnostic) -> PathStep {
    PathStep(
      role: try entry.text("role"), element: try entry.text("element"), address: try entry.optionalText("address"),
      attribute: try entry.optionalText("attribute"), pointer: try entry.optionalText("pointer"),
      source: try entry.optionalText("source"), note: try entry.optionalText("note"))
  }

  private static func attribute(_ entry: RecordReader) throws(Diagnostic) -> EvidenceTables.SharedRead {
    func number(_ name: String) -> UInt32? {
      entry.member(name).flatMap { entry.arena.int($0) }.map { UInt32(clamping: $0) }
    }
    var assumed: Assumption?
    if let member = entry.member("assumed") {
      let reason = try entry.record(member, "assumption")
      assumed = Assumption(source: try reason.text("source"), because: try reason.text("because"))
    }
    return EvidenceTables.SharedRead(
      owner: try entry.optionalText("of"), path: try entry.text("path"), value: try value(entry),
      part: try entry.optionalText("in"), pointer: try entry.optionalText("pointer"),
      steps: try entry.optionalText("below"),
      position: number("line").map { SourcePosition(line: $0, column: number("column") ?? 1) },
      source: try SourceRecord.decode(entry, "source"), assumed: assumed)
  }

  private static func value(_ read: RecordReader) throws(Diagnostic) -> EvidenceValue {
    if let value = read.member("value") {
      return .json(String(decoding: read.arena.json(value), as: UTF8.self))
    }
    let state = try read.text("state")
    switch state {
    case "absent": return .absent
    case "redacted": return .redacted(digest: try read.optionalText("digest"))
    case "unknown": return .unknown(cause: try read.text("cause"), detail: try read.text("detail"))
    default: throw read.problem("an attribute is in a state that is not known", at: read.node)
    }
  }
}
