import ArgumentParser
import PCICheckKit

/// The options that say what fails a run.
struct GateOptions: ParsableArguments {
  @Option(help: "The least severity that fails the run: low, medium, high, critical (default: low).")
  var failOn: SeverityArgument?

  @Flag(help: "Count undecided results as failures.")
  var failOnIndeterminate = false

  func apply(to settings: inout CommandLineSettings) {
    settings.failOn = failOn?.severity
    settings.failsOnIndeterminate = failOnIndeterminate
  }
}
