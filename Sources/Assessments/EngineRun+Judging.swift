import CEL
import Diagnostics
import Parallel
import ResourceGraph
import Rules

/// Judging: the rules of one type side by side, so that what several of them need of a resource is computed once.
extension EngineRun {
  /// The resources of one type and the rules that judge them.
  private struct Sweep: Sendable {
    let jobs: [Int]
    let resources: [ResourceID]
  }

  /// A part of a sweep, which one worker goes through.
  private struct Portion: Sendable {
    let sweep: Int
    let range: Range<Int>
  }

  /// What came of a portion.
  private struct Outcome: Sendable {
    /// By job and then by resource; nil for what could not be judged.
    var verdicts: [ShortVerdict?]
    var problems: [(job: Int, resource: ResourceID, problem: Diagnostic)] = []
    /// By job.
    var durations: [Duration]
  }

  /// A verdict and whether it was decided with further elements in relations.
  private struct ShortVerdict: Sendable {
    let verdict: Verdict
    let isOpen: Bool
  }

  /// What judging found, before anybody asked for reasons.
  struct Judgements: Sendable {
    /// By rule and then by resource; of rules about absence only what they found.
    let all: [Judgement]
    let problems: [Diagnostic]
    let durations: [String: Duration]
    let rules: [RuleEvaluation]
    /// What the rules are linked to.
    let evaluator: Evaluator
  }

  /// Resources that one worker goes through at a time.
  private static let portion = 256
  /// Fewer judgements than this are made before a second thread has started.
  private static let worthwhile = 4_000
  /// The same for resources, where there is something else to compute.
  private static let worthwhileBeside = 200

  /// The observations, and what is computed meanwhile.
  ///
  /// - Parameters:
  ///   - other: what needs no verdicts and takes long; nil for nothing.
  func judge<Other: Sendable>(_ options: Engine.Options, beside other: (@Sendable () -> Other)?) -> (
    Engine.Result, Other?
  ) {
    var evaluator = Evaluator(arena: graph.arena)
    let rules = jobs.map { RuleEvaluation(linked: $0.linked(&evaluator), graph: graph, relations: relations) }
    let sweeps = sweeps()
    let work = portions(sweeps)
    let total = sweeps.reduce(0) { $0 + $1.resources.count * $1.jobs.count }
    let isWorthwhile =
      total >= Self.worthwhile || other != nil && graph.resources.count >= Self.worthwhileBeside
    let start = evaluator
    let (state, found) = parallelMap(work.count, isWorthwhile: isWorthwhile, from: start, beside: other) {
      (evaluator: inout Evaluator, number: Int) -> Outcome in
      let sweep = sweeps[work[number].sweep]
      return Self.judge(sweep.resources[work[number].range], sweep.jobs, rules, &evaluator)
    } conclude: { outcomes -> State in
      let judgements = judgements(sweeps, work, outcomes, rules, start)
      // Many reasons are found on all cores, when these are free.
      return options.evidence.isBrief ? .concluded(conclude(judgements, options)) : .judged(judgements)
    }
    switch state {
    case .concluded(let result): return (result, found)
    case .judged(let judgements): return (conclude(judgements, options), found)
    }
  }

  private enum State: Sendable {
    case judged(Judgements)
    case concluded(Engine.Result)
  }

  private func sweeps() -> [Sweep] {
    var places: [String: Int] = [:]
    var jobsOfType: [(type: String, jobs: [Int])] = []
    for (number, job) in jobs.enumerated() {
      for type in job.types {
        if let place = places[type] {
          jobsOfType[place].jobs.append(number)
        } else {
          places[type] = jobsOfType.count
          jobsOfType.append((type, [number]))
        }
      }
    }
    return jobsOfType.map { type, jobs in
      let resources = graph.resources(ofType: type).filter { id in
        graph.mode(of: id) == .managed && only?.contains(id) ?? true
      }
      return Sweep(jobs: jobs, resources: resources)
    }
  }

