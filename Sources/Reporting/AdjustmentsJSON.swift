import Assessments
import Documents
import Rules

/// Writes what a project changes about the rules.
enum AdjustmentsJSON {
  static func write(_ adjustments: RuleSetSummary.Adjustments, _ writer: inout JSONWriter) {
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
      writer.object { writer in
        for entry in adjustments.severities { writer.member(entry.rule, entry.severity.rawValue) }
      }
      writer.name("parameters")
      writer.object { writer in
        for entry in adjustments.parameters {
          writer.name(entry.name)
          value(entry.value, &writer)
        }
      }
    }
  }

  private static func value(_ value: ParameterValue, _ writer: inout JSONWriter) {
    switch value {
    case .bool(let truth): writer.value(truth)
    case .int(let number): writer.value(number)
    case .double(let number): writer.value(number)
    case .string(let text): writer.value(text)
    case .list(let items): writer.array { writer in for item in items { self.value(item, &writer) } }
    }
  }
}
