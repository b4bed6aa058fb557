import Diagnostics
import Documents
import ResourceGraph
import Rules

/// An assessment as a file from which it can be read back whole: `assessment.json` of evidence bundles
/// (policies/schema/assessment.schema.json).
public enum AssessmentRecord {
  static let kind = "pcicheck-assessment"
  static let schemaVersion = "2.0"

  /// One entry a line, so that two records can be compared line by line.
  ///
  /// - Parameter tables: those of the assessment.
  public static func encode(_ assessment: Assessment, _ tables: EvidenceTables, toolVersion: String) -> [UInt8] {
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.member("kind", kind)
      writer.member("schemaVersion", schemaVersion)
      writer.member("toolVersion", toolVersion)
      writer.name("ruleSet")
      ruleSet(assessment.ruleSet, &writer)
      writer.name("summary")
      writer.onOneLine { $0.object { summary(assessment, &$0) } }
      writer.name("inputs")
      writer.array { writer in for entry in assessment.inputs { writer.onOneLine { input(entry, &$0) } } }
      writer.name("notAssessed")
      writer.array { writer in
        for entry in assessment.coverage.unassessedTypes {
          writer.onOneLine { writer in
            writer.object { writer in
              writer.member("type", entry.type)
              writer.member("resources", entry.count)
            }
          }
        }
      }
      writer.name("diagnostics")
      writer.array { writer in for entry in assessment.diagnostics { writer.onOneLine { diagnostic(entry, &$0) } } }
      if !tables.waivers.list.isEmpty {
        writer.name("waivers")
        writer.array { writer in
          for entry in tables.waivers.list { writer.onOneLine { WaiverRecord.encode(entry, &$0) } }
        }
      }
      writer.name("standards")
      writer.array { writer in for entry in assessment.standards { RollUpRecord.encode(entry, &writer) } }
      writer.name("rules")
      writer.array { writer in for entry in assessment.rules { writer.onOneLine { rule(entry, &$0) } } }
      ObservationRecord.encode(tables, &writer)
    }
    writer.endLine()
    return writer.bytes
  }

  private static func ruleSet(_ ruleSet: RuleSetSummary, _ writer: inout JSONWriter) {
    writer.onOneLine { writer in
      writer.object { writer in
        writer.member("profile", ruleSet.profile)
        writer.member("standard", ruleSet.standard)
        writer.member("standardVersion", ruleSet.standardVersion)
        writer.member("rules", ruleSet.rules)
        writer.member("sha256", ruleSet.digest)
        if !ruleSet.adjustments.isEmpty { AdjustmentsRecord.encode(ruleSet.adjustments, &writer) }
      }
    }
  }

  private static func summary(_ assessment: Assessment, _ writer: inout JSONWriter) {
    for verdict in Verdict.allCases { writer.member(verdict.rawValue, assessment.count(verdict)) }
    writer.member("waived", assessment.waivedFailures)
    writer.member("resources", assessment.coverage.resources)
    writer.member("assessedResources", assessment.coverage.assessedResources)
  }

  private static func input(_ input: DocumentSummary, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", input.name)
      writer.member("kind", input.kind.rawValue)
      writer.member("sha256", input.sha256)
      writer.member("formatVersion", input.formatVersion)
      writer.member("toolVersion", input.toolVersion)
      writer.member("timestamp", input.timestamp)
      writer.member("complete", input.completeness.isComplete)
      writer.member("incompleteBecause", input.completeness.reasons)
      writer.member("notes", input.notes)
    }
  }

  private static func diagnostic(_ entry: Diagnostics.Diagnostic, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("severity", entry.severity.rawValue)
      writer.member("file", entry.location?.file)
      if let line = entry.location?.line { writer.member("line", line) }
      if let column = entry.location?.column { writer.member("column", column) }
      writer.member("message", entry.message)
      writer.member("help", entry.help)
    }
  }

  private static func rule(_ rule: RuleSummary, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", rule.id)
      writer.member("title", rule.title)
      writer.member("severity", rule.severity.rawValue)
      writer.member("rationale", rule.rationale)
      writer.member("remediation", rule.remediation)
      writer.member("references", rule.references)
      writer.member("condition", rule.condition)
      writer.member("weak", rule.isWeaklyLinked)
      writer.name("requirements")
      writer.array { writer in for link in rule.requirements { writer.value(link) } }
    }
  }
}
