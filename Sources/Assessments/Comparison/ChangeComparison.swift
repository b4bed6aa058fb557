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
    public let changes: [(index: Int, change: FindingChange)]
    /// Without fingerprints.
    let fixed: [Observation]
    let problems: [Diagnostics.Diagnostic]
  }

  /// Compares the findings of the state that will be.
  ///
  /// - Parameter prior: makes the graph of the state before, under the addresses that its resources will have, documents
  ///   numbered as in the graph of what will be. It is asked for only if it is needed.
  public func run(
    _ observations: [Observation], of planned: ResourceGraph, prior: () throws(Diagnostics.Diagnostic) -> ResourceGraph
  ) throws(Diagnostics.Diagnostic) -> Outcome {
    let graph = needsJudging ? try prior() : nil
    let result: Engine.Result? =
      if let graph { try priorEngine.judge(graph, rules: rules.filter { affected.contains($0.id) }) } else { nil }
    let before = (result?.observations ?? []).keyed
    let findings = observations.indices.filter { observations[$0].isFinding }
    let actions = PlannedActions(planned, changes)
    // Where all is new, every finding is, and nothing is behind it but its resource.
    let existing =
      graph == nil && actions.areCreations ? [] : findings.filter { needsEvidence(observations[$0], before, actions) }
    let explained = try engine.explained(existing, of: observations, in: planned, rules: rules)
    var found: [(index: Int, change: FindingChange)] = []
    found.reserveCapacity(findings.count)
    var introduced: [Int] = []
    for index in findings {
      let observation = explained[index] ?? observations[index]
      guard let status = status(observation, before, actions) else { continue }
      if status == .introduced { introduced.append(found.count) }
      found.append((index, FindingChange(status: status, causes: [])))
    }
    // Without a state before, nothing was there that a change could have ended.
    if let graph {
      let finder = CauseFinder(engine, rules: rules, changes: changes, library: library, prior: graph)
      let named = try finder.causes(introduced.map { explained[found[$0].index] ?? observations[found[$0].index] })
      for (place, causes) in zip(introduced, named) {
        found[place].change = FindingChange(status: .introduced, causes: causes)
      }
    }
    return Outcome(
      changes: found, fixed: fixed(result?.observations ?? [], observations), problems: result?.problems ?? [])
  }

  /// The engine for the state before: reasons for what failed, if the report has reasons for all.
  private var priorEngine: Engine {
    engine.demanding(.findings(perRule: engine.demand == .all ? .max : 0))
  }

  /// Whether status or causes of a finding depend on what its evidence has.
  private func needsEvidence(
    _ observation: Observation, _ before: [ObservationKey: Observation], _ actions: PlannedActions
  ) -> Bool {
    guard let document = observation.input, changes[document] != nil, affected.contains(observation.rule) else {
      return false
    }
    return actions[observation] != .create && before[ObservationKey(observation, document)]?.verdict != .fail
  }

  private func status(
    _ observation: Observation, _ before: [ObservationKey: Observation], _ actions: PlannedActions
  ) -> FindingChange.Status? {
    guard let document = observation.input, changes[document] != nil, observation.resource != nil else {
      return nil
    }
    let action = actions[observation] ?? PlannedChange.Action.none
    let isTouched = action == .update || action == .replace
    if action == .create { return .introduced }
    // Nothing that the rule looks at changes: what fails now failed before.
    guard affected.contains(observation.rule) else { return .preExisting }
    switch before[ObservationKey(observation, document)]?.verdict {
    case .fail: return isTouched ? .touched : .preExisting
    case .indeterminate where observation.verdict == .indeterminate: return isTouched ? .touched : .preExisting
    case .indeterminate where !isTouched && !readsChanges(observation): return .preExisting
    // What could not be decided before is not taken to have failed.
    default: return .introduced
    }
  }

  /// Whether the evidence has a resource that the plan changes.
  private func readsChanges(_ observation: Observation) -> Bool {
    !changes.changed(in: observation.evidence, of: observation.input ?? 0).isEmpty
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
    for all in changes.values {
      for change in all.values where change.action.isChange {
        types.insert(change.type)
        // Policies are also looked up in these data sources, which no relation of the rule says.
        if change.type == policyDocument { changesPolicies = true }
      }
    }
    if changesPolicies { return Set(rules.map { $0.id }) }
    var affected: Set<String> = []
    for rule in rules {
      // A statement about flows rests on everything that a network is made of.
      if rule.flowCheck != nil || rule.isAboutEverything, !types.isEmpty { affected.insert(rule.id) }
      if try consulted(rule, library).contains(where: types.contains) { affected.insert(rule.id) }
    }
    return affected
  }

  static func consulted(_ rule: Rule, _ library: PolicyLibrary) throws(Diagnostics.Diagnostic) -> [String] {
    var types = rule.applies.types
    if case .absent(let absent, _, _) = rule.check { types += absent }
    for relation in rule.relations { types += relation.types }
    return try library.expand(types, at: rule.location)
  }
}

// MARK: - What is no more

extension ChangeComparison {
  private func fixed(_ before: [Observation], _ after: [Observation]) -> [Observation] {
    guard !before.isEmpty else { return [] }
    var open: Set<ObservationKey> = []
    for observation in after where observation.isFinding {
      if let document = observation.input { open.insert(ObservationKey(observation, document)) }
    }
    return before.filter { observation in
      guard observation.verdict == .fail, let document = observation.input,
        !open.contains(ObservationKey(observation, document))
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
