import Diagnostics
import Documents
import Rules

/// What to write, as it stands in a record.
enum FixRecord {
  /// Nil for an observation without a hint.
  static func decode(_ record: RecordReader) throws(Diagnostics.Diagnostic) -> FixHint? {
    guard let member = record.member("fix") else { return nil }
    let hint = try record.record(member, "fix")
    var changes: [FixHint.Change] = []
    for change in try hint.records("changes", "change") {
      let line = change.member("line").flatMap { change.arena.int($0) }.map { Int($0) }
      changes.append(
        FixHint.Change(
          action: try change.choice("action", FixHint.Change.Action.self), address: try change.text("address"),
          place: try change.optionalText("file").map { Diagnostics.SourceLocation(file: $0, line: line) },
          text: try change.text("text")))
    }
    return FixHint(
      language: try hint.choice("language", FixHint.Language.self), changes: changes,
      placeholders: try hint.texts("placeholders"))
  }
}

/// The hints of a record, by what they are for.
struct RecordedFixes: FixSource {
  private var hints: [Key: FixHint] = [:]

  private struct Key: Hashable {
    let rule: String
    let address: String
    let input: Int?
  }

  mutating func add(_ hint: FixHint, for observation: Observation) {
    hints[Key(rule: observation.rule, address: observation.address, input: observation.input)] = hint
  }

  func fix(for observation: Observation) -> FixHint? {
    hints[Key(rule: observation.rule, address: observation.address, input: observation.input)]
  }
}
