import ResourceGraph
import Rules

/// One rule judged for one resource.
///
/// A run makes dozens for each resource and passes them on several times, so an observation is four references; what
/// it says is in objects that are shared or made once.
public struct Observation: Sendable {
  /// What the rule says of itself; shared by all observations of the rule.
  public let subject: RuleSubject
  /// What was judged; shared by all observations of the resource.
  private var object: ObservedObject
  public let verdict: Verdict
  private var reasons: Reasons?
  private var remarks: Remarks?

  init(_ subject: RuleSubject, _ object: ObservedObject, _ verdict: Verdict, message: String, evidence: Evidence) {
    self.subject = subject
    self.object = object
    self.verdict = verdict
    reasons = message.isEmpty && evidence.isEmpty ? nil : Reasons(message: message, evidence: evidence)
  }

  /// An observation without reasons.
  init(_ subject: RuleSubject, _ object: ObservedObject, _ verdict: Verdict) {
    self.subject = subject
    self.object = object
    self.verdict = verdict
  }

  /// The same observation with reasons.
  func with(_ reasons: Reasons) -> Observation {
    var result = self
    result.reasons = reasons
    return result
  }

  func with(message: String, evidence: Evidence) -> Observation {
    message.isEmpty && evidence.isEmpty ? self : with(Reasons(message: message, evidence: evidence))
  }

  /// Reasons for other resources, too.
  func shared(_ message: String, _ evidence: Evidence) -> Reasons { Reasons(sharing: message, evidence, of: object) }

  /// Tells observations apart that rest on the same, which is told of each resource in its own words; nil for evidence
  /// that is of this observation alone.
  var sharedReasons: ObjectIdentifier? {
    guard let reasons, reasons.isShared else { return nil }
    return ObjectIdentifier(reasons)
  }

  /// Where the resource stands in its input.
  var origin: ResourceOrigin? { object.origin }

  /// What was found out about the observation as a whole, after judging.
  private final class Remarks: Sendable {
    let waiver: Waiver?
    let change: FindingChange?
    let isInBaseline: Bool
    // What is asked of all observations: without copies of the above.
    let hasWaiver: Bool
    let tellsChange: Bool
    let rank: Int

    static let introduced = Remarks(.introduced)
    static let touched = Remarks(.touched)
    static let preExisting = Remarks(.preExisting)

    /// For findings of which nothing is remarkable but their status: mostly all.
    private convenience init(_ status: FindingChange.Status) {
      self.init(waiver: nil, change: FindingChange(status: status, causes: []), isInBaseline: false)
    }

    init(waiver: Waiver?, change: FindingChange?, isInBaseline: Bool) {
      self.waiver = waiver
      self.change = change
      self.isInBaseline = isInBaseline
      hasWaiver = waiver != nil
      tellsChange = change.map { $0.status != .introduced || !$0.causes.isEmpty } ?? false
      let byChange =
        switch change?.status {
        case nil, .introduced: 0
        case .touched: 1
        case .preExisting: 2
        }
      rank = waiver != nil ? 4 : isInBaseline ? 3 : byChange
    }
  }

  /// Findings that a reader has to act on come first: what the change introduces, what it touches, the rest; what is
  /// known or accepted comes last.
  public var rank: Int { remarks?.rank ?? 0 }

  /// Whether a waiver covers the finding.
  public var hasWaiver: Bool { remarks?.hasWaiver ?? false }

  /// Whether there is more to say of the change than that it introduces the finding.
  public var tellsChange: Bool { remarks?.tellsChange ?? false }

  /// The resource's address, or `plan` for a verdict about the inputs as a whole.
  public var address: String { object.address }
  /// Nil for verdicts about the whole.
  public var resource: ResourceID? { object.resource }
  public var type: String { object.type }
  /// Index into the assessment's inputs, nil for verdicts about the whole.
  public var input: Int? { object.input }
  /// Where the resource's block is written; nil without the configuration.
  public var block: SourceTrail? { object.block }
  /// The zone that the resource is in, nil where none are declared.
  public var zone: String? { object.zone }

  /// The same observation of an object that more is known of.
  func of(_ object: ObservedObject) -> Observation {
    var result = self
    result.object = object
    return result
  }

  /// One sentence: what was found, or why nothing can be said. Empty where nobody asked for it (``EvidenceDemand``).
  public internal(set) var message: String {
    get { reasons?.message ?? "" }
    set { reasons = Reasons(message: newValue, evidence: evidence) }
  }

  public internal(set) var evidence: Evidence {
    get { reasons?.evidence(of: object) ?? Evidence() }
    set { reasons = Reasons(message: message, evidence: newValue) }
  }

  /// The waiver that covers the finding.
  public internal(set) var waiver: Waiver? {
    get { remarks?.waiver }
    set { remarks = Remarks(waiver: newValue, change: change, isInBaseline: isInBaseline) }
  }

  /// What the change has to do with the finding; nil where the input does not say what was before.
  public internal(set) var change: FindingChange? {
    get { remarks?.change }
    set {
      guard !hasWaiver, !isInBaseline, let status = newValue?.status, newValue?.causes.isEmpty == true else {
        remarks = Remarks(waiver: waiver, change: newValue, isInBaseline: isInBaseline)
        return
      }
      remarks =
        switch status {
        case .introduced: .introduced
        case .touched: .touched
        case .preExisting: .preExisting
        }
    }
  }

  /// Says that the change brings the finding about, of which nothing else has been said.
  mutating func introduce() { remarks = .introduced }

  /// Whether the baseline has the finding.
  public internal(set) var isInBaseline: Bool {
    get { remarks?.isInBaseline ?? false }
    set { remarks = Remarks(waiver: waiver, change: change, isInBaseline: newValue) }
  }

  /// Whether somebody accepted the failure for a time. It stays a failure.
  public var isWaived: Bool { verdict == .fail && hasWaiver }

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

/// What an observation is about: a resource, or the inputs as a whole.
final class ObservedObject: Sendable {
  let address: String
  let resource: ResourceID?
  let type: String
  let input: Int?
  let block: SourceTrail?
  let zone: String?
  /// Where the resource stands in its input; nil for what was read from a record.
  let origin: ResourceOrigin?

  init(_ id: ResourceID, in graph: borrowing ResourceGraph) {
    let resource = graph[id]
    address = resource.address
    self.resource = id
    type = resource.type
    origin = resource.origin
    input = resource.origin.document
    block = graph.hasSource(id) ? graph.trail(of: id) : nil
    zone = nil
  }

  /// An object that was observed in another run, or is to be shown by another name.
  init(
    address: String, resource: ResourceID?, type: String, input: Int?, block: SourceTrail?, zone: String?,
    origin: ResourceOrigin? = nil
  ) {
    self.address = address
    self.resource = resource
    self.type = type
    self.input = input
    self.block = block
    self.zone = zone
    self.origin = origin
  }

  /// The inputs as a whole.
  init() {
    address = "plan"
    resource = nil
    type = "plan"
    input = nil
    block = nil
    zone = nil
    origin = nil
  }
}

/// The objects of a run, each made once.
struct ObservedObjects: Sendable {
  /// By the resource's place in the graph.
  private var objects: [ObservedObject?]

  init(_ judgements: [Judgement], in graph: ResourceGraph) {
    objects = Array(repeating: nil, count: graph.resources.count)
    for judgement in judgements where objects[Int(judgement.resource.index)] == nil {
      objects[Int(judgement.resource.index)] = ObservedObject(judgement.resource, in: graph)
    }
  }

  subscript(_ id: ResourceID) -> ObservedObject { objects[Int(id.index)] ?? ObservedObject() }
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
