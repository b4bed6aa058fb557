import Diagnostics
import Rules

/// The section `gate`: what fails a run.
public struct GateSettings: Sendable {
  /// Which failures count, by what the change has to do with them.
  public enum Findings: String, Sendable, CaseIterable {
    /// Only those that the change brings about.
    case introduced
    /// Those, and failures that were there before on resources that the change touches.
    case touched
    /// Every failure.
    case all
  }

  public let findings: Setting<Findings>?
  /// The least severity that fails the run.
  public let failOn: Setting<Severity>?
  public let failOnIndeterminate: Setting<Bool>?
  /// An assessment or baseline whose failures do not count, relative to the configuration file.
  public let baseline: Setting<String>?

  static let none = GateSettings(findings: nil, failOn: nil, failOnIndeterminate: nil, baseline: nil)

  static func decode(_ root: RecordReader) throws(Diagnostic) -> GateSettings {
    guard let record = try root.section("gate") else { return none }
    try record.checkMembers(["findings", "fail-on", "fail-on-indeterminate", "baseline"])
    return GateSettings(
      findings: try record.choiceSetting("findings", Findings.self),
      failOn: try record.choiceSetting("fail-on", Severity.self),
      failOnIndeterminate: try record.boolSetting("fail-on-indeterminate"),
      baseline: try record.textSetting("baseline"))
  }
}
