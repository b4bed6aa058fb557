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

  public init(_ library: PolicyLibrary, profile: Profile, options: Options) {
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
      options: Options(standardVersion: options.standardVersion, evidence: evidence, scope: options.scope))
  }

  /// What came of judging: observations, and problems of rules with single resources.
  public struct Result: Sendable {
    public let observations: [Observation]
    public let problems: [Diagnostics.Diagnostic]
    /// The types that rules consulted to judge other resources.
    public let consultedTypes: Set<String>
    /// How long each rule took to compile and to judge, all threads together.
    public let durations: [String: Duration]
  }

  /// - Parameter only: the resources to judge; nil for all.
  /// - Throws: a diagnostic for a rule that does not compile; nothing is evaluated then.
  public func judge(_ graph: ResourceGraph, rules: [Rule], only: Set<ResourceID>? = nil)
    throws(Diagnostics.Diagnostic) -> Result
  {
    var own = graph
    return try judge(extending: &own, rules: rules, only: only)
  }

  /// The same, with what the rules add to the graph's values put into the graph itself: a copy of it would be as large
  /// as the input.
  public func judge(extending graph: inout ResourceGraph, rules: [Rule], only: Set<ResourceID>? = nil)
    throws(Diagnostics.Diagnostic) -> Result
  {
    var run = EngineRun(graph.take(), library: library, parameters: profile.parameters, only: only)
    let result: Swift.Result<Result, Diagnostics.Diagnostic>
    do throws(Diagnostics.Diagnostic) {
      // Statements about flows are about zones; they come with their reasons and are not asked for by resource.
      let statements = only == nil ? FlowJudge.statements(run.graph, rules, options.scope) : []
      let asks = options.scope != nil && rules.contains { $0.asksForScope }
      let map = asks || !statements.isEmpty ? NetworkMap.map(run.graph) : nil
      let zones: ZoneMap? = if let map { try ZoneMap(options.scope, run.graph, map) } else { nil }
      if rules.contains(where: \.isAboutEverything) { run.lookForSecrets() }
      try run.compile(rules.filter { $0.flowCheck == nil }, zones: zones)
      let judged = run.evaluate(options)
      let flows: [Observation] =
        if let map, let zones, !statements.isEmpty {
          try FlowJudge(run.graph, map, zones, Reachability(map.model), options).judge(statements)
        } else { [] }
      result = .success(
        Result(
          observations: judged.observations + flows, problems: judged.problems, consultedTypes: judged.consultedTypes,
          durations: judged.durations))
    } catch {
      result = .failure(error)
    }
    graph = run.graph
    return try result.get()
  }
}
