import Assessments
import Diagnostics
import ProjectConfiguration
import Rules

/// What a run goes by: the command line before the file, the file before what holds by default.
public struct EffectiveConfiguration: Sendable {
  /// The file that was read, nil without one.
  public let file: ConfigurationFile?
  public let standard: Sourced<String>
  public let profile: Sourced<String>
  /// In the order in which they replace each other's files.
  public let policyFolders: [Sourced<String>]
  public let usesBuiltIn: Sourced<Bool>
  /// Only these rules; empty for those of the profile.
  public let rules: [Sourced<String>]
  public let failOn: Sourced<Severity>
  public let failsOnIndeterminate: Sourced<Bool>
  public let gate: Sourced<PCICheck.GateFindings>
  public let baseline: Sourced<String>?
  public let waiverFiles: [Sourced<String>]
  public let waiverHorizon: Sourced<Int>
  /// Those of the file, then those of the command line; of two values for one parameter the later holds.
  public let parameters: [Sourced<ParameterSetting>]
  /// Whether comments in sources waive.
  public let acceptsComments: Sourced<Bool>

  /// Finds and reads the file and puts the command line over it.
  ///
  /// - Throws: a diagnostic if the file is not what it should be, or is named and not there.
  public static func load(_ choice: ConfigurationChoice = .nearest, commandLine: CommandLineSettings = .init())
    throws(Diagnostic) -> EffectiveConfiguration
  {
    switch choice {
    case .none: return EffectiveConfiguration(nil, commandLine)
    case .file(let path): return EffectiveConfiguration(try ConfigurationFile.read(path), commandLine)
    case .nearest:
      guard let path = ConfigurationFinder.find() else { return EffectiveConfiguration(nil, commandLine) }
      return EffectiveConfiguration(try ConfigurationFile.read(path), commandLine)
    }
  }

  init(_ file: ConfigurationFile?, _ commandLine: CommandLineSettings) {
    self.file = file
    standard = Self.choose(commandLine.standard, "--standard", file?.standard, PCICheck.defaultStandardVersion)
    profile = Self.choose(commandLine.profile, "--profile", file?.profile, PCICheck.defaultProfile)
    policyFolders =
      Self.paths(file?.policies.folders, in: file)
      + commandLine.policyFolders.map {
        Sourced($0, from: .commandLine("--policies"))
      }
    usesBuiltIn = Self.choose(
      commandLine.leavesBuiltInOut ? false : nil, "--no-built-in", file?.policies.builtIn, true)
    rules =
      commandLine.rules.isEmpty
      ? (file?.rules.only ?? []).map { Sourced($0.value, from: .file($0.location)) }
      : commandLine.rules.map { Sourced($0, from: .commandLine("--rules")) }
    failOn = Self.choose(commandLine.failOn, "--fail-on", file?.gate.failOn, .low)
    failsOnIndeterminate = Self.choose(
      commandLine.failsOnIndeterminate ? true : nil, "--fail-on-indeterminate", file?.gate.failOnIndeterminate, false)
    gate = Self.choose(commandLine.gate, "--gate", file?.gate.findings, .all)
    baseline =
      commandLine.baseline.map { Sourced($0, from: .commandLine("--baseline")) }
      ?? Self.paths((file?.gate.baseline).map { [$0] }, in: file).first
    waiverFiles =
      Self.paths(file?.waivers.files, in: file)
      + commandLine.waiverFiles.map {
        Sourced($0, from: .commandLine("--waivers"))
      }
    waiverHorizon = Self.choose(nil, "", file?.waivers.horizon, WaiverSettings.defaultHorizon)
    parameters =
      (file?.parameters ?? []).map { Sourced($0, from: .file($0.location)) }
      + commandLine.parameters.map { Sourced($0, from: .commandLine("--parameter")) }
    acceptsComments = Self.choose(nil, "", file?.waivers.comments, true)
  }

  private static func choose<Value>(
    _ commandLine: Value?, _ option: String, _ setting: Setting<Value>?, _ standard: Value
  ) -> Sourced<Value> {
    if let commandLine { return Sourced(commandLine, from: .commandLine(option)) }
    if let setting { return Sourced(setting.value, from: .file(setting.location)) }
    return Sourced(standard, from: .standard)
  }

  private static func paths(_ settings: [Setting<String>]?, in file: ConfigurationFile?) -> [Sourced<String>] {
    guard let settings, let file else { return [] }
    return settings.map { Sourced(file.resolve($0.value), from: .file($0.location)) }
  }

  /// The reports that the file asks for.
  public var outputs: [OutputSetting] { file?.outputs ?? [] }

  /// Reads the policies.
  public func loadPolicies() throws(Diagnostic) -> PCICheck.Policies {
    try PCICheck.Policies(folders: policyFolders.map(\.value), builtIn: usesBuiltIn.value)
  }

  /// The rules that the command line names, or else the file.
  public var ruleSelectors: [String] { rules.map(\.value) }

  /// What the file and the command line change about rules.
  public var adjustments: RuleAdjustments {
    let rules = file?.rules
    return RuleAdjustments(
      also: (rules?.also ?? []).map { RuleAdjustments.Named($0.value, (), at: $0.location) },
      disabled: (rules?.disabled ?? []).map { RuleAdjustments.Named($0.rule.value, $0.reason, at: $0.rule.location) },
      severities: (rules?.severities ?? []).map {
        RuleAdjustments.Named($0.rule.value, $0.severity, at: $0.rule.location)
      },
      parameters: parameters.map(\.value).map { entry in
        RuleAdjustments.Named(
          entry.rule, RuleAdjustments.Parameter(name: entry.name, value: entry.value), at: entry.location)
      })
  }

  /// Refuses names of the file that the policies do not have, where the file has them.
  public func check(_ policies: PCICheck.Policies) throws(Diagnostic) {
    try Self.located(standard) { version throws(Diagnostic) in _ = try policies.library.catalogue(version: version) }
    try Self.located(profile) { name throws(Diagnostic) in _ = try policies.library.profile(name) }
    for rule in rules {
      guard let location = rule.origin.location else { continue }
      for selector in rule.value.split(separator: ",") {
        _ = try policies.library.rules(named: String(selector), at: location)
      }
    }
  }

  /// Looks up a value that the file says; what the command line says is looked up when it is used.
  private static func located(_ value: Sourced<String>, _ lookUp: (String) throws(Diagnostic) -> Void)
    throws(Diagnostic)
  {
    guard let location = value.origin.location else { return }
    do throws(Diagnostic) {
      try lookUp(value.value)
    } catch {
      throw Diagnostic(error.severity, error.message, at: location, help: error.help)
    }
  }

  /// The rules that the command line names, which the file does not switch off.
  public var namedRules: [String] {
    rules.compactMap { if case .commandLine = $0.origin { $0.value } else { nil } }
  }
}
