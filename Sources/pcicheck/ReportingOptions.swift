import ArgumentParser
import Diagnostics
import PCICheckKit

/// The reports of a check: which, and where they go.
struct ReportingOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: "Report format: \(PCICheck.formatNames.joined(separator: ", ")) (default: \(PCICheck.formatNames[0])).",
    completion: .list(PCICheck.formatNames))
  var format: String?

  @Option(name: .shortAndLong, help: "Write the report to a file instead of standard output.", completion: .file())
  var output: String?

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp(
      """
      Also write a report, FORMAT=PATH; may be given several times. The path - is standard output; auto writes what \
      the CI system reads that the run is in.
      """, valueName: "format=path"),
    completion: .file())
  var reports: [String] = []

  func validate() throws {
    guard let format, !PCICheck.formatNames.contains(format) else { return }
    throw unknownFormat(format, PCICheck.formatNames)
  }
}

/// Reports on their way to files and streams: nothing is written before all of it can be.
struct ReportDelivery {
  private var files = StagedFiles()
  private var standardOutput: [UInt8] = []
  private var log: [UInt8] = []
  private var isReadByPeople = true

  /// Makes the reports of a plan.
  ///
  /// - Parameters:
  ///   - color: whether what goes to standard output may have colours.
  ///   - quiet: whether a person gets one line.
  ///   - extra: adds files that are no reports.
  init(
    _ result: PCICheck.Result, of check: PCICheck, _ plan: ReportPlan, color: ColorChoice, verbose: Bool, quiet: Bool,
    with extra: (inout StagedFiles) throws -> Void
  ) throws {
    do {
      try addReports(result, check, plan, color: color, verbose: verbose, quiet: quiet)
      try extra(&files)
    } catch {
      files.discard()
      throw error
    }
  }

  private mutating func addReports(
    _ result: PCICheck.Result, _ check: PCICheck, _ plan: ReportPlan, color: ColorChoice, verbose: Bool,
    quiet: Bool
  ) throws(Diagnostic) {
    for request in plan.requests {
      let isShown = request.destination == .standardOutput
      let isForPeople = isShown && request.format == PCICheck.formatNames[0]
      let bytes =
        isForPeople && quiet
        ? check.verdictLine(result)
        : check.report(
          result, format: request.format, color: isShown && color.isOn, width: terminalWidth(), verbose: verbose)
      switch request.destination {
      case .standardOutput:
        standardOutput = bytes
        isReadByPeople = isForPeople
      case .log: log += bytes
      case .file(let path): try files.add(bytes, to: path)
      case .endOfFile(let path): try files.append(bytes, to: path)
      }
    }
  }

  mutating func send() throws {
    try files.commit()
    write(standardOutput, to: .standardOutput)
    write(log, to: isReadByPeople ? .standardOutput : .standardError)
  }
}
