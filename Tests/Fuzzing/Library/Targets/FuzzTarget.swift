/// A reader or parser, run on bytes that nobody vouches for.
public protocol FuzzTarget: Sendable {
  /// What the command line and the folder of its corpus call it.
  static var name: String { get }
  /// Reads the bytes. A trap is a finding, and so are a run over a second and memory without bound.
  static func run(_ bytes: [UInt8])
}

/// All targets, in the order in which they are listed.
public let fuzzTargets: [any FuzzTarget.Type] = [
  PlanTarget.self, InputTarget.self, CheckTarget.self, SlicesTarget.self, StreamTarget.self, YAMLTarget.self,
  TemplateTarget.self, HCLTarget.self, SourceTarget.self, CELTarget.self, IAMTarget.self, BundleTarget.self,
  BaselineTarget.self, ConfigurationTarget.self, RuleTarget.self,
]

/// Stops the run with a finding if something does not hold.
func require(_ truth: Bool, _ what: @autoclosure () -> String) {
  guard truth else { fatalError("finding: \(what())") }
}
