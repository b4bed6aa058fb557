import Assessments
import Diagnostics
import Documents
import FixHints
import Reporting
import ResourceGraph
import Rules

/// Loads inputs, judges them, and writes reports: what the command does, as a library.
public struct PCICheck: Sendable {
  public static let version = "0.1.0"
  public static let defaultStandardVersion = "4.0.1"
  public static let defaultProfile = "standard"
  /// The names of the report formats; the first is the default.
  public static var formatNames: [String] { reportFormats.map { $0.name } }

  public typealias Severity = Rules.Severity
  public typealias Instant = Reporting.Instant
  public typealias EvidenceDemand = Assessments.EvidenceDemand
  public typealias Reader = JSONReaderChoice

  /// The evidence that a format shows.
  public static func evidence(shownBy format: String, verbose: Bool) -> EvidenceDemand {
    reportFormats.first { $0.name == format }?.evidence(verbose: verbose) ?? .all
  }

  /// Whether a format shows the digests of inputs and rules.
  static func showsDigests(_ format: String) -> Bool {
    reportFormats.first { $0.name == format }?.showsDigests ?? true
  }

  public struct Options: Sendable {
    public let policies: Policies
    public let standardVersion: String
    public let profile: String
    /// Ids, aliases or patterns; empty for all rules of the profile.
    public let ruleSelectors: [String]
    /// What the project changes about the rules.
    public let adjustments: RuleAdjustments
    /// Rules that the adjustments do not switch off.
    public let namedRules: [String]
    public let terraform: String?
    /// The folder of the configuration that the plans were made from.
    public let source: String?
    public let allowIncomplete: Bool
    public let failOn: Severity
    public let failOnIndeterminate: Bool
    /// Which results carry message and evidence.
    public let evidence: EvidenceDemand
    public let waivers: WaiverPolicy?
    public let gate: Gate
    /// The files that the options were made from.
    public let files: [ConsultedFile]
    /// The zones that the project declares; nil for none.
    public let scope: ScopeDeclaration?
    /// How much the run keeps beside verdicts.
    public var detail = Detail.verdicts
    /// Whether somebody shows the digests of inputs and rules; without that they are left empty.
    public var makesDigests = true
    /// Who reads JSON.
    public var reader = Reader.fast
    /// The file with the parameters of CloudFormation templates.
    public var templateParameters: String?
    /// The configuration file that the run goes by.
    public var configurationDigest: (path: String, sha256: String)?

    public init(
      policies: Policies, standardVersion: String = PCICheck.defaultStandardVersion,
      profile: String = PCICheck.defaultProfile, ruleSelectors: [String] = [],
      adjustments: RuleAdjustments = .none, namedRules: [String] = [], terraform: String? = nil, source: String? = nil,
      allowIncomplete: Bool = false, failOn: Severity = .low, failOnIndeterminate: Bool = false,
      evidence: EvidenceDemand = .all, waivers: WaiverPolicy? = nil, gate: Gate = Gate(),
      files: [ConsultedFile] = [],
      scope: ScopeDeclaration? = nil
    ) {
      self.scope = scope
      self.policies = policies
      self.standardVersion = standardVersion
      self.profile = profile
      self.ruleSelectors = ruleSelectors
      self.adjustments = adjustments
      self.namedRules = namedRules
      self.terraform = terraform
      self.source = source
      self.allowIncomplete = allowIncomplete
      self.failOn = failOn
      self.failOnIndeterminate = failOnIndeterminate
      self.evidence = evidence
      self.waivers = waivers
      self.gate = gate
      self.files = files
    }
  }

  public struct Result: Sendable {
    public let assessment: Assessment
    public let exitStatus: ExitStatus
    public let timings: Timings
    /// When the run was made, the same in all its reports; nil if `SOURCE_DATE_EPOCH` is nonsense.
    let created: Instant?
    /// Only with ``Detail/bundle``.
    let material: BundleMaterial?
    /// The network as SVG; only where a report or a bundle shows it.
    let diagram: String?
  }

  /// What a run is at.
  public enum Stage: String, Sendable {
    case reading
    case judging
    case comparing
  }

  let options: Options
  /// Runs of one check share their rules.
  private let compiled = CompiledRules()

  public init(options: Options) { self.options = options }

