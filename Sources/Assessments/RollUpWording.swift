import Rules

/// The sentences of a roll-up. A finding is an assessor's to make: these say what the evidence is good for.
struct RollUpWording {
  let entry: Catalogue.Requirement
  let status: RequirementEvidence.Status
  let checks: Population
  /// Whether a rule of the selection speaks of it.
  let isLinked: Bool

  private var because: String { entry.because ?? "" }

  /// Which finding the evidence supports, and why not more.
  var supports: String {
    switch status {
    case .contradicted:
      let waived = checks.waived == 0 ? "" : " (\(checks.waived) of them waived, which an assessor has to judge)"
      return "a negative finding: \(count(checks.failed + checks.waived, "check")) failed\(waived)"
    case .inconclusive:
      return "no finding yet: \(count(checks.indeterminate, "check")) undecided from what the inputs show"
    case .supported where entry.level != .requirement:
      return "an affirmative finding for the configuration of every item below; not more, because inputs show planned "
        + "configuration, not people, documents or running systems"
    case .supported where entry.evidence == "full":
      return "an affirmative finding for the configuration; not more, because inputs show what is planned, and an "
        + "assessor confirms what runs"
    case .supported:
      return "a part of an affirmative finding: the configuration; not more\(because.isEmpty ? "" : ": \(because)")"
    case .partiallyCovered where entry.level != .requirement:
      return "a part of an affirmative finding: some of the items below have evidence, the others have none"
    case .partiallyCovered: return "a part of an affirmative finding, and only indirectly"
    case .notCovered: return "no finding"
    }
  }

  /// What remains to be done by hand.
  var remaining: String {
    guard entry.level == .requirement else { return "see the items below" }
    var parts: [String] = []
    if checks.indeterminate > 0 { parts.append("decide the undecided checks, or assess again after apply") }
    if checks.failed + checks.waived > 0 { parts.append("judge the failures and their waivers") }
    switch entry.evidence {
    case "full": parts.append("confirm that what runs is what the inputs say")
    case "partial":
      parts.append("confirm that what runs is what the inputs say, and assess what they do not show: \(because)")
    default: parts.append("everything: \(because.isEmpty ? "infrastructure shows nothing of it" : because)")
    }
    if status == .notCovered, entry.evidence != "none" {
      parts.append(
        isLinked ? "the inputs have nothing that a rule for it looks at" : "no rule that was used speaks of it")
    }
    return parts.joined(separator: "; ")
  }

  private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
