import ArgumentParser
import Diagnostics
import Glibc
import PCICheckKit

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Make a report again from an evidence bundle.")

  @Argument(help: "The bundle.", completion: .file())
  var bundle: String

  @Option(name: .shortAndLong, help: "Format: \(BundleReports.formats.joined(separator: ", ")).")
  var format = "html"

  @Option(name: .shortAndLong, help: "Write the report to a file instead of standard output.", completion: .file())
  var output: String?

  @Flag(help: "Write the file even into a folder in which everybody may write.")
  var force = false

  func validate() throws {
    guard BundleReports.formats.contains(format) else {
      throw unknownFormat(format, BundleReports.formats)
    }
    guard format != "xlsx" || output != nil || isatty(1) == 0 else {
      throw ValidationError("a spreadsheet is not for a terminal: give --output FILE")
    }
  }

  func run() throws {
    let report = try BundleReports.render(bundle, format: format)
    if let output {
      try writePrivateFile(report, to: output, force: force)
    } else {
      write(report, to: .standardOutput)
    }
  }
}

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Show what changed between two evidence bundles.",
    discussion: "Exit status: 0 no regression, 1 regressions, 2 not comparable.")

  @Argument(help: "The earlier bundle.", completion: .file())
  var old: String

  @Argument(help: "The later bundle.", completion: .file())
  var new: String

  @Option(name: .shortAndLong, help: "terminal, json or html.")
  var format = "terminal"

  @Option(name: .shortAndLong, help: "Write to a file instead of standard output.", completion: .file())
  var output: String?

  @Flag(help: "Write the file even into a folder in which everybody may write.")
  var force = false

  func validate() throws {
    guard ["terminal", "json", "html"].contains(format) else {
      throw unknownFormat(format, ["terminal", "json", "html"])
    }
  }

  func run() throws {
    let comparison = try BundleReports.compare(old, new)
    let bytes =
      switch format {
      case "json": comparison.json
      case "html": comparison.html
      default: Array(comparison.text.utf8)
      }
    if let output { try writePrivateFile(bytes, to: output, force: force) } else { write(bytes, to: .standardOutput) }
    exitProcess(comparison.regressions.isEmpty ? .passed : .failed)
  }
}
