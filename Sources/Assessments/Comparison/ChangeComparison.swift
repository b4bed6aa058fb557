import Diagnostics
import ResourceGraph
import Rules

/// Holds findings against the state before the change, judged by the same rules.
public struct ChangeComparison: Sendable {
  private let engine: Engine
  private let rules: [Rule]
  /// The documents that say what was before, with what each does to its resources, by address.
  private let changes: [Int: [String: PlannedChange]]
  /// The rules that look at a type of which the plan changes a resource. The others say the same of both states.
  private let affected: Set<String>
  private let library: PolicyLibrary

  /// - Throws: a diagnostic for a rule with a category that does not exist.
  public init(
    _ engine: Engine, rules: [Rule], changes: [Int: [String: PlannedChange]], library: PolicyLibrary
  ) throws(Diagnostics.Diagnostic) {
    self.engine = engine
    self.rules = rules
    self.changes = changes
    self.library = library
    affected = try Self.affected(rules, changes, library)
  }

  /// Whether the state before has to be judged: something was there, and the plan changes what a rule looks at.
  private var needsJudging: Bool {
    !affected.isEmpty && changes.values.contains { $0.values.contains { $0.action != .create && $0.action != .read } }
  }

  /// What was judged of the state before.
  public struct Outcome: Sendable {
    /// By the index of the observation; those without an entry have no state before.
    public let changes: [Int: FindingChange]
    /// Without fingerprints.
    let fixed: [Observation]
    let problems: [Diagnostics.Diagnostic]
  }

  /// Compares the findings of the state that will be.
  ///
  /// - Parameter prior: makes the graph of the state before, under the addresses that its resources will have, documents
  ///   numbered as in the graph of what will be. It is asked for only if it is needed.
  public func run(
    _ observations: [Observation], prior: () throws(Diagnostics.Diagnostic) -> ResourceGraph
  ) throws(Diagnostics.Diagnostic) -> Outcome {
    let graph = needsJudging ? try prior() : nil
    let result: Engine.Result? =
      if let graph { try engine.judge(graph, rules: rules.filter { affected.contains($0.id) }) } else { nil }
    let before = Self.keyed(result?.observations ?? [])
    var found: [Int: FindingChange] = [:]
    var introduced: [Int] = []
    for (index, observation) in observations.enumerated() where observation.isFinding {
      guard let status = status(observation, before) else { continue }
      found[index] = FindingChange(status: status, causes: [])
      if status == .introduced { introduced.append(index) }
    }
    let causes = try self.causes(introduced.map { observations[$0] }, graph)
    for (index, causes) in zip(introduced, causes) {
      found[index] = FindingChange(status: .introduced, causes: causes)
    }
    return Outcome(
      changes: found, fixed: fixed(result?.observations ?? [], observations), problems: result?.problems ?? [])
  }

  /// An observation's identity in both states.
  private struct Key: Hashable {
    let rule: String
    let document: Int
    let address: String

    init(_ observation: Observation, _ document: Int) {
      rule = observation.rule
      self.document = document
      address = observation.address
    }
  }

  private static func keyed(_ observations: [Observation]) -> [Key: Observation] {
    var result: [Key: Observation] = [:]
    for observation in observations {
      if let document = observation.input { result[Key(observation, document)] = observation }
    }
    return result
  }

  private func change(_ observation: Observation) -> PlannedChange? {
    observation.input.flatMap { changes[$0]?[observation.address] }
  }

  private func status(_ observation: Observation, _ before: [Key: Observation])
    -> FindingChange.Status?
  {
    guard let document = observation.input, changes[document] != nil, observation.resource != nil else {
      return nil
    }
    let action = change(observation)?.action ?? .none
    let isTouched = action == .update || action == .replace
    if action == .create { return .introduced }
    // Nothing that the rule looks at changes: what fails now failed before.
    guard affected.contains(observation.rule) else { return .preExisting }
    switch before[Key(observation, document)]?.verdict {
    case .fail: return isTouched ? .touched : .preExisting
    case .indeterminate where observation.verdict == .indeterminate: return isTouched ? .touched : .preExisting
    case .indeterminate where !isTouched && !readsChanges(observation): return .preExisting
    // What could not be decided before is not taken to have failed.
    default: return .introduced
    }
  }

  /// Whether the evidence has a resource that the plan changes.
  private func readsChanges(_ observation: Observation) -> Bool {
    !changed(observation.evidence, observation.input ?? 0).isEmpty
  }

