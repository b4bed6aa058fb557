import Assessments
import Diagnostics
import Rules

/// The last screen: counts, requirements, what was not assessed, and what the exit status means.
struct TerminalSummary {
  let assessment: Assessment
  let options: ReportOptions

  func write(to page: inout TerminalPage) {
    if assessment.observations.isEmpty { return nothing(&page) }
    counts(&page)
    TerminalChanges.counts(assessment, gate: options.gate, &page)
    TerminalChanges.baseline(assessment, &page)
    principals(&page)
    adjustments(&page)
    notAssessed(&page)
    conclusion(&page)
  }

  private func nothing(_ page: inout TerminalPage) {
    page.line(page.palette.yellow("Nothing was assessed: no resource in the input that a rule looks at."))
    notAssessed(&page)
  }

  private func counts(_ page: inout TerminalPage) {
    let palette = page.palette
    let assessed = assessment.coverage.assessedResources
    let waived = assessment.waivedFailures
    let counts = VerdictCounts(of: assessment.observations)
    let parts = [
      palette.red("\(counts.fail) failed\(waived > 0 ? " (\(waived) waived)" : "")"),
      palette.yellow("\(counts.indeterminate) undecided"),
      palette.green("\(counts.pass) passed"),
      palette.dim("\(counts.notApplicable) not applicable"),
    ]
    page.line(
      "\(palette.bold("\(assessed) of \(assessment.coverage.resources) resources assessed")) against "
        + "\(assessment.ruleSet.rules) rule\(assessment.ruleSet.rules == 1 ? "" : "s"): \(parts.joined(separator: ", "))"
    )
  }

  /// One line a principal requirement: 12 lines at most, so that the summary stays one screen.
  private func principals(_ page: inout TerminalPage) {
    var rows: [String: VerdictCounts] = [:]
    // A check that serves several items of one requirement counts once.
    for (subject, counts) in VerdictCounts.bySubject(assessment.observations) where !subject.isWeaklyLinked {
      guard counts.pass + counts.fail + counts.indeterminate > 0 else { continue }
      for principal in Set(subject.requirements.map { Catalogue.principal(of: $0.id) }) {
        rows[principal, default: VerdictCounts()].add(counts)
      }
    }
    guard !rows.isEmpty else { return }
    page.line()
    page.line(page.palette.dim("  PCI DSS v\(assessment.ruleSet.standardVersion), checks by requirement"))
    let order = rows.keys.sorted { (Int($0) ?? 99, $0) < (Int($1) ?? 99, $1) }
    let failed = max(11, rows.values.map { "\($0.fail) failed".count }.max() ?? 0)
    let undecided = max(14, rows.values.map { "\($0.indeterminate) undecided".count }.max() ?? 0)
    for principal in order {
      guard let row = rows[principal] else { continue }
      let title = assessment.principalTitles[principal] ?? ""
      let mark =
        row.fail > 0
        ? page.palette.red("✗") : row.indeterminate > 0 ? page.palette.yellow("?") : page.palette.green("✓")
      page.line(
        "  \(mark) \(pad(principal, 3)) \(pad(title, 52)) \(pad("\(row.fail) failed", failed)) "
          + "\(pad("\(row.indeterminate) undecided", undecided)) \(row.pass) passed")
    }
  }

  /// What the project changes about the rules, which a reader of the counts must know.
  private func adjustments(_ page: inout TerminalPage) {
    let adjustments = assessment.ruleSet.adjustments
    guard !adjustments.isEmpty else { return }
    page.line()
    let disabled = adjustments.disabled.map { safeText($0.rule) }
    if !disabled.isEmpty {
      page.paragraph(
        "Not used, because the configuration says so: \(disabled.prefix(8).joined(separator: ", "))"
          + (disabled.count > 8 ? ", and \(disabled.count - 8) more" : ""), prefix: "  ", style: page.palette.dim)
    }
    let changed = adjustments.severities.count + adjustments.parameters.count
    guard changed > 0 else { return }
    page.line(
      page.palette.dim(
        "  The configuration changes \(adjustments.severities.count) severities and "
          + "\(adjustments.parameters.count) parameters of rules; `pcicheck config show` lists them."))
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text.count >= width ? String(text.prefix(width)) : text + String(repeating: " ", count: width - text.count)
  }

  private func notAssessed(_ page: inout TerminalPage) {
    let types = assessment.coverage.unassessedTypes
    guard !types.isEmpty else { return }
    let resources = types.reduce(0) { $0 + $1.count }
    let listed = types.prefix(8).map { "\(safeText($0.type)) (\($0.count))" }.joined(separator: ", ")
    let more = types.count > 8 ? ", and \(types.count - 8) more types" : ""
    page.line()
    page.paragraph(
      "Not assessed: \(resources) resource\(resources == 1 ? "" : "s") of types that no rule looks at: \(listed)\(more)",
      prefix: "  ",
      style: page.palette.dim)
  }

  private func conclusion(_ page: inout TerminalPage) {
    page.line()
    switch options.exitStatus {
    case .passed:
      let open = assessment.count(.indeterminate)
      let rest = open == 0 ? "" : " \(open) could not be decided from the input."
      page.line(page.palette.green("\(passedSentence) at or above severity \(options.failOn.rawValue).") + rest)
    case .failed: page.line(page.palette.red("The input contradicts the rules above (exit status 1)."))
    case .notAssessed: page.line(page.palette.red("Not everything could be assessed (exit status 2)."))
    }
  }

  /// Failures that do not count must not read as if there were none.
  private var passedSentence: String {
    let failures = assessment.observations.contains { $0.verdict == .fail && $0.severity >= options.failOn }
    return failures ? "No failure that counts" : "No failure"
  }
}
