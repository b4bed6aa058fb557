import Diagnostics
import Documents
import Rules

/// The waivers of an assessment, each once.
struct WaiverTable {
  private(set) var list: [Waiver] = []
  private(set) var numbers: [Waiver: Int] = [:]

  init(_ observations: [Observation]) {
    for observation in observations {
      guard let waiver = observation.waiver, numbers[waiver] == nil else { continue }
      numbers[waiver] = list.count
      list.append(waiver)
    }
  }
}

/// A waiver as it stands in a record.
enum WaiverRecord {
  static func encode(_ waiver: Waiver, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("rule", waiver.rule)
      writer.member("resources", waiver.resources)
      writer.member("kind", waiver.kind.rawValue)
      writer.member("reason", waiver.reason)
      writer.member("owner", waiver.owner)
      writer.member("ticket", waiver.ticket)
      writer.member("approvedBy", waiver.approvedBy)
      writer.member("created", waiver.created?.text)
      writer.member("expires", waiver.expires.text)
      writer.member("file", waiver.location.file)
      if let line = waiver.location.line { writer.member("line", line) }
      if let column = waiver.location.column { writer.member("column", column) }
      guard let sheet = waiver.worksheet else { return }
      writer.name("worksheet")
      writer.value(sheet)
    }
  }

  static func decode(_ record: RecordReader) throws(Diagnostic) -> Waiver {
    guard let expires = CalendarDate(try record.text("expires")) else {
      throw record.problem("a waiver expires on a day, expected YYYY-MM-DD", at: record.node)
    }
    func number(_ name: String) -> Int? { record.member(name).flatMap { record.arena.int($0) }.map { Int($0) } }
    var worksheet: Waiver.Worksheet?
    if let member = record.member("worksheet") {
      let sheet = try record.record(member, "worksheet")
      worksheet = Waiver.Worksheet(
        constraints: try sheet.text("constraints"), objective: try sheet.text("objective"),
        risk: try sheet.text("risk"), control: try sheet.text("control"), validation: try sheet.text("validation"),
        maintenance: try sheet.text("maintenance"))
    }
    return Waiver(
      rule: try record.text("rule"), resources: try record.texts("resources"),
      kind: try record.choice("kind", Waiver.Kind.self), reason: try record.text("reason"),
      owner: try record.optionalText("owner"), ticket: try record.optionalText("ticket"),
      approvedBy: try record.optionalText("approvedBy"),
      created: try record.optionalText("created").flatMap { CalendarDate($0) }, expires: expires, worksheet: worksheet,
      location: SourceLocation(file: try record.text("file"), line: number("line"), column: number("column")))
  }
}
