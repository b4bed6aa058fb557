import ArgumentParser
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

  func run() throws { try request().run() }

  /// What the options ask for.
  func request() throws -> CheckRequest {
    var request = CheckRequest(inputs: inputs)
    request.isStream = streaming.stream
    request.settings = try policies.settings(gate: gate)
    request.configuration = policies.file.choice
    request.format = reporting.format
    request.output = reporting.output
    request.reports = reporting.reports
    request.today = gate.today?.day
    request.bundle = bundle.bundle == nil ? nil : bundle
    request.allowIncomplete = allowIncomplete
    request.source = source.source
    request.terraform = source.terraform
    request.reader = reading.reader
    request.templateParameters = template.parameters
    request.color = color
    request.isVerbose = verbose
    request.isQuiet = quiet.quiet
    request.showsTimings = timings
    return request
  }
}

enum SeverityArgument: String, ExpressibleByArgument, CaseIterable {
  case low, medium, high, critical

  var severity: PCICheck.Severity { PCICheck.Severity(rawValue: rawValue) ?? .low }
}
