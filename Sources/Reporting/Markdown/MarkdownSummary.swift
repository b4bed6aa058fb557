import Assessments
import Rules

/// The evidence by requirement and the failures, in Markdown, for people who keep their papers in it.
public enum MarkdownSummary {
  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    var text = "# Evidence for PCI DSS v\(markdownText(assessment.ruleSet.standardVersion))\n\n"
    text += "Made by pcicheck \(markdownText(options.toolVersion))"
    if let created = options.created { text += " on \(created.text)" }
    text += " from:\n\n"
    for input in assessment.inputs { text += "- \(markdownText(input.name)), SHA-256 `\(input.sha256)`\n" }
    text +=
      "\nWhat an automated assessment of planned configuration shows, and what it leaves to an assessor. It is no "
    text += "Report on Compliance.\n\n"
    text += "\(assessment.count(.fail)) checks failed (\(assessment.waivedFailures) of them waived), "
    text +=
      "\(assessment.count(.indeterminate)) are undecided, \(assessment.count(.pass)) passed.\n\n## Requirements\n\n"
    text +=
      "| Item | Title | Status | Resources | Passed | Failed | Waived | Undecided | The evidence supports | Remains |\n"
    text += "|---|---|---|---|---|---|---|---|---|---|\n"
    for entry in assessment.standards.first?.requirements ?? [] where entry.level == .requirement {
      let population = entry.population
      text +=
        "| \(markdownText(entry.id)) | \(markdownText(entry.title)) | \(entry.status.rawValue) | \(population.resources) "
      text += "| \(population.passed) | \(population.failed) | \(population.waived) | \(population.indeterminate) "
      text += "| \(markdownText(entry.supports)) | \(markdownText(entry.remaining)) |\n"
    }
    text += "\n## Failures\n\n| Severity | Rule | Resource | What is found | Waived |\n|---|---|---|---|---|\n"
    for entry in assessment.observations.filter({ $0.verdict == .fail }).sorted(by: { $0.severity > $1.severity }) {
      text +=
        "| \(entry.severity.rawValue) | \(markdownText(entry.rule)) | \(markdownText(entry.address)) | \(markdownText(entry.message)) "
      text += "| \(entry.waiver.map { "until \($0.expires.text)" } ?? "") |\n"
    }
    return Array(text.utf8)
  }
}
