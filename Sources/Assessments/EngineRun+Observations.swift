import CEL
import Diagnostics
import Parallel
import ResourceGraph
import Rules
import Values

/// From verdicts to observations: reasons for those of which the report shows them.
extension EngineRun {
  /// Verdicts that one worker explains at a time.
  private static let portion = 64
  /// Fewer explanations than this are made before a second thread has started.
  private static let worthwhile = 1_000

  func conclude(_ judged: Judgements, _ options: Engine.Options) -> Engine.Result {
    let subjects = jobs.map { RuleSubject($0.rule.rule, standardVersion: options.standardVersion) }
    let shown = judged.all
    let objects = ObservedObjects(shown, in: graph)
    var observations: [Observation] = []
    // Those about flows come in addition.
    observations.reserveCapacity(shown.count + shown.count / 8 + jobs.count)
    for judgement in shown {
      observations.append(Observation(subjects[judgement.job], objects[judgement.resource], judgement.verdict))
    }
    let problems = explain(&observations, shown, judged, options.evidence)
    var isFound = [Bool](repeating: false, count: jobs.count)
    for judgement in shown { isFound[judgement.job] = true }
    for (number, job) in jobs.enumerated() where job.rule.isAbsence && !isFound[number] {
      if let whole = wholePlan(subjects[number], job.rule.rule, job.types) { observations.append(whole) }
    }
    return Engine.Result(
      observations: observations, problems: judged.problems + problems,
      consultedTypes: Set(jobs.flatMap { $0.rule.relations.flatMap(\.spec.types) }), durations: judged.durations)
  }

  /// Puts reasons to the observations of which somebody wants them.
  ///
  /// - Returns: problems of rules with single resources.
  private func explain(
    _ observations: inout [Observation], _ shown: [Judgement], _ judged: Judgements, _ demand: EvidenceDemand
  ) -> [Diagnostic] {
    let wanted = explained(shown, demand)
    guard !wanted.isEmpty else { return [] }
    var linker = judged.evaluator
    let observed = observed(Set(wanted.map { shown[$0].job }), &linker)
    let count = (wanted.count + Self.portion - 1) / Self.portion
    let plain = wanted.map { observations[$0] }
    let results = parallelMap(
      count, isWorthwhile: wanted.count >= Self.worthwhile, from: Worker(evaluator: linker)
    ) { (worker: inout Worker, number: Int) -> (observations: [Observation], problems: [Diagnostic]) in
      var explained: [Observation] = []
      var problems: [Diagnostic] = []
      for index in number * Self.portion..<min((number + 1) * Self.portion, wanted.count) {
        let judgement = shown[wanted[index]]
        do throws(Diagnostic) {
          guard let observed = observed[judgement.job] else {
            explained.append(plain[index])
            continue
          }
          explained.append(
            try worker.observation(plain[index], of: judgement, by: judged.rules[judgement.job], observed))
        } catch {
          problems.append(error)
          explained.append(plain[index])
        }
      }
      return (explained, problems)
    }
    for (index, observation) in zip(wanted, results.lazy.flatMap(\.observations)) { observations[index] = observation }
    return results.flatMap(\.problems)
  }

  /// What each worker keeps while it explains verdicts.
  private struct Worker: Sendable {
    var evaluator: Evaluator
    var memo = ExplanationMemo()

    /// - Parameter plain: the observation without reasons.
    mutating func observation(
      _ plain: Observation, of judgement: Judgement, by rule: RuleEvaluation, _ observed: ObservedRule
    ) throws(Diagnostic) -> Observation {
      let isShared =
        judgement.verdict != .notApplicable && observed.readsOwnAttributes && rule.canShare(judgement)
      if isShared, let reasons = memo.reasons(for: judgement, rule) {
        return plain.with(reasons)
      }
      let explanation = try rule.explanation(of: judgement, observing: observed, &evaluator)
      guard isShared, let names = explanation.names else {
        return plain.with(message: explanation.message, evidence: explanation.evidence)
      }
      let reasons = plain.shared(explanation.message, explanation.evidence)
      memo.keep(reasons, of: judgement, names: names)
      return plain.with(reasons)
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
  private func explained(_ judgements: [Judgement], _ demand: EvidenceDemand) -> [Int] {
    guard case .findings(let limit) = demand else { return Array(judgements.indices) }
    var places: [Int] = []
    // A rule has one job for each type if its expressions differ by type; these follow each other.
    var last = -1
    var rule: String?
    var (failures, undecided) = (0, 0)
    for (place, judgement) in judgements.enumerated() {
      if judgement.job != last {
        last = judgement.job
        if jobs[last].rule.rule.id != rule { (failures, undecided) = (0, 0) }
        rule = jobs[last].rule.rule.id
      }
      switch judgement.verdict {
      case .fail:
        failures += 1
        if failures <= limit { places.append(place) }
      case .indeterminate:
        undecided += 1
        if undecided <= limit { places.append(place) }
      case .pass, .notApplicable: break
      }
    }
    return places
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
