import Assessments
import Documents
import ResourceGraph
import Rules

/// What the assessment found, as OSCAL assessment results.
///
/// OSCAL knows two states. A requirement is satisfied only if every check passes and infrastructure can show all of it;
/// everything else is not satisfied, with the reason `fail` for a failure and `other` for what is open.
struct OSCALResults {
  let context: OSCALContext
  private let groups: [OSCALObservation]
  /// Subjects of all observations; with more, those of large observations are listed by the table of findings alone.
  private static let mostSubjects = 10_000
  /// Subjects of one observation in such a document.
  private static let mostOfOne = 50
  private let listsAll: Bool

  init(context: OSCALContext) {
    self.context = context
    groups = OSCALObservation.all(context.assessment)
    listsAll = groups.reduce(0) { $0 + $1.members.count } <= Self.mostSubjects
  }

  private func listsSubjects(_ group: OSCALObservation) -> Bool { listsAll || group.members.count <= Self.mostOfOne }

  private var assessment: Assessment { context.assessment }
  private var standard: StandardEvidence? { assessment.standards.first }

  var bytes: [UInt8] {
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.name("assessment-results")
      writer.object { writer in
        writer.member("uuid", context.uuid("results"))
        context.metadata("Automated assessment of planned infrastructure", &writer)
        writer.name("import-ap")
        writer.object { $0.member("href", "#\(context.uuid("plan resource"))") }
        writer.name("results")
        writer.array { result(&$0) }
        backMatter(&writer)
      }
    }
    writer.endLine()
    return writer.bytes
  }

  private func result(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("uuid", context.uuid("result"))
      writer.member("title", "Assessment of planned infrastructure")
      writer.member(
        "description",
        "Every resource of the inputs judged by rules before it is applied. It is no Report on Compliance.")
      writer.member("start", context.created.text)
      writer.member("end", context.created.text)
      localDefinitions(&writer)
      reviewedControls(&writer)
      if !groups.isEmpty {
        writer.name("observations")
        writer.array { writer in for group in groups { writer.onOneLine { observation(group, &$0) } } }
      }
      risks(&writer)
      findings(&writer)
    }
  }

  private func localDefinitions(_ writer: inout JSONWriter) {
    var seen: Set<String> = []
    writer.name("local-definitions")
    writer.object { writer in
      writer.name("components")
      writer.array { context.tool(&$0) }
      let subjects = groups.filter(listsSubjects).flatMap(\.members).filter { $0.input != nil }
      if !subjects.isEmpty {
        writer.name("inventory-items")
        writer.array { writer in
          for entry in subjects where seen.insert(subjectName(entry)).inserted {
            writer.onOneLine { item(entry, &$0) }
          }
        }
      }
      context.assets(&writer)
    }
  }

  private func subjectName(_ observation: Observation) -> String {
    "item \(observation.input ?? -1) \(observation.address)"
  }

  private func item(_ entry: Observation, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("uuid", context.uuid(subjectName(entry)))
      writer.member("description", OSCALContext.line(entry.address))
      writer.name("props")
      writer.array { writer in
        OSCALContext.property("resource-type", entry.type, &writer)
        if let input = entry.input { OSCALContext.property("input", assessment.inputs[input].name, &writer) }
        if let zone = entry.zone { OSCALContext.property("zone", zone, &writer) }
      }
    }
  }

  private func reviewedControls(_ writer: inout JSONWriter) {
    let items = (standard?.requirements ?? []).filter { $0.level == .requirement && !$0.rules.isEmpty }
    writer.name("reviewed-controls")
    writer.object { writer in
      OSCALContext.controlSelection(items.map(\.id), &writer)
    }
  }

  private func observation(_ group: OSCALObservation, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("uuid", context.uuid(group.name))
      writer.member("title", OSCALContext.line(group.rule.title))
      writer.member("description", OSCALContext.line(group.text))
      writer.name("props")
      writer.array { writer in
        OSCALContext.property("verdict", group.verdict.rawValue, &writer)
        OSCALContext.property("rule-id", group.rule.id, &writer)
        if group.isWaived { OSCALContext.property("waived", "true", &writer) }
      }
      writer.member("methods", ["EXAMINE"])
      writer.member("types", ["control-objective"])
      writer.name("origins")
      writer.array { writer in
        writer.object { writer in
          writer.name("actors")
          writer.array { actor(&$0) }
        }
      }
      let subjects = listsSubjects(group) ? group.members.filter { $0.input != nil } : []
      if !subjects.isEmpty {
        writer.name("subjects")
        writer.array { writer in
          for entry in subjects {
            writer.object { writer in
              writer.member("subject-uuid", context.uuid(subjectName(entry)))
              writer.member("type", "inventory-item")
            }
          }
        }
      }
      if !listsSubjects(group) { complete(group, &writer) }
      writer.member("collected", context.created.text)
    }
  }

  /// Where all subjects of an observation are listed.
  private func complete(_ group: OSCALObservation, _ writer: inout JSONWriter) {
    writer.name("relevant-evidence")
    writer.array { writer in
      writer.object { writer in
        writer.member("href", "../findings.csv")
        writer.member(
          "description",
          "The complete list of the \(group.members.count) resources: rows of this rule with this verdict.")
      }
    }
  }

  private func actor(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("type", "tool")
      writer.member("actor-uuid", context.uuid("tool"))
    }
  }

  /// One risk a rule that fails.
  private func risks(_ writer: inout JSONWriter) {
    let failing = failingRules
    guard !failing.isEmpty else { return }
    writer.name("risks")
    writer.array { writer in
      for rule in failing {
        let observations = groups.filter { $0.rule.id == rule.id && $0.verdict == .fail }
        writer.object { writer in
          writer.member("uuid", context.uuid("risk \(rule.id)"))
          writer.member("title", OSCALContext.line(rule.title))
          writer.member("description", OSCALContext.line("The rule fails: \(rule.title)"))
          writer.member("statement", OSCALContext.line(rule.rationale))
          writer.member("status", observations.allSatisfy(\.isWaived) ? "deviation-approved" : "open")
          severity(rule, &writer)
          writer.name("remediations")
          writer.array { writer in
            writer.object { writer in
              writer.member("uuid", context.uuid("remediation \(rule.id)"))
              writer.member("lifecycle", "recommendation")
              writer.member("title", "What to do")
              writer.member("description", OSCALContext.line(rule.remediation))
            }
          }
          related(observations, &writer)
        }
      }
    }
  }

  private var failingRules: [RuleSummary] {
    var seen: Set<String> = []
    return groups.filter { $0.verdict == .fail && seen.insert($0.rule.id).inserted }.map(\.rule)
  }

  private func severity(_ rule: RuleSummary, _ writer: inout JSONWriter) {
    writer.name("characterizations")
    writer.array { writer in
      writer.object { writer in
        writer.name("origin")
        writer.object { writer in
          writer.name("actors")
          writer.array { actor(&$0) }
        }
        writer.name("facets")
        writer.array { writer in
          writer.object { writer in
            writer.member("name", "severity")
            writer.member("system", OSCALContext.namespace)
            writer.member("value", rule.severity.rawValue)
          }
        }
      }
    }
  }

  private func related(_ observations: [OSCALObservation], _ writer: inout JSONWriter) {
    guard !observations.isEmpty else { return }
    writer.name("related-observations")
    writer.array { writer in
      for entry in observations {
        writer.onOneLine { writer in
          writer.object { $0.member("observation-uuid", context.uuid(entry.name)) }
        }
      }
    }
  }

  private func findings(_ writer: inout JSONWriter) {
    let items = (standard?.requirements ?? []).filter { $0.level == .requirement && !$0.rules.isEmpty }
    guard !items.isEmpty else { return }
    let failing = Set(failingRules.map(\.id))
    writer.name("findings")
    writer.array { writer in
      for item in items {
        let rules = Set(item.rules)
        writer.object { writer in
          writer.member("uuid", context.uuid("finding \(item.id)"))
          writer.member("title", OSCALContext.line("\(item.id) \(item.title)"))
          writer.member("description", OSCALContext.line("The evidence supports \(item.supports)."))
          writer.name("props")
          writer.array { OSCALContext.property("status", item.status.rawValue, &$0) }
          target(item, &writer)
          related(groups.filter { rules.contains($0.rule.id) }, &writer)
          let risks = rules.intersection(failing).sorted()
          if !risks.isEmpty {
            writer.name("related-risks")
            writer.array { writer in
              for rule in risks { writer.object { $0.member("risk-uuid", context.uuid("risk \(rule)")) } }
            }
          }
          writer.member("remarks", OSCALContext.line("Remains for the assessor: \(item.remaining)."))
        }
      }
    }
  }

  private func target(_ item: RequirementEvidence, _ writer: inout JSONWriter) {
    let isSatisfied = item.status == .supported && item.coverage == "full"
    writer.name("target")
    writer.object { writer in
      writer.member("type", "objective-id")
      writer.member("target-id", OSCALContext.objectiveID(item.id))
      writer.name("status")
      writer.object { writer in
        writer.member("state", isSatisfied ? "satisfied" : "not-satisfied")
        writer.member("reason", isSatisfied ? "pass" : item.status == .contradicted ? "fail" : "other")
      }
    }
  }

  private func backMatter(_ writer: inout JSONWriter) {
    writer.name("back-matter")
    writer.object { writer in
      writer.name("resources")
      writer.array { writer in
        writer.object { writer in
          writer.member("uuid", context.uuid("plan resource"))
          writer.member("title", "Assessment plan")
          writer.name("rlinks")
          writer.array { $0.object { $0.member("href", "assessment-plan.json") } }
        }
        for (index, input) in assessment.inputs.enumerated() {
          writer.object { writer in
            writer.member("uuid", context.uuid("input \(index)"))
            writer.member("title", OSCALContext.line(input.name))
            writer.member("description", "SHA-256 of the input: \(input.sha256)")
          }
        }
      }
    }
  }
}
