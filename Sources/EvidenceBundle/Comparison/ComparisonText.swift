import Assessments
import Diagnostics
import Documents
import Reporting

extension BundleComparison {
  private var groups: [(title: String, findings: [Finding])] {
    [("Regressions", regressions), ("Fixes", fixes), ("Other changes of verdicts", otherChanges)]
  }

  private var lists: [(title: String, name: String, values: [String])] {
    [
      ("New resources", "newResources", newResources), ("Gone resources", "goneResources", goneResources),
      ("New rules", "newRules", newRules), ("Gone rules", "goneRules", goneRules),
      ("Rules with another text", "changedRules", changedRules),
    ]
  }

  /// For a person at a terminal.
  public var text: String {
    var text = ""
    for group in groups {
      text += "\(group.title): \(group.findings.count)\n"
      for finding in group.findings {
        text += "  \(finding.severity.rawValue)  \(safeText(finding.address))  \(Self.change(finding))\n"
        text += "      \(safeText(finding.rule)): \(safeText(finding.message))\n"
      }
    }
    text += "Requirements with another status: \(requirements.count)\n"
    for entry in requirements {
      text += "  \(safeText(entry.id))  \(entry.before.rawValue) -> \(entry.after.rawValue)  \(safeText(entry.title))\n"
    }
    for list in lists {
      text += "\(list.title): \(list.values.count)\n"
      for value in list.values { text += "  \(safeText(value))\n" }
    }
    return text
  }

  private static func change(_ finding: Finding) -> String {
    "\(finding.before?.rawValue ?? "new") -> \(finding.after?.rawValue ?? "gone")"
  }

  /// For programs.
  public var json: [UInt8] {
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.member("kind", "pcicheck-comparison")
      writer.member("schemaVersion", "1.0")
      for (name, findings) in [("regressions", regressions), ("fixes", fixes), ("otherChanges", otherChanges)] {
        writer.name(name)
        writer.array { writer in
          for finding in findings {
            writer.object { writer in
              writer.member("rule", finding.rule)
              writer.member("severity", finding.severity.rawValue)
              writer.member("address", finding.address)
              writer.member("before", finding.before?.rawValue)
              writer.member("after", finding.after?.rawValue)
              writer.member("message", finding.message)
            }
          }
        }
      }
      writer.name("requirements")
      writer.array { writer in
        for entry in requirements {
          writer.object { writer in
            writer.member("id", entry.id)
            writer.member("before", entry.before.rawValue)
            writer.member("after", entry.after.rawValue)
          }
        }
      }
      for list in lists { writer.member(list.name, list.values) }
    }
    writer.endLine()
    return writer.bytes
  }

  /// For a person with a browser.
  public var html: [UInt8] {
    var page = ReportPage(title: "What changed between two assessments")
    page.heading("What changed between two assessments")
    for group in groups {
      let rows = group.findings.map {
        [$0.severity.rawValue, $0.address, Self.change($0), $0.rule, $0.message]
      }
      page.table(group.title, ["Severity", "Resource", "Verdict", "Rule", "What is found"], rows)
    }
    page.table(
      "Requirements with another status", ["Requirement", "Title", "Before", "After"],
      requirements.map { [$0.id, $0.title, $0.before.rawValue, $0.after.rawValue] })
    for list in lists { page.table(list.title, ["Name"], list.values.map { [$0] }) }
    return page.finish()
  }
}
