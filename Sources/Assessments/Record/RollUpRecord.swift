import Diagnostics
import Documents
import Rules

/// The roll-up as it stands in a record.
enum RollUpRecord {
  static func encode(_ standard: StandardEvidence, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("standard", standard.standard)
      writer.member("version", standard.version)
      writer.member("title", standard.title)
      writer.name("requirements")
      writer.array { writer in
        for entry in standard.requirements { writer.onOneLine { requirement(entry, &$0) } }
      }
    }
  }

  private static func requirement(_ entry: RequirementEvidence, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", entry.id)
      writer.member("level", entry.level.rawValue)
      writer.member("title", entry.title)
      writer.member("status", entry.status.rawValue)
      writer.member("coverage", entry.coverage)
      population("population", entry.population, &writer)
      if !entry.zones.isEmpty {
        writer.name("zones")
        writer.array { writer in
          for zone in entry.zones {
            writer.object { writer in
              writer.member("name", zone.name)
              population("population", zone.population, &writer)
            }
          }
        }
      }
      population("checks", entry.checks, &writer)
      writer.member("rules", entry.rules)
      writer.member("supports", entry.supports)
      writer.member("remaining", entry.remaining)
    }
  }

  private static func population(_ name: String, _ population: Population, _ writer: inout JSONWriter) {
    writer.name(name)
    writer.object { writer in
      writer.member("total", population.resources)
      writer.member("passed", population.passed)
      writer.member("failed", population.failed)
      writer.member("waived", population.waived)
      writer.member("indeterminate", population.indeterminate)
      writer.member("notApplicable", population.notApplicable)
    }
  }

  static func decode(_ record: RecordReader) throws(Diagnostic) -> StandardEvidence {
    var requirements: [RequirementEvidence] = []
    for entry in try record.records("requirements", "requirement") { requirements.append(try requirement(entry)) }
    return StandardEvidence(
      standard: try record.text("standard"), version: try record.text("version"), title: try record.text("title"),
      requirements: requirements)
  }

  private static func requirement(_ entry: RecordReader) throws(Diagnostic) -> RequirementEvidence {
    var zones: [RequirementEvidence.Zone] = []
    if entry.member("zones") != nil {
      for zone in try entry.records("zones", "zone") {
        zones.append(
          RequirementEvidence.Zone(name: try zone.text("name"), population: try population(zone, "population")))
      }
    }
    return RequirementEvidence(
      id: try entry.text("id"), level: try entry.choice("level", Catalogue.Requirement.Level.self),
      title: try entry.text("title"), status: try entry.choice("status", RequirementEvidence.Status.self),
      coverage: try entry.optionalText("coverage"), population: try population(entry, "population"), zones: zones,
      checks: try population(entry, "checks"), rules: try entry.texts("rules"), supports: try entry.text("supports"),
      remaining: try entry.text("remaining"))
  }

  private static func population(_ entry: RecordReader, _ name: String) throws(Diagnostic) -> Population {
    let record = try entry.record(try entry.required(name), "`\(name)`")
    func number(_ name: String) throws(Diagnostic) -> Int {
      guard let value = record.arena.int(try record.required(name)), value >= 0 else {
        throw record.problem("`\(name)` must be a number of things", at: record.node)
      }
      return Int(value)
    }
    var population = Population()
    population.passed = try number("passed")
    population.failed = try number("failed")
    population.waived = try number("waived")
    population.indeterminate = try number("indeterminate")
    population.notApplicable = try number("notApplicable")
    return population
  }
}
