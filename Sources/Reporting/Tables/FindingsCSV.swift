import Assessments

/// The table of findings as comma-separated values, the same to the byte as ``CSVTable`` writes it. The table is the
/// largest of all: what a rule says in every row is written once and copied.
public struct FindingsCSV {
  private let tables: AssessmentTables

  public init(_ assessment: Assessment) { tables = AssessmentTables(assessment) }

  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    CSVTable.line(AssessmentTables.findingColumns.map { .text($0) }, to: &bytes)
    var parts: (rule: String, head: [UInt8], requirements: [UInt8])?
    for observation in tables.observations {
      if parts?.rule != observation.rule { parts = self.parts(observation) }
      guard let parts else { continue }
      bytes += parts.head
      for cell in tables.ownCells(observation) {
        CSVTable.append(cell, to: &bytes)
        bytes.append(UInt8(ascii: ","))
      }
      bytes += parts.requirements
      CSVTable.append(observation.message, to: &bytes)
      CSVTable.endLine(&bytes)
    }
    return bytes
  }

  private func parts(_ observation: Observation) -> (rule: String, head: [UInt8], requirements: [UInt8]) {
    var head: [UInt8] = []
    for cell in tables.ruleCells(observation) {
      CSVTable.append(cell, to: &head)
      head.append(UInt8(ascii: ","))
    }
    var requirements: [UInt8] = []
    CSVTable.append(tables.requirements(of: observation), to: &requirements)
    requirements.append(UInt8(ascii: ","))
    return (observation.rule, head, requirements)
  }
}
