import Diagnostics
import Documents
import ResourceGraph
import Rules
import Values

/// An observation as it stands in a record: what its rule says of itself stands with the rule, once.
enum ObservationRecord {
  static func encode(
    _ entry: Observation, id: String?, _ fix: FixHint?, _ waivers: WaiverTable, _ writer: inout JSONWriter
  ) {
    writer.object { writer in
      writer.member("rule", entry.rule)
      writer.member("address", entry.address)
      writer.member("type", entry.type)
      if let input = entry.input { writer.member("input", input) }
      writer.member("zone", entry.zone)
      if let block = entry.block { SourceRecord.encode("block", block, &writer) }
      writer.member("verdict", entry.verdict.rawValue)
      if let waiver = entry.waiver, let number = waivers.numbers[waiver] { writer.member("waiver", number) }
      writer.member("fingerprint", id)
      writer.member("message", entry.message)
      if let fix { writer.member(fix) }
      guard !entry.evidence.isEmpty else { return }
      writer.name("evidence")
      evidence(entry.evidence, of: entry.address, &writer)
    }
  }

  private static func evidence(_ evidence: Evidence, of address: String, _ writer: inout JSONWriter) {
    writer.object { writer in
      if !evidence.reads.isEmpty {
        writer.name("attributes")
        writer.array { writer in for read in evidence.reads { attribute(read, of: address, &writer) } }
      }
      if !evidence.relations.isEmpty {
        writer.name("relations")
        writer.array { writer in for read in evidence.relations { relation(read, of: address, &writer) } }
      }
      if !evidence.unknowns.isEmpty { writer.member("unknowns", evidence.unknowns) }
      if !evidence.path.isEmpty {
        writer.name("path")
        writer.array { writer in for step in evidence.path { writer.value(step) } }
      }
    }
  }

  /// The address is left out where it is the observation's own.
  private static func attribute(_ read: AttributeRead, of address: String, _ writer: inout JSONWriter) {
    writer.object { writer in
      if read.address != address { writer.member("address", read.address) }
      writer.member("path", read.path)
      value(read.value, &writer)
      writer.member("pointer", read.pointer)
      if let position = read.position {
        writer.member("line", Int(position.line))
        writer.member("column", Int(position.column))
      }
      if let source = read.source { SourceRecord.encode("source", source, &writer) }
      if let assumed = read.assumed { writer.member(assumed) }
    }
  }

  private static func value(_ value: EvidenceValue, _ writer: inout JSONWriter) {
    switch value {
    case .json(let text):
      writer.name("value")
      writer.json(text)
    case .absent: writer.member("state", "absent")
    case .redacted(let digest):
      writer.member("state", "redacted")
      writer.member("digest", digest)
    case .unknown(let cause, let detail):
      writer.member("state", "unknown")
      writer.member("cause", cause)
      writer.member("detail", detail)
    }
  }

  private static func relation(_ read: RelationRead, of address: String, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", read.name)
      if read.from != address { writer.member("from", read.from) }
      writer.member("to", read.to)
      if !read.via.isEmpty { writer.member("via", read.via) }
      writer.member("resolution", read.resolution?.rawValue)
      if !read.through.isEmpty { writer.member("through", read.through) }
      writer.member("doubt", read.doubt)
    }
  }

  /// What tells the objects of observations apart.
  struct Place: Hashable {
    let input: Int
    let address: String
  }

  static func decode(
    _ record: RecordReader, subjects: [String: RuleSubject], inputs: Int, waivers: [Waiver],
    objects: inout [Place: ObservedObject]
  ) throws(Diagnostic) -> Observation {
    let id = try record.text("rule")
    guard let subject = subjects[id] else {
      throw record.problem("an observation of a rule that is not listed", at: record.node)
    }
    let input = record.member("input").flatMap { record.arena.int($0) }.map { Int($0) }
    guard input.map({ (0..<inputs).contains($0) }) ?? true else {
      throw record.problem("an observation of an input that is not listed", at: record.node)
    }
    let address = try record.text("address")
    let place = Place(input: input ?? -1, address: address)
    let object: ObservedObject
    if let known = objects[place] {
      object = known
    } else {
      object = ObservedObject(
        address: address, resource: nil, type: try record.text("type"), input: input,
        block: try SourceRecord.decode(record, "block"), zone: try record.optionalText("zone"))
      objects[place] = object
    }
    var observation = Observation(
      subject, object, try record.choice("verdict", Verdict.self), message: try record.text("message"),
      evidence: try evidence(record, of: address))
    if let number = record.member("waiver").flatMap({ record.arena.int($0) }) {
      guard waivers.indices.contains(Int(number)) else {
        throw record.problem("an observation of a waiver that is not listed", at: record.node)
      }
      observation.waiver = waivers[Int(number)]
    }
    return observation
  }

  private static func evidence(_ record: RecordReader, of address: String) throws(Diagnostic) -> Evidence {
    var evidence = Evidence()
    guard let member = record.member("evidence") else { return evidence }
    let entry = try record.record(member, "evidence")
    for read in try entry.records("attributes", "attribute") { evidence.reads.append(try attribute(read, of: address)) }
    for read in try entry.records("relations", "relation") {
      evidence.relations.append(
        RelationRead(
          name: try read.text("name"), from: try read.optionalText("from") ?? address, to: try read.optionalText("to"),
          via: try read.optionalText("via") ?? "",
          resolution: try read.optionalText("resolution").flatMap { Resolution(rawValue: $0) },
          through: try read.texts("through"), doubt: try read.optionalText("doubt")))
    }
    evidence.unknowns = try entry.texts("unknowns")
    for step in try entry.records("path", "step") {
      evidence.path.append(
        PathStep(
          role: try step.text("role"), element: try step.text("element"), address: try step.optionalText("address"),
          attribute: try step.optionalText("attribute"), pointer: try step.optionalText("pointer"),
          source: try step.optionalText("source"), note: try step.optionalText("note")))
    }
    return evidence
  }

  private static func attribute(_ read: RecordReader, of address: String) throws(Diagnostic) -> AttributeRead {
    func number(_ name: String) -> UInt32? {
      read.member(name).flatMap { read.arena.int($0) }.map { UInt32(clamping: $0) }
    }
    var assumed: Assumption?
    if let member = read.member("assumed") {
      let entry = try read.record(member, "assumption")
      assumed = Assumption(source: try entry.text("source"), because: try entry.text("because"))
    }
    return AttributeRead(
      address: try read.optionalText("address") ?? address, path: try read.text("path"), value: try value(read),
      pointer: try read.optionalText("pointer"),
      position: number("line").map { SourcePosition(line: $0, column: number("column") ?? 1) },
      source: try SourceRecord.decode(read, "source"), assumed: assumed)
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
