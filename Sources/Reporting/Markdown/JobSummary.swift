import Assessments
import Diagnostics
import Rules

/// The summary of a CI job, in Markdown as GitHub, GitLab and Azure show it. GitHub takes 1 MiB for a step.
public enum JobSummary: ReportFormat {
  public static let name = "summary"

  public static func evidence(verbose: Bool) -> EvidenceDemand { .findings(perRule: .max) }

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    Array(FindingsPage(assessment: assessment, options: options).text(limit: 1_000_000).utf8)
  }
}

/// The same as a comment of a pull request, of which GitHub takes 65,536 characters. The first line is a mark by which
/// the comment of an earlier run is found and replaced.
public enum PullRequestComment: ReportFormat {
  public static let name = "comment"
  public static let mark = "<!-- pcicheck -->\n"

  public static func evidence(verbose: Bool) -> EvidenceDemand { .findings(perRule: .max) }

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    Array((mark + FindingsPage(assessment: assessment, options: options).text(limit: 65_000)).utf8)
  }
}

/// What a reviewer has to know: what fails the run, what does not and why, what is undecided, what is mended.
private struct FindingsPage {
  let assessment: Assessment
  let options: ReportOptions
  private static let listedProblems = 10

  func text(limit: Int) -> String {
    var page = MarkdownPage(limit: limit)
    let findings = assessment.reportedFindings(options)
    page.add("## pcicheck: \(verdict)\n\n")
    page.add("\(assessment.outcome(findings)).\(change)\n\n")
    problems(&page)
    let counted = findings.filter(\.standing.counts)
    page.table(
      counted.count == 1 ? "1 finding fails the run" : "\(counted.count) findings fail the run",
      ["Severity", "Resource", "What is found", "Rule"], counted, isFolded: false
    ) { cells($0) }
    rest(findings.filter { !$0.standing.counts }, &page)
    fixed(&page)
    fixes(counted, &page)
    footer(&page)
    return page.text
  }

  private var verdict: String {
    switch options.exitStatus {
    case .passed: assessment.observations.isEmpty ? "nothing was assessed" : "passed"
    case .failed: "failed"
    case .notAssessed: "not everything could be assessed"
    }
  }

  private var change: String {
    guard assessment.tellsChanges else { return "" }
    return " The change introduces \(assessment.count(.introduced)) of the failures and fixes "
      + "\(assessment.fixed.count); \(assessment.count(.touched) + assessment.count(.preExisting)) were there before."
  }

  private func problems(_ page: inout MarkdownPage) {
    let incomplete = assessment.inputs.filter { !$0.completeness.isComplete }
    let errors = assessment.diagnostics.filter { $0.severity == .error }
    let lines =
      incomplete.map {
        "\(markdownCode($0.name)) is incomplete: \(markdownText($0.completeness.reasons.joined(separator: "; "), limit: 200))"
      }
      + errors.map { "not assessed: \(markdownText($0.message, limit: 200))" }
    for line in lines.prefix(Self.listedProblems) { page.add("- \(line)\n") }
    if lines.count > Self.listedProblems { page.add("- and \(lines.count - Self.listedProblems) more\n") }
    if !lines.isEmpty { page.add("\n") }
  }

  private func cells(_ finding: ReportedFinding) -> [String] {
    let observation = finding.observation
    let change = finding.change.map { "<br>\(markdownText($0, limit: 400))" } ?? ""
    return [
      observation.severity.rawValue, resource(finding),
      "\(markdownText(finding.message, limit: 400))\(change)<br>→ \(markdownText(observation.remediation, limit: 400))",
      rule(observation.rule, observation.requirements),
    ]
  }

  private func resource(_ finding: ReportedFinding) -> String {
    // A plan's name says something only where there are several.
    let isTold = finding.place.isFile && (finding.place.line != nil || assessment.inputs.count > 1)
    return markdownCode(finding.observation.address) + (isTold ? "<br>\(markdownCode(finding.place.text))" : "")
  }

  private func rule(_ rule: String, _ requirements: [RequirementLink]) -> String {
    let numbers = requirements.map(\.id).joined(separator: ", ")
    return markdownCode(rule) + (numbers.isEmpty ? "" : "<br>PCI DSS \(markdownText(numbers, limit: 200))")
  }

  private func rest(_ findings: [ReportedFinding], _ page: inout MarkdownPage) {
    let failed = findings.filter { !$0.isUndecided }
    let columns = ["Severity", "Resource", "What is found", "Why it does not count", "Rule"]
    page.table(
      failed.count == 1 ? "1 failure does not count" : "\(failed.count) failures do not count", columns, failed,
      isFolded: true
    ) { finding in
      let reason = finding.standing.reason(finding.observation, options) ?? ""
      return [
        finding.observation.severity.rawValue, resource(finding), markdownText(finding.message, limit: 300),
        markdownText(reason, limit: 500), rule(finding.observation.rule, finding.observation.requirements),
      ]
    }
    let undecided = findings.filter(\.isUndecided)
    page.table(
      "\(undecided.count) could not be decided", ["Severity", "Resource", "Why", "Rule"], undecided, isFolded: true
    ) { finding in
      [
        finding.observation.severity.rawValue, resource(finding), markdownText(finding.message, limit: 300),
        rule(finding.observation.rule, finding.observation.requirements),
      ]
    }
  }

  private func fixed(_ page: inout MarkdownPage) {
    page.table(
      assessment.fixed.count == 1 ? "The change fixes 1" : "The change fixes \(assessment.fixed.count)",
      ["Severity", "Resource", "Rule"], assessment.fixed, isFolded: true
    ) { finding in
      [
        finding.severity.rawValue, markdownCode(finding.address) + (finding.isDeleted ? " (deleted)" : ""),
        rule(finding.rule, finding.requirements),
      ]
    }
  }

  /// What to write for what fails the run. Code is shown as it is: in `pre`, Markdown means nothing.
  private func fixes(_ findings: [ReportedFinding], _ page: inout MarkdownPage) {
    let hints = findings.compactMap { finding in assessment.fix(of: finding.observation).map { (finding, $0) } }
    page.parts("What to write", hints, isFolded: true) { finding, hint in
      var part = "\(markdownCode(finding.observation.rule)), \(markdownCode(finding.observation.address)):\n\n"
      for change in hint.changes {
        let code = change.text.split(separator: "\n", omittingEmptySubsequences: false).map { markdownPre(String($0)) }
        part += "\(markdownText(FixWords.heading(change), limit: 600))\n"
        part += "<pre>\(code.joined(separator: "\n").trimmingNewline)</pre>\n\n"
      }
      return part + (FixWords.placeholders(hint).map { "\(markdownText($0))\n\n" } ?? "")
    }
  }

  private func footer(_ page: inout MarkdownPage) {
    let coverage = assessment.coverage
    page.add(
      "<sub>\(coverage.assessedResources) of \(coverage.resources) resources assessed against "
        + "\(assessment.ruleSet.rules) rules for PCI DSS v\(markdownText(assessment.ruleSet.standardVersion, limit: 20)); "
        + "gate: \(options.gate), from severity \(options.failOn.rawValue); pcicheck \(options.toolVersion). "
        + "Whether a requirement is met is an assessor's conclusion.</sub>\n")
  }
}

extension String {
  fileprivate var trimmingNewline: Substring { hasSuffix("\n") ? dropLast() : self[...] }
}
