import ArgumentParser
import Diagnostics
import PCICheckKit

struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "Write down what fails today, so that only what is new fails a run.",
    subcommands: [Write.self])

  struct Write: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "write", abstract: "Assess inputs and write their findings as a baseline.")

    @Argument(
      help: "Plan or state JSON, a saved plan, manifests, folders of these, or - for standard input.",
      completion: .file())
    var inputs: [String]

    @OptionGroup var policies: PolicyOptions

    @Option(
      name: .shortAndLong,
      help: "The file to write (default: the configuration's gate.baseline, or pcicheck-baseline.json).",
      completion: .file())
    var output: String?

    @Option(
      name: .customLong("waivers"), help: "A file of waivers; what they cover is left out.", completion: .file())
    var waiverFiles: [String] = []

    @Option(help: "The day on which waivers must hold, YYYY-MM-DD (default: SOURCE_DATE_EPOCH, or today).")
    var today: DayArgument?

    @Flag(help: "Assess a plan that is errored or incomplete.")
    var allowIncomplete = false

    @OptionGroup var source: SourceOptions

    @OptionGroup var template: TemplateOptions

    func run() throws {
      let configuration = try policies.configuration(waiverFiles: waiverFiles)
      var options = try configuration.options(
        terraform: source.terraform, source: source.source, allowIncomplete: allowIncomplete,
        evidence: .findings(perRule: 0), usesBaseline: false,
        today: today?.day)
      options.templateParameters = template.parameters
      let result = try PCICheck(options: options).run(inputs)
      for diagnostic in result.assessment.diagnostics { printDiagnostic(diagnostic) }
      guard result.exitStatus != .notAssessed else { exitProcess(.notAssessed) }
      let path = output ?? configuration.baseline?.value ?? "pcicheck-baseline.json"
      try writeFile(BaselineFile.text(result.assessment), to: path)
      write("wrote \(safeText(path)); use it with --baseline, or as `gate: { baseline: … }`\n", to: .standardError)
    }
  }
}
