import Assessments
import ProjectConfiguration
import Rules

/// What the command line says about things that the configuration file can say too; nil and empty where it says nothing.
public struct CommandLineSettings: Sendable {
  public var standard: String?
  public var profile: String?
  /// Ids, aliases, or ids with `*`, possibly several in one text.
  public var rules: [String] = []
  public var policyFolders: [String] = []
  public var leavesBuiltInOut = false
  public var failOn: PCICheck.Severity?
  public var failsOnIndeterminate = false
  public var gate: PCICheck.GateFindings?
  public var baseline: String?
  public var waiverFiles: [String] = []
  /// In the order given; they come after those of the file.
  public var parameters: [ParameterSetting] = []

  public init() {}
}

/// Which configuration file a run uses.
public enum ConfigurationChoice: Sendable {
  /// The nearest `pcicheck.yaml` from the working directory upward, if there is one.
  case nearest
  case file(String)
  case none
}

extension PCICheck {
  public typealias GateFindings = GateSettings.Findings
  public typealias Parameter = ParameterSetting
}
