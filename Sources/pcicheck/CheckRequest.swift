import Diagnostics
import PCICheckKit

/// What a check is asked to do, however the command line says it.
struct CheckRequest {
  var inputs: [String]
  /// Whether each line of the input names something to check.
  var isStream = false
  var settings = CommandLineSettings()
  var configuration = ConfigurationChoice.nearest
  var format: String?
  var output: String?
  var reports: [String] = []
  /// The day on which waivers must hold; nil for that of the clock.
  var today: PCICheck.Day?
  /// Nil if no bundle is asked for.
  var bundle: BundleOptions?
  var allowIncomplete = false
  var source: String?
  var terraform: String?
  var reader = PCICheck.Reader.fast
  var templateParameters: String?
  var color = ColorChoice.auto
  var isVerbose = false
  var isQuiet = false
  var showsTimings = false

  init(inputs: [String]) { self.inputs = inputs }

  /// Checks, reports and exits.
  func run() throws -> Never {
    HeapPages.prepare()
    let configuration = try EffectiveConfiguration.load(configuration, commandLine: settings)
    let plan = try ReportPlan(format: format, output: output, reports: reports, configuration: configuration)
    let check = PCICheck(options: try options(configuration, plan))
    if isStream { try answerLines(check) }
    let result = try Progress.shown(unless: isQuiet) { try check.run(inputs, stage: $0) }
    for diagnostic in plan.notes + result.assessment.diagnostics where !isQuiet || diagnostic.severity == .error {
      printDiagnostic(diagnostic)
    }
    var delivery = try ReportDelivery(
      result, of: check, plan, color: color, verbose: isVerbose, quiet: isQuiet
    ) { files in
      try bundle?.add(result, of: check, to: &files)
    }
    try delivery.send()
    if showsTimings { write(result.timings.description, to: .standardError) }
    exitProcess(result.exitStatus)
  }

  private func options(_ configuration: EffectiveConfiguration, _ plan: ReportPlan) throws -> PCICheck.Options {
    var options = try configuration.options(
      terraform: terraform, source: source, allowIncomplete: allowIncomplete,
      evidence: bundle != nil || isStream ? .all : plan.evidence(verbose: isVerbose), today: today)
    options.detail = bundle != nil ? .bundle : isStream ? PCICheck.detail(ofFormat: "json") : plan.detail
    options.makesDigests = bundle != nil || isStream || plan.showsDigests
    options.reader = reader
    options.templateParameters = templateParameters
    return options
  }
}
