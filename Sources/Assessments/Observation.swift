import ResourceGraph
import Rules

/// One rule judged for one resource.
public struct Observation: Sendable {
  public let rule: String
  public let title: String
  public let severity: Severity
  /// The requirements of the assessed version of the standard.
  public let requirements: [RequirementLink]
  public let isWeaklyLinked: Bool
  /// The resource's address, or `plan` for a verdict about the inputs as a whole.
  public let address: String
  /// Nil for verdicts about the whole.
  public let resource: ResourceID?
  public let type: String
  /// Index into the assessment's inputs, nil for verdicts about the whole.
  public let input: Int?
  public let verdict: Verdict
  /// One sentence: what was found, or why nothing can be said.
  public let message: String
  public let remediation: String
  public let evidence: Evidence
  /// The zone that the resource is in, nil where none are declared.
  public var zone: String?
  /// The waiver that covers the finding.
  public internal(set) var waiver: Waiver?
  /// What the change has to do with the finding; nil where the input does not say what was before.
  public internal(set) var change: FindingChange?
  /// Whether the baseline has the finding.
  public internal(set) var isInBaseline = false

  /// Whether somebody accepted the failure for a time. It stays a failure.
  public var isWaived: Bool { verdict == .fail && waiver != nil }
}
