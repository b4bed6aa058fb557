import Diagnostics
import Network
import NetworkAdapter
import ResourceGraph
import Rules

/// Judges every resource of a graph by every rule that looks at its type.
public struct Engine: Sendable {
  private let library: PolicyLibrary
  private let profile: Profile
  private let options: Options
  private let compiled: CompiledRules

  public struct Options: Sendable {
    public let standardVersion: String
    /// Which results carry their reasons; a report that does not show them need not wait for them.
    public let evidence: EvidenceDemand
    /// The zones that the project declares; nil for none.
    public let scope: ScopeDeclaration?

    public init(standardVersion: String, evidence: EvidenceDemand, scope: ScopeDeclaration? = nil) {
      self.standardVersion = standardVersion
      self.evidence = evidence
      self.scope = scope
    }
  }

  /// - Parameter compiled: what runs with the same policies share.
  public init(_ library: PolicyLibrary, profile: Profile, options: Options, compiled: CompiledRules = CompiledRules()) {
    self.compiled = compiled
    self.library = library
    self.profile = profile
    self.options = options
  }

  /// Which results carry their reasons.
  var demand: EvidenceDemand { options.evidence }

  /// The same engine with reasons for other results.
  func demanding(_ evidence: EvidenceDemand) -> Engine {
    Engine(
      library, profile: profile,
      options: Options(standardVersion: options.standardVersion, evidence: evidence, scope: options.scope),
      compiled: compiled)
  }

  /// What came of judging: observations, and problems of rules with single resources.
  public struct Result: Sendable {
    public internal(set) var observations: [Observation]
    public let problems: [Diagnostics.Diagnostic]
    /// The types that rules consulted to judge other resources.
    public let consultedTypes: Set<String>
    /// How long each rule took to compile and to judge, all threads together.
    public let durations: [String: Duration]
    /// What judging worked with. It goes when the assessment goes, which is after the report: to take a large network down
    /// takes as long as to write one.
    var kept: [any Sendable] = []

    /// Gives the observations away, so that they are changed without a copy.
    mutating func takeObservations() -> [Observation] {
      defer { observations = [] }
      return observations
    }
  }

  /// - Parameter only: the resources to judge; nil for all.
  /// - Throws: a diagnostic for a rule that does not compile; nothing is evaluated then.
  public func judge(_ graph: ResourceGraph, rules: [Rule], only: Set<ResourceID>? = nil)
    throws(Diagnostics.Diagnostic) -> Result
  {
    var own = graph
    return try judge(extending: &own, rules: rules, only: only)
  }

  /// How the expressions of a rule come out for one resource; none for a statement about flows, which has no expression.
  public func traces(of id: ResourceID, by rule: Rule, in graph: ResourceGraph) throws(Diagnostics.Diagnostic)
    -> [ConditionTrace]
  {
    guard rule.flowCheck == nil else { return [] }
    var run = EngineRun(graph, library: library, parameters: profile.parameters, compiled: compiled, only: [id])
    let zones: ZoneMap? =
      if options.scope != nil, rule.asksForScope {
        try ZoneMap(options.scope, graph, NetworkMap.map(graph))
      } else { nil }
    try run.compile([rule], zones: zones)
    return try run.traces(of: id)
  }

  /// The same, with what the rules add to the graph's values put into the graph itself: a copy of it would be as large
  /// as the input.
  public func judge(extending graph: inout ResourceGraph, rules: [Rule], only: Set<ResourceID>? = nil)
    throws(Diagnostics.Diagnostic) -> Result
  {
    var run = EngineRun(graph.take(), library: library, parameters: profile.parameters, compiled: compiled, only: only)
    let result: Swift.Result<Result, Diagnostics.Diagnostic>
    do throws(Diagnostics.Diagnostic) {
      // Statements about flows are about zones; they come with their reasons and are not asked for by resource.
      let statements = only == nil ? FlowJudge.statements(run.graph, rules, options.scope) : []
      let asks = options.scope != nil && rules.contains { $0.asksForScope }
      // Conditions that ask for zones are compiled with them, and configurations are asked in one order; else the network
      // can wait for the conditions.
      let comesFirst = options.scope != nil || run.graph.followsSources
      let known = comesFirst && (asks || !statements.isEmpty) ? try Surroundings(run.graph, options.scope) : nil
      try run.compile(
        rules.filter { $0.flowCheck == nil }, zones: known?.zones, readsLinks: known == nil && !statements.isEmpty)
      result = .success(try judge(run, statements, known))
    } catch {
      result = .failure(error)
    }
    graph = run.graph
    return try result.get()
  }

  /// The network that a graph describes, and the zones in it.
  private struct Surroundings: Sendable {
    let map: NetworkMap
    let zones: ZoneMap

    init(
      _ graph: ResourceGraph, _ scope: ScopeDeclaration?, _ links: LinkReadings? = nil
    ) throws(Diagnostics.Diagnostic) {
      map = NetworkMap.map(graph, readings: links)
      zones = try ZoneMap(scope, graph, map)
    }
  }

  /// Judges resources while the network is worked out, which conditions do not need; then flows.
  private func judge(
    _ run: EngineRun, _ statements: [Rule], _ known: Surroundings?
  ) throws(Diagnostics.Diagnostic) -> Result {
    let flows = { @Sendable in flowJudge(run.graph, known, run.links) }
    var (result, found) = run.judge(options, beside: statements.isEmpty ? nil : flows)
    if let found {
      let judge = try found.get()
      try judge.judge(statements, into: &result.observations)
      result.kept = [judge, run.relations]
    }
    return result
  }

  private func flowJudge(
    _ graph: ResourceGraph, _ known: Surroundings?, _ links: LinkReadings?
  ) -> Swift.Result<FlowJudge, Diagnostics.Diagnostic> {
    do throws(Diagnostics.Diagnostic) {
      let network = if let known { known } else { try Surroundings(graph, options.scope, links) }
      return .success(FlowJudge(graph, network.map, network.zones, Reachability(network.map.model), options))
    } catch {
      return .failure(error)
    }
  }
}
