import Assessments
import Diagnostics
import Documents
import Rules

/// The result of a run task as HCP Terraform takes it at a task's callback URL
/// (developer.hashicorp.com/terraform/cloud-docs/integrations/run-tasks): an outcome for each rule with findings.
public enum RunTaskReport: ReportFormat {
  public static let name = "run-task"
  /// Of a megabyte that is advised for one outcome's body.
  private static let bodyLimit = 100_000

  public static func evidence(verbose: Bool) -> EvidenceDemand { .findings(perRule: .max) }

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    let findings = assessment.reportedFindings(options)
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.name("data")
      writer.object { writer in
        writer.member("type", "task-results")
        writer.name("attributes")
        writer.object { writer in
          writer.member("status", options.exitStatus == .passed ? "passed" : "failed")
          writer.member("message", message(assessment, findings, options))
        }
        writer.name("relationships")
        writer.object { writer in
          writer.name("outcomes")
          writer.object { writer in
            writer.name("data")
            writer.array { writer in
              for problem in assessment.diagnostics where problem.severity == .error { self.problem(problem, &writer) }
              for group in grouped(findings) { outcome(group, options, &writer) }
            }
          }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  private static func message(_ assessment: Assessment, _ findings: [ReportedFinding], _ options: ReportOptions)
    -> String
  {
    if options.exitStatus == .notAssessed {
      return "Not everything could be assessed; \(assessment.outcome(findings))."
    }
    return assessment.observations.isEmpty ? "Nothing was assessed." : "\(assessment.outcome(findings))."
  }

  /// By rule, in the order of the first finding of each.
  private static func grouped(_ findings: [ReportedFinding]) -> [[ReportedFinding]] {
    var places: [String: Int] = [:]
    var groups: [[ReportedFinding]] = []
    for finding in findings {
      if let place = places[finding.observation.rule] {
        groups[place].append(finding)
      } else {
        places[finding.observation.rule] = groups.count
        groups.append([finding])
      }
    }
    return groups
  }

  private static func problem(_ problem: Diagnostic, _ writer: inout JSONWriter) {
    outcome(id: "pcicheck", problem.message, body: markdownText(problem.help ?? problem.message), &writer) { writer in
      tag("Status", "Not assessed", "error", &writer)
    }
  }

  private static func outcome(_ group: [ReportedFinding], _ options: ReportOptions, _ writer: inout JSONWriter) {
    guard let first = group.first else { return }
    let subject = first.observation.subject
    let count = group.count == 1 ? "1 resource" : "\(group.count) resources"
    outcome(
      id: subject.rule, "\(safeText(subject.title, limit: 200)): \(count)", body: body(group, options), &writer
    ) { writer in
      tag("Status", status(first), level(first), &writer)
      tag("Severity", subject.severity.rawValue.capitalizedWord, level(first), &writer)
    }
  }

  private static func outcome(
    id: String, _ description: String, body: String, _ writer: inout JSONWriter, tags: (inout JSONWriter) -> Void
  ) {
    writer.object { writer in
      writer.member("type", "task-result-outcomes")
      writer.name("attributes")
      writer.object { writer in
        writer.member("outcome-id", id)
        writer.member("description", description)
        writer.name("tags")
        writer.object(tags)
        writer.member("body", body)
      }
    }
  }

  private static func tag(_ name: String, _ label: String, _ level: String, _ writer: inout JSONWriter) {
    writer.name(name)
    writer.array { writer in
      writer.object { writer in
        writer.member("label", label)
        writer.member("level", level)
      }
    }
  }

  /// The gravest of the group, which comes first.
  private static func status(_ finding: ReportedFinding) -> String {
    switch finding.standing {
    case .counts: "Failed"
    case .waived: "Waived"
    case .inBaseline: "In the baseline"
    case .undecided: "Undecided"
    case .belowSeverity, .wasThere: "Does not count"
    }
  }

  private static func level(_ finding: ReportedFinding) -> String {
    switch finding.standing {
    case .counts: "error"
    case .undecided: "warning"
    case .waived, .inBaseline, .belowSeverity, .wasThere: "info"
    }
  }

  private static func body(_ group: [ReportedFinding], _ options: ReportOptions) -> String {
    var page = MarkdownPage(limit: bodyLimit)
    if let first = group.first {
      let requirements = first.requirements.map { "\(markdownText($0, limit: 300))\n\n" } ?? ""
      page.add("\(requirements)\(markdownText(first.observation.remediation))\n\n")
    }
    page.table("Resources", ["Resource", "What is found", "Change and gate"], group, isFolded: false) { finding in
      let place = finding.place.line != nil ? "<br>\(markdownCode(finding.place.text))" : ""
      var remarks = [finding.change, finding.standing.reason(finding.observation, options)].compactMap { $0 }
      if remarks.count == 2, remarks[0] == remarks[1] { remarks.removeLast() }
      return [
        markdownCode(finding.observation.address) + place, markdownText(finding.message, limit: 400),
        remarks.map { markdownText($0, limit: 500) }.joined(separator: "<br>"),
      ]
    }
    return page.text
  }
}

extension String {
  /// With a capital at its beginning.
  fileprivate var capitalizedWord: String { prefix(1).uppercased() + dropFirst() }
}