  private func portions(_ sweeps: [Sweep]) -> [Portion] {
    var portions: [Portion] = []
    for (number, sweep) in sweeps.enumerated() {
      for start in stride(from: 0, to: sweep.resources.count, by: Self.portion) {
        portions.append(
          Portion(sweep: number, range: start..<min(start + Self.portion, sweep.resources.count)))
      }
    }
    return portions
  }

  private static func judge(
    _ resources: ArraySlice<ResourceID>, _ jobs: [Int], _ rules: [RuleEvaluation], _ evaluator: inout Evaluator
  ) -> Outcome {
    var outcome = Outcome(
      verdicts: Array(repeating: nil, count: jobs.count * resources.count),
      durations: Array(repeating: .zero, count: jobs.count))
    for start in stride(from: resources.startIndex, to: resources.endIndex, by: Evaluator.subjects) {
      let block = resources[start..<min(start + Evaluator.subjects, resources.endIndex)]
      evaluator.begin()
      var clock = ContinuousClock.now
      for (row, job) in jobs.enumerated() {
        let place = row * resources.count + start - resources.startIndex
        judge(block, job, rules[job], at: place, &evaluator, into: &outcome)
        let now = ContinuousClock.now
        outcome.durations[row] += now - clock
        clock = now
      }
    }
    return outcome
  }

  private static func judge(
    _ block: ArraySlice<ResourceID>, _ job: Int, _ rule: RuleEvaluation, at place: Int, _ evaluator: inout Evaluator,
    into outcome: inout Outcome
  ) {
    for index in block.indices {
      evaluator.turn(to: index - block.startIndex)
      do throws(Diagnostic) {
        let (verdict, isOpen) = try rule.verdict(on: block[index], &evaluator)
        outcome.verdicts[place + index - block.startIndex] = ShortVerdict(verdict: verdict, isOpen: isOpen)
      } catch {
        outcome.problems.append((job, block[index], error))
      }
    }
  }

  private func judgements(
    _ sweeps: [Sweep], _ work: [Portion], _ outcomes: [Outcome], _ rules: [RuleEvaluation], _ evaluator: Evaluator
  ) -> Judgements {
    var byJob = [[Judgement]](repeating: [], count: jobs.count)
    let isAbsence = jobs.map(\.rule.isAbsence)
    var durations: [String: Duration] = [:]
    for (portion, outcome) in zip(work, outcomes) {
      let sweep = sweeps[portion.sweep]
      for (row, job) in sweep.jobs.enumerated() {
        durations[jobs[job].rule.rule.id, default: .zero] += outcome.durations[row]
        for (offset, index) in portion.range.enumerated() {
          guard let short = outcome.verdicts[row * portion.range.count + offset],
            !isAbsence[job] || short.verdict == .fail || short.verdict == .indeterminate
          else { continue }
          byJob[job].append(
            Judgement(job: job, resource: sweep.resources[index], verdict: short.verdict, isOpen: short.isOpen))
        }
      }
    }
    var all: [Judgement] = []
    all.reserveCapacity(byJob.reduce(0) { $0 + $1.count })
    for number in byJob.indices {
      // One type's resources come in order; those of several follow each other.
      if jobs[number].types.count > 1 { byJob[number].sort { $0.resource < $1.resource } }
      all += byJob[number]
      byJob[number] = []
    }
    let problems = outcomes.flatMap(\.problems).sorted { ($0.job, $0.resource) < ($1.job, $1.resource) }
    return Judgements(
      all: all, problems: problems.map(\.problem), durations: self.durations.merging(durations) { $0 + $1 },
      rules: rules, evaluator: evaluator)
  }
}

extension EvidenceDemand {
  /// Whether few verdicts are explained.
  fileprivate var isBrief: Bool {
    if case .findings(let limit) = self { limit <= 100 } else { false }
  }
}

extension CompiledRule {
  /// Whether its expressions were compiled for one type.
  var differsByType: Bool {
    variables.contains { variable in
      guard let own = rule.variables.first(where: { $0.name == variable.name }) else { return true }
      if case .byType = own.expressions { return true }
      return false
    }
  }
}
