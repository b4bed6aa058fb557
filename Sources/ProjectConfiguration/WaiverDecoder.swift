import Assessments
import Diagnostics
import Rules
import Values

/// Reads the entries of a list of waivers. One that is malformed does not spoil the others: it is handed on as such, and
/// does not apply.
enum WaiverDecoder {
  private static let members = [
    "rule", "resource", "resources", "reason", "owner", "ticket", "approved-by", "created", "expires", "kind",
    "worksheet",
  ]
  private static let worksheetMembers = ["constraints", "objective", "risk", "control", "validation", "maintenance"]

  static func entries(_ section: RecordReader, _ name: String) throws(Diagnostic) -> [WaiverEntry] {
    guard let member = section.present(name) else { return [] }
    guard section.arena[member].kind == .list else { throw section.problem("`\(name)` must be a list", at: member) }
    return section.arena.children(member).map { child in
      do throws(Diagnostic) {
        return .waiver(try waiver(try section.record(child, "waiver")))
      } catch {
        return .malformed(error)
      }
    }
  }

  private static func waiver(_ record: RecordReader) throws(Diagnostic) -> Waiver {
    try record.checkMembers(members)
    let kind = try record.choice("kind", Waiver.Kind.self)
    return Waiver(
      rule: try filled(record, "rule"), resources: try resources(record), kind: kind,
      reason: try filled(record, "reason"), owner: try filled(record, "owner"),
      ticket: try optional(record, "ticket"), approvedBy: try filled(record, "approved-by"),
      created: record.present("created") == nil ? nil : try date(record, "created"),
      expires: try date(record, "expires"), worksheet: try worksheet(record, kind),
      location: record.location(record.node))
  }

  private static func resources(_ record: RecordReader) throws(Diagnostic) -> [String] {
    let one = try record.textSettings("resource")
    let several = try record.textSettings("resources")
    guard one.isEmpty != several.isEmpty else {
      throw record.problem("a waiver needs `resource` or `resources`, one of them", at: record.node)
    }
    return (one + several).map(\.value)
  }

  private static func filled(_ record: RecordReader, _ name: String) throws(Diagnostic) -> String {
    let member = try record.required(name)
    let text = try text(record, member, name)
    guard !text.allSatisfy(\.isWhitespace) else { throw record.problem("`\(name)` is empty", at: member) }
    return text
  }

  private static func optional(_ record: RecordReader, _ name: String) throws(Diagnostic) -> String? {
    guard let member = record.present(name) else { return nil }
    return try text(record, member, name)
  }

  /// A text; the number of a ticket is one too.
  private static func text(_ record: RecordReader, _ member: NodeID, _ name: String) throws(Diagnostic) -> String {
    if let number = record.arena.int(member) { return String(number) }
    return try record.text(at: member, name)
  }

  private static func date(_ record: RecordReader, _ name: String) throws(Diagnostic) -> CalendarDate {
    let member = try record.required(name)
    guard let date = record.arena.string(member).flatMap({ CalendarDate($0) }) else {
      throw record.problem("`\(name)` is no day, expected YYYY-MM-DD", at: member)
    }
    return date
  }

  private static func worksheet(_ record: RecordReader, _ kind: Waiver.Kind) throws(Diagnostic) -> Waiver.Worksheet? {
    guard kind == .compensatingControl else {
      guard let member = record.present("worksheet") else { return nil }
      throw record.problem(
        "`worksheet` belongs to the kind \(Waiver.Kind.compensatingControl.rawValue)", at: record.keyLocation(member))
    }
    let sheet = try record.record(try record.required("worksheet"), "worksheet")
    try sheet.checkMembers(worksheetMembers)
    return Waiver.Worksheet(
      constraints: try filled(sheet, "constraints"), objective: try filled(sheet, "objective"),
      risk: try filled(sheet, "risk"), control: try filled(sheet, "control"),
      validation: try filled(sheet, "validation"), maintenance: try filled(sheet, "maintenance"))
  }
}
