import Diagnostics
import ResourceGraph
import Rules

/// The result of a run: everything that reports show.
public struct Assessment: Sendable {
  public let inputs: [DocumentSummary]
  /// Sorted by rule, then by the resource's place in the inputs.
  public internal(set) var observations: [Observation]
  public let ruleSet: RuleSetSummary
  public internal(set) var requirements: [RequirementSummary]
  /// Our short titles of the principal requirements, by number.
  public let principalTitles: [String: String]
  public let coverage: CoverageSummary
  /// Things to know about the run that are not findings.
  public internal(set) var diagnostics: [Diagnostics.Diagnostic]
  /// What became of the waivers, in the order in which they were given.
  public internal(set) var waivers: [WaiverStatus] = []
  /// The day on which waivers were held to hold; nil without waivers.
  public internal(set) var waiversAsOf: CalendarDate?
  /// Failures of the state before the change that are no more.
  public internal(set) var fixed: [FixedFinding] = []
  /// Whether an input says what was before, so that findings have a ``FindingChange``.
  public internal(set) var comparesStates = false
  /// What became of the baseline; nil without one.
  public internal(set) var baseline: BaselineSummary?
  /// The files that the run went by, beside inputs and rules.
  public internal(set) var files: [ConsultedFile] = []
  /// Makes the names by which findings are recognised in later runs.
  var fingerprint: Fingerprint?
  /// Makes the hints that say what to write.
  var fixes: (any FixSource)?
  /// ``Engine/Result/kept``.
  var kept: [any Sendable] = []
  /// The rules that judged; only where a report or a bundle asks for detail.
  public var rules: [RuleSummary] = []
  /// What the observations say of every item of the standard, the assessed version first; only where asked for.
  public var standards: [StandardEvidence] = []

  public func count(_ verdict: Verdict) -> Int { observations.indices.count { observations[$0].verdict == verdict } }
}

/// Which rules a run used.
public struct RuleSetSummary: Sendable {
  public let profile: String
  public let standard: String
  public let standardVersion: String
  /// Rules of the profile, whether or not the inputs have a resource for them.
  public let rules: Int
  /// SHA-256 over the texts of the rules that were used.
  public let digest: String
  /// What the project changes about the rules.
  public let adjustments: Adjustments

  public init(
    profile: String, standard: String, standardVersion: String, rules: Int, digest: String,
    adjustments: Adjustments = Adjustments()
  ) {
    self.profile = profile
    self.standard = standard
    self.standardVersion = standardVersion
    self.rules = rules
    self.digest = digest
    self.adjustments = adjustments
  }

  /// Rules that the project does not use or uses otherwise: an assessor must see them.
  public struct Adjustments: Sendable {
    public let disabled: [(rule: String, reason: String)]
    public let severities: [(rule: String, severity: Severity)]
    /// By `rule.parameter`.
    public let parameters: [(name: String, value: ParameterValue)]

    public init(
      disabled: [(rule: String, reason: String)] = [], severities: [(rule: String, severity: Severity)] = [],
      parameters: [(name: String, value: ParameterValue)] = []
    ) {
      self.disabled = disabled.map { ($0.rule, withoutSecrets($0.reason)) }
      self.severities = severities
      self.parameters = parameters
    }

    public var isEmpty: Bool { disabled.isEmpty && severities.isEmpty && parameters.isEmpty }
  }
}

/// What the observations say about one requirement.
public struct RequirementSummary: Sendable {
  public let id: String
  public let title: String
  public let pass: Int
  public let fail: Int
  public let indeterminate: Int
  /// How many of the failures a waiver covers.
  public internal(set) var waived = 0
}

/// What was looked at and what was not.
public struct CoverageSummary: Sendable {
  /// Resources that at least one rule judged.
  public let assessedResources: Int
  public let resources: Int
  /// Resource types that no rule looks at, with the number of resources, sorted by type.
  public let unassessedTypes: [(type: String, count: Int)]
}
