import ArgumentParser
import Diagnostics
import PCICheckKit

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check plans, state or manifests (the default command).")

  @Argument(
    help: "Plan or state JSON, a saved plan, manifests, folders of these, or - for standard input.",
    completion: .file())
  var inputs: [String]

  @OptionGroup var policies: PolicyOptions

  @Option(name: .shortAndLong, help: "Report format: \(PCICheck.formatNames.joined(separator: ", ")).")
  var format = PCICheck.formatNames[0]

  @Option(name: .shortAndLong, help: "Write the report to a file instead of standard output.", completion: .file())
  var output: String?

  @Option(help: "The least severity that fails the run: low, medium, high, critical.")
  var failOn: SeverityArgument = .low

  @Flag(help: "Count undecided results as failures.")
  var failOnIndeterminate = false

  @Flag(help: "Assess a plan that is errored or incomplete. Nothing then passes because something is absent.")
  var allowIncomplete = false

  @Option(help: "The program that shows saved plans (default: terraform, then tofu).", completion: .file())
  var terraform: String?

  @Option(help: "Colours: auto, always, never.")
  var color: ColorChoice = .auto

  @Flag(name: .shortAndLong, help: "List passes with their evidence too.")
  var verbose = false

  @Flag(help: "Print where the time goes, on standard error.")
  var timings = false

  func validate() throws {
    guard PCICheck.formatNames.contains(format) else {
      throw ValidationError(
        "unknown format `\(format)`, expected one of: \(PCICheck.formatNames.joined(separator: ", "))")
    }
  }

  func run() throws {
    let check = PCICheck(
      options: PCICheck.Options(
        policies: try policies.load(), standardVersion: policies.standard, profile: policies.profile,
        ruleSelectors: policies.rules, terraform: terraform, allowIncomplete: allowIncomplete, failOn: failOn.severity,
        failOnIndeterminate: failOnIndeterminate, evidence: PCICheck.evidence(shownBy: format, verbose: verbose)))
    let result = try check.run(inputs)
    for diagnostic in result.assessment.diagnostics { printDiagnostic(diagnostic) }
    let report = check.report(
      result, format: format, color: output == nil && color.isOn, width: terminalWidth(), verbose: verbose)
    if let output { try writeFile(report, to: output) } else { write(report, to: .standardOutput) }
    if timings { write(result.timings.description, to: .standardError) }
    exitProcess(result.exitStatus)
  }
}

enum SeverityArgument: String, ExpressibleByArgument, CaseIterable {
  case low, medium, high, critical

  var severity: PCICheck.Severity { PCICheck.Severity(rawValue: rawValue) ?? .low }
}

/// The options by which every command chooses its rules.
struct PolicyOptions: ParsableArguments {
  @Option(help: "Version of PCI DSS whose requirement numbers are used.")
  var standard = PCICheck.defaultStandardVersion

  @Option(help: "Profile: essential, standard, complete.")
  var profile = PCICheck.defaultProfile

  @Option(
    help: "Only these rules, separated by commas: ids, other tools' ids, or ids with * for any characters.")
  var rules: [String] = []

  @Option(
    name: .customLong("policies"), help: "A folder of further policies; may be given several times.",
    completion: .directory)
  var folders: [String] = []

  @Flag(help: "Use only the policies of --policies, not those in the binary.")
  var noBuiltIn = false

  func load() throws -> PCICheck.Policies { try PCICheck.Policies(folders: folders, builtIn: !noBuiltIn) }
}
