import Assessments
import Documents

/// Writes what a change has to do with findings.
enum ChangeJSON {
  static func write(_ change: FindingChange, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("status", change.status.rawValue)
      guard !change.causes.isEmpty else { return }
      writer.name("causes")
      writer.array { writer in
        for cause in change.causes {
          writer.object { writer in
            writer.member("address", cause.address)
            writer.member("action", cause.action.rawValue)
          }
        }
      }
    }
  }

  /// The failures by status, for the summary.
  static func counts(_ assessment: Assessment, _ writer: inout JSONWriter) {
    writer.name("change")
    writer.object { writer in
      for status in FindingChange.Status.allCases { writer.member(status.rawValue, assessment.count(status)) }
      writer.member("fixed", assessment.fixed.count)
    }
  }

  static func baseline(_ baseline: BaselineSummary, _ writer: inout JSONWriter) {
    writer.name("baseline")
    writer.object { writer in
      writer.member("name", baseline.name)
      writer.member("findings", baseline.findings)
      writer.member("matched", baseline.matched)
    }
  }

  static func fixed(_ assessment: Assessment, _ writer: inout JSONWriter) {
    writer.name("fixed")
    writer.array { writer in
      for finding in assessment.fixed {
        writer.object { members(of: finding, assessment, &$0) }
      }
    }
  }

  static func members(of finding: FixedFinding, _ assessment: Assessment, _ writer: inout JSONWriter) {
    writer.member("rule", finding.rule)
    writer.member("title", finding.title)
    writer.member("address", finding.address)
    writer.member("type", finding.type)
    writer.member("severity", finding.severity.rawValue)
    writer.name("requirements")
    writer.array { writer in for link in finding.requirements { writer.value(link.id) } }
    writer.member("message", finding.message)
    writer.member("fingerprint", assessment.fingerprint(of: finding))
    writer.member("deleted", finding.isDeleted)
  }
}
