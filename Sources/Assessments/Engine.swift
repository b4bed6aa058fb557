import CEL
import Diagnostics
import ResourceGraph
import Rules
import Values

/// Judges every resource of a graph by every rule that looks at its type.
public struct Engine: Sendable {
  private let library: PolicyLibrary
  private let profile: Profile
  private let options: Options

  public struct Options: Sendable {
    public let standardVersion: String
    /// Whether passes carry evidence too; a report that does not show it need not wait for it.
    public let keepsPassEvidence: Bool

    public init(standardVersion: String, keepsPassEvidence: Bool) {
      self.standardVersion = standardVersion
      self.keepsPassEvidence = keepsPassEvidence
    }
  }

  public init(_ library: PolicyLibrary, profile: Profile, options: Options) {
    self.library = library
    self.profile = profile
    self.options = options
  }

  /// The engine that keeps the evidence of passes too.
  var keepingEvidence: Engine {
    Engine(
      library, profile: profile,
      options: Options(standardVersion: options.standardVersion, keepsPassEvidence: true))
  }

  /// What came of judging: observations, and problems of rules with single resources.
  public struct Result: Sendable {
    public let observations: [Observation]
    public let problems: [Diagnostics.Diagnostic]
    /// The types that rules consulted to judge other resources.
    public let consultedTypes: Set<String>
  }

  /// - Throws: a diagnostic for a rule that does not compile; nothing is evaluated then.
  public func judge(_ graph: ResourceGraph, rules: [Rule]) throws(Diagnostics.Diagnostic) -> Result {
    var run = EngineRun(graph, library: library, parameters: profile.parameters)
    try run.compile(rules)
    return run.evaluate(options)
  }
}

/// One run over one graph.
private struct EngineRun {
  private var graph: ResourceGraph
  private let library: PolicyLibrary
  private let parameters: [String: ParameterValue]
  private var relations = RelationTable()
  private var jobs: [(rule: CompiledRule, types: [String], relations: [Int])] = []

  init(_ graph: ResourceGraph, library: PolicyLibrary, parameters: [String: ParameterValue]) {
    self.graph = graph
    self.library = library
    self.parameters = parameters
  }

  /// Compiles the rules that have a resource to judge and computes their relations.
  mutating func compile(_ rules: [Rule]) throws(Diagnostic) {
    var values = ValueArenaBuilder(extending: graph.arena)
    let functions =
      ResourceMethods.functions(for: graph) + [
        JSONFunction.function, UndecidedFunction.function, KnownFunction.function,
      ]
      + NetworkFunctions.functions + TextFunctions.functions
      + IAMFunctions.functions(for: graph)
    var compiler = try RuleCompiler(library, functions: functions)
    for rule in rules {
      let types = try subjectTypes(rule).filter { !graph.resources(ofType: $0).isEmpty }
      guard !types.isEmpty || rule.applies.wholePlan else { continue }
      if compiler.differsByType(rule) {
        for type in types { add(try compiler.compile(rule, for: type), [type], &values) }
      } else {
        add(try compiler.compile(rule, for: nil), types, &values)
      }
    }
    graph = graph.extended(to: values.build())
  }

  private func subjectTypes(_ rule: Rule) throws(Diagnostic) -> [String] {
    if case .absent(let types, _, _) = rule.check { return try library.expand(types, at: rule.location) }
    return try library.expand(rule.applies.types, at: rule.location)
  }

  private mutating func add(_ compiled: CompiledRule, _ types: [String], _ values: inout ValueArenaBuilder) {
    var numbers: [String: Int] = [:]
    var ordered: [Int] = []
    for relation in compiled.relations {
      let number = relations.add(relation, from: relation.from.flatMap { numbers[$0] }, graph)
      numbers[relation.name] = number
      ordered.append(number)
    }
    for type in types {
      for id in graph.resources(ofType: type) where graph[id].mode == .managed {
        let isOpen = !graph.documents[graph[id].origin.document].completeness.isComplete
        for number in ordered { relations.prepare(number, of: id, isOpen: isOpen, graph, into: &values) }
      }
    }
    jobs.append((compiled, types, ordered))
  }

  func evaluate(_ options: Engine.Options) -> Engine.Result {
    var evaluator = Evaluator(arena: graph.arena)
    let linked = jobs.map { job in
      LinkedRule(job.rule, relations: job.relations, parameters: parameters, evaluator: &evaluator)
    }
    var observations: [Observation] = []
    var problems: [Diagnostic] = []
    for (rule, job) in zip(linked, jobs) {
      let evaluation = RuleEvaluation(
        linked: rule, graph: graph, relations: relations, keepsPassEvidence: options.keepsPassEvidence)
      let before = observations.count
      for type in job.types {
        for id in graph.resources(ofType: type) where graph[id].mode == .managed {
          do throws(Diagnostic) {
            let (verdict, message, evidence) = try evaluation.judge(id, &evaluator)
            if rule.compiled.rule.isAbsence, verdict == .pass || verdict == .notApplicable { continue }
            observations.append(observation(rule.compiled.rule, id, verdict, message, evidence, options))
          } catch {
            problems.append(error)
          }
        }
      }
      if rule.compiled.rule.isAbsence, observations.count == before,
        let whole = wholePlan(rule.compiled.rule, job.types, options)
      {
        observations.append(whole)
      }
    }
    let consulted = jobs.flatMap { $0.rule.relations.flatMap(\.spec.types) }
    return Engine.Result(observations: observations, problems: problems, consultedTypes: Set(consulted))
  }

  private func observation(
    _ rule: Rule, _ id: ResourceID, _ verdict: Verdict, _ message: String, _ evidence: Evidence,
    _ options: Engine.Options
  ) -> Observation {
    let resource = graph[id]
    return Observation(
      rule: rule.id, title: rule.title, severity: rule.severity,
      requirements: rule.requirements.filter { $0.version == options.standardVersion },
      isWeaklyLinked: rule.isWeaklyLinked,
      address: resource.address, resource: id, type: resource.type, input: resource.origin.document, verdict: verdict,
      message: message, remediation: rule.remediation, evidence: evidence)
  }

  /// The verdict of a rule about absence if nothing was found: a pass, but only in inputs of its kind that are complete.
  private func wholePlan(_ rule: Rule, _ types: [String], _ options: Engine.Options) -> Observation? {
    let providers = Set((try? subjectTypes(rule)) ?? []).map { $0.prefix { $0 != "_" } + "_" }
    guard graph.types.contains(where: { type in providers.contains { type.hasPrefix($0) } }) else { return nil }
    let reasons = graph.documents.flatMap(\.completeness.reasons)
    var evidence = Evidence()
    evidence.unknowns = reasons
    let isComplete = reasons.isEmpty
    return Observation(
      rule: rule.id, title: rule.title, severity: rule.severity,
      requirements: rule.requirements.filter { $0.version == options.standardVersion },
      isWeaklyLinked: rule.isWeaklyLinked,
      address: "plan", resource: nil, type: "plan", input: nil, verdict: isComplete ? .pass : .indeterminate,
      message: isComplete ? rule.title : "cannot be decided: \(reasons.joined(separator: "; "))",
      remediation: rule.remediation, evidence: evidence)
  }
}

extension Rule {
  /// Whether the rule says that something must not exist.
  var isAbsence: Bool { if case .absent = check { true } else { false } }
}
