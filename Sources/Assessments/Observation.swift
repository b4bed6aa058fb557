import ResourceGraph
import Rules

/// One rule judged for one resource.
public struct Observation: Sendable {
  /// What the rule says of itself; shared by all observations of the rule.
  public let subject: RuleSubject
  /// The resource's address, or `plan` for a verdict about the inputs as a whole.
  public let address: String
  /// Nil for verdicts about the whole.
  public let resource: ResourceID?
  public let type: String
  /// Index into the assessment's inputs, nil for verdicts about the whole.
  public let input: Int?
  /// Where the resource's block is written; nil without the configuration.
  public let block: SourceTrail?
  public let verdict: Verdict
  /// One sentence: what was found, or why nothing can be said. Empty where nobody asked for it (``EvidenceDemand``).
  public internal(set) var message: String
  public internal(set) var evidence: Evidence
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

  /// Where the first attribute that was read is written, or the resource's block if nobody wrote one.
  public var source: SourceTrail? {
    guard let block else { return nil }
    return evidence.reads.lazy.filter { $0.address == address }.compactMap(\.source).first { $0 != block } ?? block
  }

  public var rule: String { subject.rule }
  public var title: String { subject.title }
  public var severity: Severity { subject.severity }
  public var requirements: [RequirementLink] { subject.requirements }
  public var isWeaklyLinked: Bool { subject.isWeaklyLinked }
  public var remediation: String { subject.remediation }
}

/// What a rule says of itself in every observation: an object, so that thousands of them share it.
public final class RuleSubject: Sendable {
  public let rule: String
  public let title: String
  public let severity: Severity
  /// The requirements of the assessed version of the standard.
  public let requirements: [RequirementLink]
  public let isWeaklyLinked: Bool
  public let remediation: String

  init(_ rule: RuleSummary, standardVersion: String) {
    self.rule = rule.id
    title = rule.title
    severity = rule.severity
    requirements = rule.requirements.filter { $0.version == standardVersion }
    isWeaklyLinked = rule.isWeaklyLinked
    remediation = rule.remediation
  }

  init(_ rule: Rule, standardVersion: String) {
    self.rule = rule.id
    title = rule.title
    severity = rule.severity
    requirements = rule.requirements.filter { $0.version == standardVersion }
    isWeaklyLinked = rule.isWeaklyLinked
    remediation = rule.remediation
  }
}
