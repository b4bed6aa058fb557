import CEL
import Diagnostics
import ResourceGraph
import Rules
import Values

/// One run over one graph.
struct EngineRun {
  private(set) var graph: ResourceGraph
  private let library: PolicyLibrary
  private let parameters: [String: ParameterValue]
  private var relations = RelationTable()
  private var jobs: [Job] = []
  private var durations: [String: Duration] = [:]
  private var secrets = SecretFindings.none
  /// The resources to judge; nil for all.
  private let only: Set<ResourceID>?
  private let shelf: CompiledRules

  /// One rule for the types for which it was compiled.
  private struct Job {
    let rule: CompiledRule
    let types: [String]
    let relations: [Int]
    let parameters: NodeID
  }

  init(
    _ graph: ResourceGraph, library: PolicyLibrary, parameters: [String: ParameterValue], compiled: CompiledRules,
    only: Set<ResourceID>?
  ) {
    self.only = only
    shelf = compiled
    self.graph = graph
    self.library = library
    self.parameters = parameters
  }

  /// Looks for credentials and card numbers, and hides them from every output.
  mutating func lookForSecrets() {
    let found = SecretSearch.findings(in: graph)
    secrets = found
    let nodes = found.nodes
    guard !nodes.isEmpty else { return }
    graph.extendValues { values, _ in
      for node in nodes { values.mark(node, .sensitive) }
    }
  }

  /// Compiles the rules that have a resource to judge and computes their relations.
  ///
  /// - Parameter zones: where resources are in PCI scope; nil if no rule asks.
  mutating func compile(_ rules: [Rule], zones: ZoneMap?) throws(Diagnostic) {
    if rules.contains(where: \.isAboutEverything) { lookForSecrets() }
    var wanted: [(rule: Rule, types: [String])] = []
    for rule in rules {
      let types = try subjectTypes(rule).filter { !graph.resources(ofType: $0).isEmpty }
      if !types.isEmpty || rule.applies.wholePlan { wanted.append((rule, types)) }
    }
    let compiled = try shelf.compile(
      wanted, library, functions: HostFunctions.all(for: graph, zones: zones, secrets: secrets)
    ) { durations[$0, default: .zero] += $1 }
    let prepared = compiled.map { entry in (rule: entry.rule, types: entry.types, relations: number(entry.rule)) }
    var relations = relations
    var jobs: [Job] = []
    graph.extendValues { values, index in
      for (rule, types, numbers) in prepared {
        Self.fill(&relations, numbers, types, index, only: only, into: &values)
        jobs.append(
          Job(rule: rule, types: types, relations: numbers, parameters: values.parameters(of: rule.rule, parameters)))
      }
    }
    self.relations = relations
    self.jobs = jobs
  }

  private func subjectTypes(_ rule: Rule) throws(Diagnostic) -> [String] {
    if rule.isAboutEverything { return secrets.types }
    if case .absent(let types, _, _) = rule.check { return try library.expand(types, at: rule.location) }
    return try library.expand(rule.applies.types, at: rule.location)
  }

  /// The numbers of a rule's relations, which are looked up in the whole graph here.
  private mutating func number(_ compiled: CompiledRule) -> [Int] {
    var numbers: [String: Int] = [:]
    return compiled.relations.map { relation in
      let number = relations.add(relation, from: relation.from.flatMap { numbers[$0] }, graph)
      numbers[relation.name] = number
      return number
    }
  }

  /// Puts the elements of relations where expressions can read them.
  private static func fill(
    _ relations: inout RelationTable, _ numbers: [Int], _ types: [String], _ index: ResourceGraph,
    only: Set<ResourceID>?,
    into values: inout ValueArenaBuilder
  ) {
    guard !numbers.isEmpty else { return }
    for type in types {
      for id in index.resources(ofType: type)
      where index.mode(of: id) == .managed && only?.contains(id) ?? true {
        let isOpen = !index.documents[index.document(of: id)].completeness.isComplete
        for number in numbers { relations.prepare(number, of: id, isOpen: isOpen, index, into: &values) }
      }
    }
  }

  func evaluate(_ options: Engine.Options) -> Engine.Result {
    var linker = Evaluator(arena: graph.arena)
    let rules = jobs.map { job in
      RuleEvaluation(
        linked: LinkedRule(job.rule, relations: job.relations, parameters: job.parameters, evaluator: &linker),
        graph: graph, relations: relations)
    }
    let (judgements, problems, judging) = judgements(rules, linker)
    let observations = observations(judgements, rules, &linker, options)
    let consulted = jobs.flatMap { $0.rule.relations.flatMap(\.spec.types) }
    return Engine.Result(
      observations: observations.observations, problems: problems + observations.problems,
      consultedTypes: Set(consulted), durations: durations.merging(judging) { $0 + $1 })
  }

