import Assessments
import Diagnostics

/// Sentences about hints, the same in all reports for people.
enum FixWords {
  /// Where a change belongs: `in main.tf:12, module.network.aws_vpc.main`.
  static func heading(_ change: FixHint.Change) -> String {
    let place = change.place.map { " in \(SourceLocation(file: $0.file, line: $0.line).description)" } ?? ""
    switch change.action {
    case .change: return "Change \(change.address)\(place):"
    case .add: return "Add \(change.address)\(place):"
    }
  }

  /// What stands for something else; nil where everything has its own name.
  static func placeholders(_ hint: FixHint) -> String? {
    guard !hint.placeholders.isEmpty else { return nil }
    let names = hint.placeholders.joined(separator: ", ")
    return hint.placeholders.count == 1
      ? "\(names) stands for one of yours." : "\(names) stand for resources of yours."
  }

  /// The hint as text, for formats without markup.
  static func text(_ hint: FixHint) -> String {
    let parts = hint.changes.map { "\(heading($0))\n\n\($0.text)" }
    return (parts + (placeholders(hint).map { ["\($0)\n"] } ?? [])).joined(separator: "\n")
  }
}
