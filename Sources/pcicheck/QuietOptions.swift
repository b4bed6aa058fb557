import ArgumentParser
import Diagnostics
import PCICheckKit

/// How little a check says.
struct QuietOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Print one line with the verdict, and errors; files and other formats stay whole.")
  var quiet = false

  /// Whether the report is for a person, who asked for little.
  func isBrief(format: String, output: String?) -> Bool {
    quiet && output == nil && format == PCICheck.formatNames[0]
  }

  func shows(_ diagnostic: Diagnostic) -> Bool { !quiet || diagnostic.severity == .error }
}
