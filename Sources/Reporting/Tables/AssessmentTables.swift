import Assessments
import Rules

/// The tables of an assessment; each is complete, none is a sample.
public struct AssessmentTables: Sendable {
  private let assessment: Assessment

  public init(_ assessment: Assessment) { self.assessment = assessment }

  static let findingColumns = [
    "rule", "title", "severity", "verdict", "waived", "address", "type", "zone", "input", "requirements", "message",
  ]

  var observations: [Observation] { assessment.observations }

  /// Every verdict, one a row.
  public var findings: ReportTable {
    let rows = assessment.observations.map { entry -> [ReportTable.Cell] in
      ruleCells(entry) + ownCells(entry) + [.text(requirements(of: entry)), .text(entry.message)]
    }
    return ReportTable(name: "findings", columns: Self.findingColumns, rows: rows)
  }

  /// The first cells of a finding, which all of its rule have.
  func ruleCells(_ entry: Observation) -> [ReportTable.Cell] {
    [.text(entry.rule), .text(entry.title), .text(entry.severity.rawValue)]
  }

  /// The cells of a finding between what its rule says.
  func ownCells(_ entry: Observation) -> [ReportTable.Cell] {
    [
      .text(entry.verdict.rawValue), .text(entry.isWaived ? "yes" : ""), .text(entry.address), .text(entry.type),
      .text(entry.zone ?? ""), .text(entry.input.map { assessment.inputs[$0].name } ?? ""),
    ]
  }

  func requirements(of entry: Observation) -> String { entry.requirements.map(\.id).joined(separator: " ") }

  /// Every item of the standards, in their order.
  public var requirements: ReportTable {
    let columns = [
      "standard", "requirement", "level", "title", "status", "coverage", "resources", "passed", "failed", "waived",
      "undecided", "not applicable", "checks", "evidence supports", "remains for the assessor", "rules",
    ]
    let rows = assessment.standards.flatMap { standard in
      standard.requirements.map { entry -> [ReportTable.Cell] in
        [.text(standard.title), .text(entry.id), .text(entry.level.rawValue), .text(entry.title)]
          + [.text(entry.status.rawValue), .text(entry.coverage ?? "")] + Self.cells(entry.population)
          + [.number(entry.checks.resources), .text(entry.supports), .text(entry.remaining)]
          + [.text(entry.rules.joined(separator: " "))]
      }
    }
    return ReportTable(name: "requirements", columns: columns, rows: rows)
  }

  /// The resources behind every item, by zone.
  public var population: ReportTable {
    let columns = [
      "standard", "requirement", "zone", "resources", "passed", "failed", "waived", "undecided", "not applicable",
    ]
    var rows: [[ReportTable.Cell]] = []
    for standard in assessment.standards {
      for entry in standard.requirements where entry.population.resources > 0 {
        let head: [ReportTable.Cell] = [.text(standard.title), .text(entry.id)]
        rows.append(head + [.text("(all)")] + Self.cells(entry.population))
        for zone in entry.zones { rows.append(head + [.text(zone.name)] + Self.cells(zone.population)) }
      }
    }
    return ReportTable(name: "population", columns: columns, rows: rows)
  }

  private static func cells(_ population: Population) -> [ReportTable.Cell] {
    [
      population.resources, population.passed, population.failed, population.waived, population.indeterminate,
      population.notApplicable,
    ].map { .number($0) }
  }
}
