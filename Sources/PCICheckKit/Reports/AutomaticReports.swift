import Diagnostics
import EvidenceBundle

/// The reports that a CI system reads, where it reads them: what `--report auto` writes.
struct AutomaticReports {
  private struct Report {
    let format: String
    let place: Place

    enum Place {
      case log
      case file(String)
      /// The file that a variable names; no report without it.
      case endOfFileNamed(variable: String)
    }
  }

  private let reports: [Report]
  private let variable: @Sendable (String) -> String?

  /// Those of the CI system that the run is in, nil outside any.
  static var current: AutomaticReports? {
    PipelineFacts.systemName.flatMap { AutomaticReports(system: $0, variable: MachineFacts.variable) }
  }

  /// - Parameter variable: the value of a variable of the environment.
  init?(system: String, variable: @escaping @Sendable (String) -> String?) {
    guard let entry = Self.systems.first(where: { $0.name == system }) else { return nil }
    reports = entry.reports
    self.variable = variable
  }

  static var systemNames: [String] { systems.map(\.name) }

  private static let systems: [(name: String, reports: [Report])] = [
    (
      "GitHub Actions",
      [
        Report(format: "github", place: .log),
        Report(format: "summary", place: .endOfFileNamed(variable: "GITHUB_STEP_SUMMARY")),
        Report(format: "sarif", place: .file("pcicheck.sarif")),
      ]
    ),
    (
      "GitLab CI",
      [
        Report(format: "code-quality", place: .file("gl-code-quality-report.json")),
        Report(format: "gitlab-sast", place: .file("gl-sast-report.json")),
        Report(format: "junit", place: .file("pcicheck-junit.xml")),
      ]
    ),
    (
      "Azure Pipelines",
      [
        Report(format: "azure", place: .log),
        Report(format: "junit", place: .file("pcicheck-junit.xml")),
        Report(format: "sarif", place: .file("pcicheck.sarif")),
      ]
    ),
    (
      "Jenkins",
      [
        Report(format: "junit", place: .file("pcicheck-junit.xml")),
        Report(format: "sarif", place: .file("pcicheck.sarif")),
      ]
    ),
    ("Buildkite", [Report(format: "junit", place: .file("pcicheck-junit.xml"))]),
    ("CircleCI", [Report(format: "junit", place: .file("pcicheck-junit.xml"))]),
    ("HCP Terraform", [Report(format: "run-task", place: .file("pcicheck-run-task.json"))]),
  ]

  /// - Parameter folder: the folder of files whose place nobody else decides; nil for the working directory.
  func requests(in folder: String?) -> [ReportRequest] {
    reports.compactMap { report in
      switch report.place {
      case .log: ReportRequest(report.format, to: .log)
      case .file(let name): ReportRequest(report.format, to: .file(Self.path(name, in: folder)))
      case .endOfFileNamed(let name):
        variable(name).map { ReportRequest(report.format, to: .endOfFile($0)) }
      }
    }
  }

  private static func path(_ name: String, in folder: String?) -> String {
    guard let folder, !folder.isEmpty, folder != "-", folder != "." else { return name }
    return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}