  /// - Parameter stage: is told what the run has come to.
  func run(_ inputs: Inputs, stage: (Stage) -> Void = { _ in }) throws(Diagnostic) -> Result {
    var timings = Timings()
    let selection = try RuleSelection(
      options.policies.library, profile: options.profile, selectors: options.ruleSelectors,
      adjustments: options.adjustments, overrides: options.namedRules)
    timings.mark("policies")
    var loaded = try InputLoader(
      terraform: options.terraform, source: options.source, policies: options.policies,
      makesKey: options.detail == .bundle, reader: options.reader, digestsInputs: options.makesDigests,
      templateParameters: options.templateParameters
    ).load(inputs)
    timings.mark("read")
    let types = Set(loaded.builder.resources.map(\.type))
    var graph = loaded.builder.takeGraph(
      defaults: try options.policies.library.defaults(for: types), special: loaded.specialDefaults)
    graph.valueDigest = loaded.key?.valueDigest
    if !loaded.hasUnreadableParts { try refuseIncomplete(graph) }
    timings.mark("graph")
    stage(.judging)
    let rules = try selection.rules(for: types)
    let engine = Engine(
      options.policies.library, profile: selection.profile,
      options: Engine.Options(
        standardVersion: options.standardVersion, evidence: options.evidence, scope: options.scope),
      compiled: compiled)
    let judged = try engine.judge(extending: &graph, rules: rules)
    timings.mark("judge")
    let aside = Aside(graph, loaded.plans)
    timings.rules = judged.durations
    let ruleSet = RuleSetSummary(
      profile: options.profile, standard: "pci-dss", standardVersion: options.standardVersion, rules: selection.count,
      digest: options.makesDigests ? try selection.digest(of: rules) : "",
      adjustments: RuleSetSummary.Adjustments(
        disabled: selection.disabled, severities: selection.severities, parameters: selection.parameters))
    var assessment = Assessment.conclude(
      consume judged, graph: graph, catalogue: try options.policies.library.catalogue(version: options.standardVersion),
      ruleSet: ruleSet, notes: loaded.notes)
    stage(.comparing)
    try compare(&assessment, engine, rules, graph, aside.changes.value)
    if let baseline = options.gate.baseline { assessment = assessment.held(against: baseline, in: graph) }
    timings.mark("compare")
    let suppressions = SourceSuppressions(loaded.sources, in: graph).entries + loaded.suppressions
    if let waivers = try options.waivers(with: suppressions) { assessment = assessment.applying(waivers, to: graph) }
    try assessment.explain(by: engine, in: graph, rules: rules)
    assessment = assessment.naming(options.files + loaded.consulted).hinted(
      by: FixMaker(assessment.observations, in: graph, rules: rules, library: options.policies.library))
    let network = try network(of: graph)
    if let network { assessment = assessment.placed(in: network.zones) }
    assessment = assessment.concealing(aside.names.value)
    if options.detail > .verdicts {
      assessment = assessment.detailed(
        rules: rules, catalogues: try options.policies.library.catalogues(options.standardVersion))
    }
    timings.mark("conclude")
    var material: BundleMaterial?
    if options.detail == .bundle {
      material = BundleMaterial(
        policies: try SealedPolicies(options.policies.library, selection, rules: rules, types: types),
        parameters: selection.parameters)
    }
    return Result(
      assessment: assessment, exitStatus: exitStatus(assessment), timings: timings,
      created: try? MachineFacts.clock().instant, material: material,
      diagram: network?.diagram)
  }

  /// Writes a report down.
  ///
  /// - Parameter created: the moment that formats with a date show; nil for that of the run.
  public func report(
    _ result: Result, format: String, color: Bool, width: Int, verbose: Bool, created: Instant? = nil
  ) -> [UInt8] {
    var options = reportOptions(result, color: color, width: width, verbose: verbose)
    options.created = created ?? result.created
    options.diagram = result.diagram
    options.paths = RepositoryFolder.paths
    options.counts = counts
    let chosen = reportFormats.first { $0.name == format } ?? TerminalReport.self
    return chosen.render(result.assessment, options)
  }

  func reportOptions(_ result: Result, color: Bool, width: Int, verbose: Bool) -> ReportOptions {
    ReportOptions(
      toolVersion: Self.version, color: color, width: width, exitStatus: result.exitStatus, failOn: options.failOn,
      gate: options.gate.findings.rawValue, verbose: verbose)
  }

  func refuseIncomplete(_ graph: ResourceGraph) throws(Diagnostic) {
    guard !options.allowIncomplete, let input = graph.documents.first(where: { !$0.completeness.isComplete }) else {
      return
    }
    throw Diagnostic(
      .error, "cannot be assessed: \(input.completeness.reasons.joined(separator: "; "))",
      at: SourceLocation(file: input.name),
      help:
        "mend the plan, or assess what there is with --allow-incomplete; nothing then passes because something is absent"
    )
  }

  private func exitStatus(_ assessment: Assessment) -> ExitStatus {
    if assessment.diagnostics.contains(where: { $0.severity == .error }) { return .notAssessed }
    return assessment.observations.contains(where: counts) ? .failed : .passed
  }

  /// Whether a finding fails the run.
  @Sendable private func counts(_ observation: Observation) -> Bool {
    let isCounted =
      observation.verdict == .fail || options.failOnIndeterminate && observation.verdict == .indeterminate
    return isCounted && observation.severity >= options.failOn && options.gate.counts(observation)
  }
}
