import ArgumentParser
import PCICheckKit

/// The options by which every command chooses its rules.
struct PolicyOptions: ParsableArguments {
  @Option(
    help: "Version of PCI DSS whose requirement numbers are used (default: \(PCICheck.defaultStandardVersion)).",
    completion: .list(["4.0.1", "3.2.1"]))
  var standard: String?

  @Option(
    help: "Profile: essential, standard, complete (default: \(PCICheck.defaultProfile)).",
    completion: .list(["essential", "standard", "complete"]))
  var profile: String?

  @Option(
    help: "Only these rules, separated by commas: ids, other tools' ids, or ids with * for any characters.",
    completion: RuleCompletion.kind)
  var rules: [String] = []

  @Option(
    name: .customLong("policies"), help: "A folder of further policies; may be given several times.",
    completion: .directory)
  var folders: [String] = []

  @Flag(help: "Use only the rules of --policies, not those in the binary.")
  var noBuiltIn = false

  @Option(
    name: .customLong("parameter"),
    help: "Another value for a parameter of a rule, RULE.NAME=VALUE; may be given several times.")
  var parameters: [String] = []

  @OptionGroup var file: ConfigurationOptions

  /// What a run goes by: these options before the configuration file, that before what holds by default.
  func configuration(gate: GateOptions? = nil, waiverFiles: [String] = []) throws -> EffectiveConfiguration {
    try EffectiveConfiguration.load(file.choice, commandLine: settings(gate: gate, waiverFiles: waiverFiles))
  }

  /// What these options say of what the configuration file can say too.
  func settings(gate: GateOptions? = nil, waiverFiles: [String] = []) throws -> CommandLineSettings {
    var settings = CommandLineSettings()
    settings.standard = standard
    settings.profile = profile
    settings.rules = rules
    for parameter in parameters { settings.parameters.append(try PCICheck.Parameter(argument: parameter)) }
    settings.policyFolders = folders
    settings.leavesBuiltInOut = noBuiltIn
    settings.waiverFiles = waiverFiles
    gate?.apply(to: &settings)
    return settings
  }
}
