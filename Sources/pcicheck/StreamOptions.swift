import ArgumentParser
import Diagnostics
import Glibc
import PCICheckKit

/// The options of a run that checks one input for each line that it reads.
struct StreamOptions: ParsableArguments {
  @Flag(
    help: """
      Read lines {"path": ...} or {"plan": {...}}, each with an "id" if you like, from standard input or a file, and \
      write a JSON report for each on a line.
      """)
  var stream = false

  /// - Throws: what does not go with lines, or is missing without them.
  func validate(_ command: CheckCommand) throws {
    guard stream else {
      guard command.inputs.isEmpty else { return }
      throw ValidationError("Missing expected argument '<inputs> ...'")
    }
    guard command.inputs.count < 2 else {
      throw ValidationError("--stream reads one file of lines, or standard input")
    }
    guard [nil, PCICheck.formatNames[0], "json"].contains(command.reporting.format), command.reporting.output == nil,
      command.reporting.reports.isEmpty, command.bundle.bundle == nil, !command.timings
    else {
      throw ValidationError(
        "--stream writes JSON lines to standard output: --output, --report, --bundle, --timings and other formats do not go with it"
      )
    }
  }
}

extension CheckRequest {
  /// Answers every line and exits.
  func answerLines(_ check: PCICheck) throws -> Never {
    signal(SIGPIPE, SIG_IGN)
    let status = try check.stream(inputs.first ?? "-") { line throws(Diagnostic) in
      guard !writeAll(line, to: OutputStream.standardOutput.rawValue) else { return }
      // Whoever reads the lines may have seen enough; the others are not assessed then.
      if errno == EPIPE { exitProcess(.notAssessed) }
      throw standardOutputProblem()
    }
    exitProcess(status)
  }
}
