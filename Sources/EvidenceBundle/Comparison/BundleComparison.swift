import Assessments
import Rules

/// What changed between two assessments.
public struct BundleComparison: Sendable {
  public struct Finding: Sendable, Equatable {
    public let rule: String
    public let title: String
    public let severity: Severity
    public let address: String
    public let before: Verdict?
    public let after: Verdict?
    /// What the later assessment says, or the earlier one where there is no later.
    public let message: String
  }

  /// Verdicts that are worse than they were, or bad from the start on a new resource or by a new rule.
  public let regressions: [Finding]
  /// Failures and undecided results that pass now.
  public let fixes: [Finding]
  /// Other verdicts that changed.
  public let otherChanges: [Finding]
  public let newResources: [String]
  public let goneResources: [String]
  public let newRules: [String]
  public let goneRules: [String]
  /// Rules whose text changed.
  public let changedRules: [String]
  /// Requirements whose status changed.
  public let requirements: [RequirementChange]

  public struct RequirementChange: Sendable, Equatable {
    public let id: String
    public let title: String
    public let before: RequirementEvidence.Status
    public let after: RequirementEvidence.Status
  }

  /// A rule and a resource; inputs have other names from run to run, so only several of one address tell them apart.
  private struct Key: Hashable {
    let rule: String
    let address: String
    let number: Int
  }

  public init(_ old: Assessment, _ new: Assessment) {
    let before = Self.table(old)
    let after = Self.table(new)
    var regressions: [Finding] = []
    var fixes: [Finding] = []
    var others: [Finding] = []
    for key in Set(before.keys).union(after.keys) {
      let left = before[key]
      let right = after[key]
      guard left?.verdict != right?.verdict, let shown = right ?? left else { continue }
      let finding = Finding(
        rule: key.rule, title: shown.title, severity: shown.severity, address: key.address, before: left?.verdict,
        after: right?.verdict, message: shown.message)
      switch Self.rank(right?.verdict) - Self.rank(left?.verdict) {
      case 1...: regressions.append(finding)
      case ..<0 where right?.verdict == .pass: fixes.append(finding)
      default: others.append(finding)
      }
    }
    self.regressions = Self.sorted(regressions)
    self.fixes = Self.sorted(fixes)
    otherChanges = Self.sorted(others)
    let oldResources = Self.resources(old)
    let newResources = Self.resources(new)
    self.newResources = newResources.subtracting(oldResources).sorted()
    goneResources = oldResources.subtracting(newResources).sorted()
    let oldRules = Dictionary(old.rules.map { ($0.id, $0) }) { first, _ in first }
    let newRules = Dictionary(new.rules.map { ($0.id, $0) }) { first, _ in first }
    self.newRules = newRules.keys.filter { oldRules[$0] == nil }.sorted()
    goneRules = oldRules.keys.filter { newRules[$0] == nil }.sorted()
    changedRules = newRules.keys.filter { id in oldRules[id].map { $0 != newRules[id] } ?? false }.sorted()
    requirements = Self.requirements(old, new)
  }

  private static func table(_ assessment: Assessment) -> [Key: Observation] {
    var counts: [String: Int] = [:]
    var table: [Key: Observation] = [:]
    for observation in assessment.observations {
      let name = "\(observation.rule)\n\(observation.address)"
      let number = counts[name, default: 0]
      counts[name] = number + 1
      table[Key(rule: observation.rule, address: observation.address, number: number)] = observation
    }
    return table
  }

  /// How bad a verdict is; none at all, a pass and not applicable are equally good.
  private static func rank(_ verdict: Verdict?) -> Int {
    switch verdict {
    case .fail: 2
    case .indeterminate: 1
    default: 0
    }
  }

  private static func sorted(_ findings: [Finding]) -> [Finding] {
    findings.sorted { left, right in
      if left.severity != right.severity { return left.severity > right.severity }
      return (left.rule, left.address) < (right.rule, right.address)
    }
  }

  private static func resources(_ assessment: Assessment) -> Set<String> {
    Set(assessment.observations.filter { $0.input != nil }.map(\.address))
  }

  private static func requirements(_ old: Assessment, _ new: Assessment) -> [RequirementChange] {
    guard let after = new.standards.first, let before = old.standards.first(where: { $0.version == after.version })
    else {
      return []
    }
    let statuses = Dictionary(before.requirements.map { ($0.id, $0.status) }) { first, _ in first }
    return after.requirements.compactMap { entry in
      guard entry.level == .requirement, let was = statuses[entry.id], was != entry.status else { return nil }
      return RequirementChange(id: entry.id, title: entry.title, before: was, after: entry.status)
    }
  }
}
