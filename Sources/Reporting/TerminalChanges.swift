import Assessments
import Diagnostics

/// What the terminal report says of the change.
enum TerminalChanges {
  /// More mended failures than this are counted, not listed.
  private static let listedFixed = 20

  /// One line below a finding.
  static func finding(_ observation: Observation, _ page: inout TerminalPage) {
    if observation.isInBaseline { page.line(page.palette.dim("      = is in the baseline")) }
    if page.tellsBaseline, !observation.isInBaseline { page.line(page.palette.red("      + is not in the baseline")) }
    guard page.tellsChanges, let change = observation.change else { return }
    let (prefix, style): (String, (String) -> String) =
      switch change.status {
      case .introduced: ("      + ", page.palette.red)
      case .touched: ("      ~ ", page.palette.yellow)
      case .preExisting: ("      = ", page.palette.dim)
      }
    page.paragraph(change.sentence, prefix: prefix, style: style)
  }

  /// Failures that the change mends, before the summary.
  static func fixed(_ assessment: Assessment, _ page: inout TerminalPage) {
    guard !assessment.fixed.isEmpty else { return }
    page.line(page.palette.green("FIXED by this change"))
    for finding in assessment.fixed.prefix(listedFixed) {
      let gone = finding.isDeleted ? "  (deleted)" : ""
      page.line("  \(safeText(finding.address))\(gone)  \(page.palette.dim(finding.rule))")
    }
    if assessment.fixed.count > listedFixed {
      page.line("  … and \(assessment.fixed.count - listedFixed) more; --format json has them all")
    }
    page.line()
  }

  /// One line of the summary.
  static func baseline(_ assessment: Assessment, _ page: inout TerminalPage) {
    guard let baseline = assessment.baseline else { return }
    let gone = baseline.gone == 0 ? "" : ", \(baseline.gone) of its findings are no more"
    page.paragraph(
      "\(baseline.matched) of the findings are in the baseline \(safeText(baseline.name)) and do not count\(gone).",
      prefix: "", style: { $0 })
  }

  /// One line of the summary.
  static func counts(_ assessment: Assessment, gate: String, _ page: inout TerminalPage) {
    guard page.tellsChanges else { return }
    let counted =
      switch gate {
      case "introduced": "; only those that the change introduces count"
      case "touched": "; those that were there before count where the plan touches the resource"
      default: ""
      }
    page.line(
      "The change introduces \(assessment.count(.introduced)) of the failures and fixes \(assessment.fixed.count); "
        + "\(assessment.count(.touched) + assessment.count(.preExisting)) were there before\(counted).")
  }
}
