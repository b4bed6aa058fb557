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

  @OptionGroup var gate: GateOptions

  @OptionGroup var bundle: BundleOptions

  @Flag(help: "Assess a plan that is errored or incomplete. Nothing then passes because something is absent.")
  var allowIncomplete = false

  @OptionGroup var source: SourceOptions

  @OptionGroup var template: TemplateOptions

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
    let configuration = try policies.configuration(gate: gate)
    var options = try configuration.options(
      terraform: source.terraform, source: source.source, allowIncomplete: allowIncomplete,
      evidence: bundle.bundle == nil ? PCICheck.evidence(shownBy: format, verbose: verbose) : .all,
      today: gate.today?.day)
    options.detail = bundle.bundle != nil ? .bundle : PCICheck.detail(ofFormat: format)
    options.templateParameters = template.parameters
    let check = PCICheck(options: options)
    let result = try check.run(inputs)
    for diagnostic in result.assessment.diagnostics { printDiagnostic(diagnostic) }
    let report = check.report(
      result, format: format, color: output == nil && color.isOn, width: terminalWidth(), verbose: verbose)
    if let output { try writeFile(report, to: output) } else { write(report, to: .standardOutput) }
    try bundle.write(result, of: check)
    if timings { write(result.timings.description, to: .standardError) }
    exitProcess(result.exitStatus)
  }
}

enum SeverityArgument: String, ExpressibleByArgument, CaseIterable {
  case low, medium, high, critical

  var severity: PCICheck.Severity { PCICheck.Severity(rawValue: rawValue) ?? .low }
}
