import ArgumentParser
import Diagnostics
import PCICheckKit

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check plans, state or manifests (the default command).")

  @Argument(
    help: "Plan or state JSON, a saved plan, manifests, folders of these, or - for standard input.",
    completion: .file())
  var inputs: [String] = []

  @OptionGroup var streaming: StreamOptions

  @OptionGroup var policies: PolicyOptions

  @OptionGroup var reporting: ReportingOptions

  @OptionGroup var gate: GateOptions

  @OptionGroup var bundle: BundleOptions

  @Flag(help: "Assess a plan that is errored or incomplete. Nothing then passes because something is absent.")
  var allowIncomplete = false

  @OptionGroup var source: SourceOptions

  @OptionGroup var reading: ReadingOptions

  @OptionGroup var template: TemplateOptions

  @Option(help: "Colours: auto, always, never.")
  var color: ColorChoice = .auto

  @Flag(name: .shortAndLong, help: "List passes with their evidence too, all findings, and their ids.")
  var verbose = false

  @OptionGroup var quiet: QuietOptions

  @Flag(help: "Print where the time goes, on standard error.")
  var timings = false

  func validate() throws {
    try streaming.validate(self)
    if let problem = misspeltCommand(inputs) { throw problem }
  }

  func run() throws {
    let configuration = try policies.configuration(gate: gate)
    let plan = try reporting.plan(configuration)
    var options = try configuration.options(
      terraform: source.terraform, source: source.source, allowIncomplete: allowIncomplete,
      evidence: bundle.bundle != nil || streaming.stream ? .all : plan.evidence(verbose: verbose),
      today: gate.today?.day)
    options.detail =
      bundle.bundle != nil ? .bundle : streaming.stream ? PCICheck.detail(ofFormat: "json") : plan.detail
    options.reader = reading.reader
    options.templateParameters = template.parameters
    let check = PCICheck(options: options)
    try streaming.run(check, inputs)
    let result = try Progress.shown(unless: quiet.quiet) { try check.run(inputs, stage: $0) }
    for diagnostic in plan.notes + result.assessment.diagnostics where quiet.shows(diagnostic) {
      printDiagnostic(diagnostic)
    }
    var delivery = try ReportDelivery(
      result, of: check, plan, color: color, verbose: verbose, quiet: quiet.quiet
    ) { files in
      try bundle.add(result, of: check, to: &files)
    }
    try delivery.send()
    if timings { write(result.timings.description, to: .standardError) }
    exitProcess(result.exitStatus)
  }
}

enum SeverityArgument: String, ExpressibleByArgument, CaseIterable {
  case low, medium, high, critical

  var severity: PCICheck.Severity { PCICheck.Severity(rawValue: rawValue) ?? .low }
}
