import Assessments

/// Where a finding is shown: where its source is written; else its place in the input; else the input.
struct FindingPlace {
  /// As code hosts know it; `stdin` for standard input.
  let file: String
  let line: Int?
  let column: Int?
  /// Whether the file is one that somebody can open.
  var isFile: Bool { file != Self.standardInput }

  private static let standardInput = "stdin"

  init(_ result: Observation, _ assessment: Assessment, _ paths: RepositoryPaths) {
    if let place = result.source?.place {
      self.init(file: place.file, line: place.line, column: place.column, paths)
    } else {
      let own = result.evidence.reads.first { $0.address == result.address && $0.position != nil }?.position
      let input = result.input.map { assessment.inputs[$0].name } ?? assessment.inputs.first?.name
      self.init(file: input ?? "-", line: own.map { Int($0.line) }, column: own.map { Int($0.column) }, paths)
    }
  }

  init(file: String, line: Int?, column: Int?, _ paths: RepositoryPaths) {
    self.file = file == "-" ? Self.standardInput : paths.name(file)
    self.line = line
    self.column = line == nil ? nil : column
  }

  /// `main.tf:12`
  var text: String { line.map { "\(file):\($0)" } ?? file }
}
