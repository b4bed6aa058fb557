import Diagnostics
import Documents
import Rules

/// What a project changed about the rules, as it stands in a record: an assessor must see it.
enum AdjustmentsRecord {
  static func encode(_ adjustments: RuleSetSummary.Adjustments, _ writer: inout JSONWriter) {
    writer.name("adjustments")
    writer.object { writer in
      writer.name("disabled")
      writer.array { writer in
        for entry in adjustments.disabled {
          writer.object { writer in
            writer.member("rule", entry.rule)
            writer.member("reason", entry.reason)
          }
        }
      }
      writer.name("severities")
      writer.array { writer in
        for entry in adjustments.severities {
          writer.object { writer in
            writer.member("rule", entry.rule)
            writer.member("severity", entry.severity.rawValue)
          }
        }
      }
      writer.name("parameters")
      writer.array { writer in
        for entry in adjustments.parameters {
          writer.object { writer in
            writer.member("name", entry.name)
            writer.name("value")
            writer.json(entry.value.json)
          }
        }
      }
    }
  }

  static func decode(_ record: RecordReader) throws(Diagnostic) -> RuleSetSummary.Adjustments {
    var disabled: [(rule: String, reason: String)] = []
    for entry in try record.records("disabled", "rule") {
      disabled.append((try entry.text("rule"), try entry.text("reason")))
    }
    var severities: [(rule: String, severity: Severity)] = []
    for entry in try record.records("severities", "rule") {
      severities.append((try entry.text("rule"), try entry.choice("severity", Severity.self)))
    }
    var parameters: [(name: String, value: ParameterValue)] = []
    for entry in try record.records("parameters", "parameter") {
      parameters.append(
        (try entry.text("name"), try ParameterValue.decode(entry, try entry.required("value"))))
    }
    return RuleSetSummary.Adjustments(disabled: disabled, severities: severities, parameters: parameters)
  }
}
