import Assessments
import Diagnostics
import ResourceGraph

extension FindingChange {
  /// What the change has to do with the finding, in one sentence without a final period.
  var sentence: String {
    switch status {
    case .introduced:
      let words = causes.map { "\(Self.word($0.action)) \(safeText($0.address, limit: 300))" }
      return "introduced by this change\(words.isEmpty ? "" : ": the plan \(words.joined(separator: ", "))")"
    case .touched: return "was there before; the plan touches the resource and does not mend it"
    case .preExisting: return "was there before this change"
    }
  }

  private static func word(_ action: PlannedChange.Action) -> String {
    switch action {
    case .create: "creates"
    case .update: "updates"
    case .replace: "replaces"
    case .delete: "deletes"
    case .forget: "forgets"
    case .read: "reads"
    case .none: "keeps"
    }
  }
}
