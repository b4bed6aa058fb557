import Assessments
import Documents
import Rules

/// What was to be assessed, and how, as an OSCAL assessment plan.
struct OSCALPlan {
  let context: OSCALContext

  var bytes: [UInt8] {
    let ruleSet = context.assessment.ruleSet
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.name("assessment-plan")
      writer.object { writer in
        writer.member("uuid", context.uuid("plan"))
        context.metadata("Automated assessment of planned infrastructure", &writer)
        writer.name("import-ssp")
        writer.object { $0.member("href", "#\(context.uuid("ssp"))") }
        writer.name("local-definitions")
        writer.object { writer in
          writer.name("components")
          writer.array { context.tool(&$0) }
        }
        writer.name("reviewed-controls")
        controls(&writer)
        writer.name("assessment-subjects")
        writer.array { writer in
          writer.object { writer in
            writer.member("type", "inventory-item")
            writer.member("description", "Every resource of the inputs; no sample is taken.")
            writer.name("include-all")
            writer.object { _ in }
          }
        }
        context.assets(&writer)
        task(ruleSet, &writer)
        backMatter(&writer)
      }
    }
    writer.endLine()
    return writer.bytes
  }

  private func controls(_ writer: inout JSONWriter) {
    let items = (context.assessment.standards.first?.requirements ?? []).filter { $0.level == .requirement }
    writer.object { writer in
      OSCALContext.controlSelection(items.map(\.id), &writer)
    }
  }

  private func task(_ ruleSet: RuleSetSummary, _ writer: inout JSONWriter) {
    writer.name("tasks")
    writer.array { writer in
      writer.object { writer in
        writer.member("uuid", context.uuid("task"))
        writer.member("type", "action")
        writer.member("title", "Assess the inputs by rules")
        writer.member(
          "description",
          "Judges every resource of the inputs by \(ruleSet.rules) rules of profile \(ruleSet.profile); "
            + "SHA-256 over the texts of the rules used: \(ruleSet.digest).")
      }
    }
  }

  private func backMatter(_ writer: inout JSONWriter) {
    writer.name("back-matter")
    writer.object { writer in
      writer.name("resources")
      writer.array { writer in
        writer.object { writer in
          writer.member("uuid", context.uuid("ssp"))
          writer.member("title", "System security plan")
          writer.member("description", "None was given: the inputs describe the system as it is planned.")
        }
      }
    }
  }
}