  private func changed(_ evidence: Evidence, _ document: Int) -> [PlannedChange] {
    var found: [PlannedChange] = []
    for address in evidence.relations.compactMap(\.to) + evidence.reads.map(\.address) {
      guard let change = changes[document]?[address], change.action.isChange, !found.contains(change) else {
        continue
      }
      found.append(change)
    }
    return found
  }
}

// MARK: - Which rules a change can affect

extension ChangeComparison {
  private static let policyDocument = "aws_iam_policy_document"

  private static func affected(
    _ rules: [Rule], _ changes: [Int: [String: PlannedChange]], _ library: PolicyLibrary
  ) throws(Diagnostics.Diagnostic) -> Set<String> {
    var types: Set<String> = []
    var changesPolicies = false
    for change in changes.values.flatMap(\.values) where change.action.isChange {
      types.insert(change.type)
      // Policies are also looked up in these data sources, which no relation of the rule says.
      if change.type == policyDocument { changesPolicies = true }
    }
    if changesPolicies { return Set(rules.map(\.id)) }
    var affected: Set<String> = []
    for rule in rules {
      let looked = Set(try consulted(rule, library))
      if !looked.isDisjoint(with: types) { affected.insert(rule.id) }
    }
    return affected
  }

  private static func consulted(_ rule: Rule, _ library: PolicyLibrary) throws(Diagnostics.Diagnostic) -> [String] {
    var types = rule.applies.types
    if case .absent(let absent, _, _) = rule.check { types += absent }
    for relation in rule.relations { types += relation.types }
    return try library.expand(types, at: rule.location)
  }
}

// MARK: - What did it

extension ChangeComparison {
  /// Changes named for one finding are not more than these.
  private static let listedCauses = 5

  /// The changes behind findings that were not there before.
  ///
  /// A finding on a resource that exists already has its cause in what the verdict before rested on: a flow log that is
  /// deleted stood in the evidence of the pass. So the passes are judged again, with their evidence.
  private func causes(_ introduced: [Observation], _ prior: ResourceGraph?) throws(Diagnostics.Diagnostic)
    -> [[PlannedChange]]
  {
    let existing = introduced.filter { change($0)?.action != .create }
    guard !existing.isEmpty, let prior else { return introduced.map { _ in [] } }
    let ids = Set(existing.map(\.rule))
    let judged = try engine.keepingEvidence.judge(prior, rules: rules.filter { ids.contains($0.id) })
    let before = Self.keyed(judged.observations)
    var result: [[PlannedChange]] = []
    for observation in introduced { result.append(try causes(of: observation, before)) }
    return result
  }

  private func causes(of observation: Observation, _ before: [Key: Observation]) throws(Diagnostics.Diagnostic)
    -> [PlannedChange]
  {
    guard let document = observation.input, let own = changes[document] else { return [] }
    let change = own[observation.address]
    if change?.action == .create { return [] }
    var found = change.map { $0.action.isChange ? [$0] : [] } ?? []
    let evidence = before[Key(observation, document)].map { changed($0.evidence, document) } ?? []
    for candidate in evidence + changed(observation.evidence, document) where !found.contains(candidate) {
      found.append(candidate)
    }
    guard found.isEmpty, let rule = rules.first(where: { $0.id == observation.rule }) else {
      return Array(found.prefix(Self.listedCauses))
    }
    // The evidence names none of them: whatever the rule looks at and the plan changes.
    let types = Set(try Self.consulted(rule, library))
    let candidates = own.values.filter { $0.action.isChange && types.contains($0.type) }
    return Array(candidates.sorted { $0.address < $1.address }.prefix(Self.listedCauses))
  }
}

// MARK: - What is no more

extension ChangeComparison {
  private func fixed(_ before: [Observation], _ after: [Observation]) -> [Observation] {
    var open: Set<Key> = []
    for observation in after where observation.isFinding {
      if let document = observation.input { open.insert(Key(observation, document)) }
    }
    return before.filter { observation in
      guard observation.verdict == .fail, let document = observation.input,
        !open.contains(Key(observation, document))
      else { return false }
      // What the plan neither lists nor deletes is not known to be mended.
      switch changes[document]?[observation.address]?.action {
      case .forget, nil: return false
      default: return true
      }
    }
  }
}

extension PlannedChange.Action {
  /// Whether the resource is other than it was.
  var isChange: Bool { self != .none }
}

extension Observation {
  /// Whether somebody has to do something about it.
  public var isFinding: Bool { verdict == .fail || verdict == .indeterminate }
}
