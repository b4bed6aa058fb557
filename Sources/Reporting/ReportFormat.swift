import Assessments
import Diagnostics
import Rules

/// A way to write an assessment down: a pure function from assessment to bytes.
public protocol ReportFormat: Sendable {
  /// What `--format` calls it.
  static var name: String { get }
  /// Whether it shows rules and the roll-up over the whole standard.
  static var needsDetail: Bool { get }
  /// Whether it shows the digests of inputs and rules; to digest a large plan takes as long as a third of reading it.
  static var showsDigests: Bool { get }
  /// The results of which it shows message and evidence.
  static func evidence(verbose: Bool) -> EvidenceDemand
  static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8]
}

extension ReportFormat {
  public static var needsDetail: Bool { false }
  public static var showsDigests: Bool { true }
  public static func evidence(verbose: Bool) -> EvidenceDemand { .all }
}

/// All formats, in the order in which help lists them.
public let reportFormats: [any ReportFormat.Type] = [
  TerminalReport.self,
  JSONReport.self,
  CSVReport.self,
  SARIFReport.self,
  HTMLReport.self,
  OSCALReport.self,
  JSONLinesReport.self,
  JUnitReport.self,
  CodeQualityReport.self,
  GitLabSASTReport.self,
  GitHubAnnotations.self,
  AzureAnnotations.self,
  JobSummary.self,
  PullRequestComment.self,
  RunTaskReport.self,
]

/// What a report may depend on beside the assessment.
public struct ReportOptions: Sendable {
  public let toolVersion: String
  /// Whether the reader's terminal shows colours.
  public let color: Bool
  /// Columns of the reader's terminal.
  public let width: Int
  public let exitStatus: ExitStatus
  /// The least severity that fails the run.
  public let failOn: Severity
  /// Which findings fail the run: `introduced`, `touched` or `all`.
  public let gate: String
  /// Whether passes are listed too.
  public let verbose: Bool
  /// When the assessment was made; nil where a report does not say.
  public var created: Instant?
  /// The network as SVG, nil if there is none.
  public var diagram: String?
  /// Whether a finding fails the run.
  public var counts: @Sendable (Observation) -> Bool
  /// How files are named in reports that code hosts read.
  public var paths = RepositoryPaths.asGiven

  public init(
    toolVersion: String, color: Bool = false, width: Int = 100, exitStatus: ExitStatus, failOn: Severity = .low,
    gate: String = "all", verbose: Bool = false
  ) {
    self.toolVersion = toolVersion
    self.color = color
    self.width = width
    self.exitStatus = exitStatus
    self.failOn = failOn
    self.gate = gate
    self.verbose = verbose
    counts = { $0.verdict == .fail && $0.waiver == nil && $0.severity >= failOn }
  }
}