  /// How the expressions of the first rule that judges a resource come out for it.
  func traces(of id: ResourceID) throws(Diagnostic) -> [ConditionTrace] {
    var evaluator = Evaluator(arena: graph.arena)
    let type = graph[id].type
    guard let number = jobs.firstIndex(where: { $0.types.contains(type) }) else { return [] }
    let job = jobs[number]
    let evaluation = RuleEvaluation(
      linked: LinkedRule(job.rule, relations: job.relations, parameters: job.parameters, evaluator: &evaluator),
      graph: graph, relations: relations)
    let observed = ObservedRule(job.rule, evaluator: &evaluator)
    let (verdict, isOpen) = try evaluation.verdict(on: id, &evaluator)
    return try evaluation.traces(
      of: Judgement(job: number, resource: id, verdict: verdict, isOpen: isOpen), observing: observed, &evaluator)
  }

  /// Resources that one worker judges by one rule at a time.
  private static let portion = 512
  /// Fewer judgements than this are made before a second thread has started.
  private static let worthwhile = 4_000

  private struct Portion {
    let job: Int
    let resources: ArraySlice<ResourceID>
  }

  /// The verdicts, by rule and then by resource.
  private func judgements(_ rules: [RuleEvaluation], _ evaluator: Evaluator) -> (
    judgements: [Judgement], problems: [Diagnostic], durations: [String: Duration]
  ) {
    var portions: [Portion] = []
    for (number, job) in jobs.enumerated() {
      let resources = job.types.flatMap { graph.resources(ofType: $0) }.filter { id in
        graph.mode(of: id) == .managed && only?.contains(id) ?? true
      }.sorted()
      for start in stride(from: 0, to: resources.count, by: Self.portion) {
        portions.append(
          Portion(job: number, resources: resources[start..<min(start + Self.portion, resources.count)]))
      }
    }
    let work = portions
    let total = work.reduce(0) { $0 + $1.resources.count }
    let results = parallelMap(work.count, isWorthwhile: total >= Self.worthwhile, from: evaluator) {
      (evaluator: inout Evaluator, number: Int) -> (
        judgements: [Judgement], problems: [Diagnostic], duration: Duration
      ) in
      let start = ContinuousClock.now
      var judgements: [Judgement] = []
      var problems: [Diagnostic] = []
      let job = work[number].job
      judgements.reserveCapacity(work[number].resources.count)
      for id in work[number].resources {
        do throws(Diagnostic) {
          let (verdict, isOpen) = try rules[job].verdict(on: id, &evaluator)
          judgements.append(Judgement(job: job, resource: id, verdict: verdict, isOpen: isOpen))
        } catch {
          problems.append(error)
        }
      }
      return (judgements, problems, ContinuousClock.now - start)
    }
    var durations: [String: Duration] = [:]
    for (portion, result) in zip(work, results) {
      durations[jobs[portion.job].rule.rule.id, default: .zero] += result.duration
    }
    return (results.flatMap(\.judgements), results.flatMap(\.problems), durations)
  }

