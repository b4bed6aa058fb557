import Documents
import ResourceGraph
import Rules

/// The tables of evidence as they stand in a record; numbers count the entries of a table from 0.
enum ObservationRecord {
  static func encode(_ tables: EvidenceTables, _ writer: inout JSONWriter) {
    list("resources", tables.rows, &writer, row)
    list("attributes", tables.reads, &writer, attribute)
    list("relations", tables.relations, &writer, relation)
    list("steps", tables.steps, &writer) { $1.value($0) }
    list("evidence", tables.bodies, &writer, body)
    list("observations", tables.groups, &writer, group)
  }

  /// One entry a line.
  private static func list<Entry>(
    _ name: String, _ entries: [Entry], _ writer: inout JSONWriter, _ encode: (Entry, inout JSONWriter) -> Void
  ) {
    writer.name(name)
    writer.array { writer in for entry in entries { writer.onOneLine { encode(entry, &$0) } } }
  }

  private static func row(_ row: EvidenceTables.Row, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("address", row.address)
      writer.member("type", row.type)
      if let input = row.input { writer.member("input", input) }
      writer.member("zone", row.zone)
      writer.member("pointer", row.pointer)
      if let block = row.block { SourceRecord.encode("block", block, &writer) }
    }
  }

  private static func attribute(_ read: EvidenceTables.SharedRead, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("of", read.owner)
      writer.member("path", read.path)
      value(read.value, &writer)
      writer.member("in", read.part)
      writer.member("below", read.steps)
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

  private static func relation(_ read: RelationRead, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", read.name)
      if !read.from.isEmpty { writer.member("from", read.from) }
      writer.member("to", read.to)
      if !read.via.isEmpty { writer.member("via", read.via) }
      writer.member("resolution", read.resolution?.rawValue)
      if !read.through.isEmpty { writer.member("through", read.through) }
      writer.member("doubt", read.doubt)
    }
  }

  private static func body(_ body: EvidenceTables.Body, _ writer: inout JSONWriter) {
    writer.object { writer in
      numbers("attributes", body.reads, &writer)
      numbers("relations", body.relations, &writer)
      numbers("path", body.steps, &writer)
      if !body.unknowns.isEmpty { writer.member("unknowns", body.unknowns) }
    }
  }

  private static func group(_ group: EvidenceTables.Group, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("rule", group.subject.rule)
      writer.member("verdict", group.verdict.rawValue)
      if let waiver = group.waiver { writer.member("waiver", waiver) }
      writer.member("message", group.message)
      if let body = group.body { writer.member("evidence", Int(body)) }
      numbers("resources", group.resources, &writer)
    }
  }

  private static func numbers(_ name: String, _ numbers: [Int32], _ writer: inout JSONWriter) {
    guard !numbers.isEmpty else { return }
    writer.name(name)
    writer.array { writer in for number in numbers { writer.value(number) } }
  }
}
