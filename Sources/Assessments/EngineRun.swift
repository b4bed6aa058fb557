import CEL
import Diagnostics
import NetworkAdapter
import ResourceGraph
import Rules
import Values

/// One run over one graph.
struct EngineRun {
  private(set) var graph: ResourceGraph
  let library: PolicyLibrary
  private let parameters: [String: ParameterValue]
  private(set) var relations = RelationTable()
  private(set) var jobs: [Job] = []
  private(set) var durations: [String: Duration] = [:]
  private var secrets = SecretFindings.none
  /// What the network's adapter will ask, if it was looked up.
  private(set) var links: LinkReadings?
  /// The resources to judge; nil for all.
  let only: Set<ResourceID>?
  private let shelf: CompiledRules

  /// One rule for the types for which it was compiled.
  struct Job: Sendable {
    let rule: CompiledRule
    let types: [String]
    let relations: [Int]
    let parameters: NodeID

    /// - Parameter evaluator: what the rule is linked to.
    func linked(_ evaluator: inout Evaluator) -> LinkedRule {
      LinkedRule(
        rule, type: rule.differsByType ? types.first : nil, relations: relations, parameters: parameters,
        evaluator: &evaluator)
    }
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
  /// - Parameters:
  ///   - zones: where resources are in PCI scope; nil if no rule asks.
  ///   - readsLinks: whether the network will be worked out.
  mutating func compile(_ rules: [Rule], zones: ZoneMap?, readsLinks: Bool = false) throws(Diagnostic) {
    if rules.contains(where: \.isAboutEverything) { lookForSecrets() }
    var wanted: [(rule: Rule, types: [String])] = []
    for rule in rules {
      let types = try subjectTypes(rule).filter { !graph.resources(ofType: $0).isEmpty }
      if !types.isEmpty || rule.applies.wholePlan { wanted.append((rule, types)) }
    }
    let compiled = try shelf.compile(
      wanted, library, functions: HostFunctions.all(for: graph, zones: zones, secrets: secrets)
    ) { durations[$0, default: .zero] += $1 }
    links = relations.look(up: compiled.flatMap(\.rule.relations), in: graph, readsLinks: readsLinks)
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

  func subjectTypes(_ rule: Rule) throws(Diagnostic) -> [String] {
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
    let own = numbers.filter { !relations.prepareForAll($0, into: &values) }
    let areComplete = index.documents.map(\.completeness.isComplete)
    guard !own.isEmpty || !areComplete.allSatisfy({ $0 }) && !numbers.isEmpty else { return }
    for type in types {
      for id in index.resources(ofType: type)
      where index.mode(of: id) == .managed && only?.contains(id) ?? true {
        let isOpen = !areComplete[index.document(of: id)]
        for number in isOpen ? numbers : own { relations.prepare(number, of: id, isOpen: isOpen, index, into: &values) }
      }
    }
  }

  /// How the expressions of the first rule that judges a resource come out for it.
  func traces(of id: ResourceID) throws(Diagnostic) -> [ConditionTrace] {
    var evaluator = Evaluator(arena: graph.arena)
    let type = graph[id].type
    guard let number = jobs.firstIndex(where: { $0.types.contains(type) }) else { return [] }
    let job = jobs[number]
    let evaluation = RuleEvaluation(linked: job.linked(&evaluator), graph: graph, relations: relations)
    let observed = ObservedRule(job.rule, evaluator: &evaluator)
    let (verdict, isOpen) = try evaluation.verdict(on: id, &evaluator)
    return try evaluation.traces(
      of: Judgement(job: number, resource: id, verdict: verdict, isOpen: isOpen), observing: observed, &evaluator)
  }
}