  private func observations(
    _ judgements: [Judgement], _ rules: [RuleEvaluation], _ linker: inout Evaluator, _ options: Engine.Options
  ) -> (observations: [Observation], problems: [Diagnostic]) {
    let subjects = jobs.map { RuleSubject($0.rule.rule, standardVersion: options.standardVersion) }
    let shown = judgements.filter { judgement in
      let isSilent = judgement.verdict == .pass || judgement.verdict == .notApplicable
      return !jobs[judgement.job].rule.isAbsence || !isSilent
    }
    let explained = explained(shown, options.evidence)
    let objects = ObservedObjects(shown, in: graph)
    let observed = observed(Set(shown.indices.lazy.filter { explained.contains($0) }.map { shown[$0].job }), &linker)
    let count = (shown.count + Self.portion - 1) / Self.portion
    let start = Worker(evaluator: linker)
    let results = parallelMap(count, isWorthwhile: explained.count >= Self.worthwhile / 4, from: start) {
      (worker: inout Worker, number: Int) -> (observations: [Observation], problems: [Diagnostic]) in
      var observations: [Observation] = []
      var problems: [Diagnostic] = []
      for index in number * Self.portion..<min((number + 1) * Self.portion, shown.count) {
        let judgement = shown[index]
        let (subject, object) = (subjects[judgement.job], objects[judgement.resource])
        guard explained.contains(index), let observed = observed[judgement.job] else {
          observations.append(Observation(subject, object, judgement.verdict, message: "", evidence: Evidence()))
          continue
        }
        do throws(Diagnostic) {
          observations.append(
            try worker.observation(of: judgement, by: rules[judgement.job], observed, subject, object))
        } catch {
          problems.append(error)
          observations.append(Observation(subject, object, judgement.verdict, message: "", evidence: Evidence()))
        }
      }
      return (observations, problems)
    }
    var observations: [Observation] = []
    observations.reserveCapacity(shown.count + jobs.count)
    for result in results { observations += result.observations }
    let found = Set(shown.map(\.job))
    for (number, job) in jobs.enumerated() where job.rule.isAbsence && !found.contains(number) {
      if let whole = wholePlan(subjects[number], job.rule.rule, job.types) { observations.append(whole) }
    }
    return (observations, results.flatMap(\.problems))
  }

  /// What each worker keeps while it explains verdicts.
  private struct Worker: Sendable {
    var evaluator: Evaluator
    var memo = ExplanationMemo()

    mutating func observation(
      of judgement: Judgement, by rule: RuleEvaluation, _ observed: ObservedRule, _ subject: RuleSubject,
      _ object: ObservedObject
    ) throws(Diagnostic) -> Observation {
      let isShared =
        judgement.verdict != .notApplicable && observed.readsOwnAttributes && rule.canShare(judgement)
      if isShared, let reasons = memo.reasons(for: judgement, rule) {
        return Observation(subject, object, judgement.verdict, sharing: reasons)
      }
      let explanation = try rule.explanation(of: judgement, observing: observed, &evaluator)
      guard isShared, let names = explanation.names else {
        return Observation(
          subject, object, judgement.verdict, message: explanation.message, evidence: explanation.evidence)
      }
      let reasons = Reasons(sharing: explanation.message, explanation.evidence, of: object)
      memo.keep(reasons, of: judgement, names: names)
      return Observation(subject, object, judgement.verdict, sharing: reasons)
    }
  }

  /// The rules of these jobs linked for evidence, by job.
  private func observed(_ wanted: Set<Int>, _ linker: inout Evaluator) -> [ObservedRule?] {
    var result: [ObservedRule?] = []
    for (number, job) in jobs.enumerated() {
      result.append(wanted.contains(number) ? ObservedRule(job.rule, evaluator: &linker) : nil)
    }
    return result
  }

  /// The places of the judgements whose reasons are asked for.
  private func explained(_ judgements: [Judgement], _ demand: EvidenceDemand) -> IndexSelection {
    guard case .findings(let limit) = demand else {
      return IndexSelection(judgements.map { _ in true })
    }
    // A rule has one job for each type if its expressions differ by type.
    var counts: [String: (failures: Int, undecided: Int)] = [:]
    return IndexSelection(
      judgements.map { judgement in
        let rule = jobs[judgement.job].rule.rule.id
        switch judgement.verdict {
        case .fail:
          counts[rule, default: (0, 0)].failures += 1
          return counts[rule, default: (0, 0)].failures <= limit
        case .indeterminate:
          counts[rule, default: (0, 0)].undecided += 1
          return counts[rule, default: (0, 0)].undecided <= limit
        case .pass, .notApplicable: return false
        }
      })
  }

  /// The verdict of a rule about absence if nothing was found: a pass, but only in inputs of its kind that are complete.
  private func wholePlan(_ subject: RuleSubject, _ rule: Rule, _ types: [String]) -> Observation? {
    let providers = Set((try? subjectTypes(rule)) ?? []).map { $0.prefix { $0 != "_" } + "_" }
    let isAsked = rule.isAboutEverything || graph.types.contains { type in providers.contains { type.hasPrefix($0) } }
    guard isAsked, !graph.resources.isEmpty else { return nil }
    let reasons = graph.documents.flatMap(\.completeness.reasons)
    var evidence = Evidence()
    evidence.unknowns = reasons
    let isComplete = reasons.isEmpty
    return Observation(
      subject, ObservedObject(), isComplete ? .pass : .indeterminate,
      message: isComplete ? rule.title : "cannot be decided: \(reasons.joined(separator: "; "))", evidence: evidence)
  }
}
