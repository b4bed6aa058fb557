import ArgumentParser
import PCICheckKit

/// The options that say what fails a run.
struct GateOptions: ParsableArguments {
  @Option(help: "The least severity that fails the run: low, medium, high, critical (default: low).")
  var failOn: SeverityArgument?

  @Flag(help: "Count undecided results as failures.")
  var failOnIndeterminate = false

  @Option(
    name: .customLong("waivers"), help: "A file of waivers; may be given several times.", completion: .file())
  var waiverFiles: [String] = []

  @Option(help: "The day on which waivers must hold, YYYY-MM-DD (default: SOURCE_DATE_EPOCH, or today).")
  var today: DayArgument?

  func apply(to settings: inout CommandLineSettings) {
    settings.failOn = failOn?.severity
    settings.failsOnIndeterminate = failOnIndeterminate
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
