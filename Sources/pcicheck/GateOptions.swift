import ArgumentParser
import PCICheckKit

/// The options that say what fails a run.
struct GateOptions: ParsableArguments {
  @Option(
    help: """
      Which failures fail the run: introduced (only those that the change brings about), touched (those, and older \
      ones on resources that it touches), all (default).
      """)
  var gate: PCICheck.GateFindings?

  @Option(help: "The least severity that fails the run: low, medium, high, critical (default: low).")
  var failOn: SeverityArgument?

  @Flag(help: "Count undecided results as failures.")
  var failOnIndeterminate = false

  @Option(
    help: "A baseline, or the JSON report of an earlier run, whose findings do not fail this one.",
    completion: .file())
  var baseline: String?

  @Option(
    name: .customLong("waivers"), help: "A file of waivers; may be given several times.", completion: .file())
  var waiverFiles: [String] = []

  @Option(help: "The day on which waivers must hold, YYYY-MM-DD (default: SOURCE_DATE_EPOCH, or today).")
  var today: DayArgument?

  func apply(to settings: inout CommandLineSettings) {
    settings.gate = gate
    settings.failOn = failOn?.severity
    settings.failsOnIndeterminate = failOnIndeterminate
    settings.baseline = baseline
    settings.waiverFiles = waiverFiles
  }
}

/// A day as an option says it.
struct DayArgument: ExpressibleByArgument {
  let day: PCICheck.Day

  init?(argument: String) {
    guard let day = PCICheck.Day(argument) else { return nil }
    self.day = day
  }
}

extension PCICheck.GateFindings: ExpressibleByArgument {}
