import Assessments
import Diagnostics
import FixHints
import Reporting
import ResourceGraph
import Rules

extension PCICheck {
  /// What one finding is explained by.
  public struct FindingExplanation: Sendable {
    /// The page for a terminal.
    public let text: [UInt8]
    /// Things to know about the inputs. An error is a document that could not be read.
    public let notes: [Diagnostic]
  }

  /// Which result is to be explained.
  public enum FindingName: Sendable {
    /// The beginning of a finding's id, as reports show it.
    case id(String)
    /// A rule, by id or alias, and a resource.
    case rule(String, address: String)
  }

  /// Whether a text can be the beginning of a finding's id.
  public static func canBeFindingID(_ text: String) -> Bool {
    (6...32).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// Says how a verdict came about, sub-expression by sub-expression.
  ///
  /// - Throws: a diagnostic if an input or a rule cannot be used, or if there is no such finding.
  public func explain(_ name: FindingName, in paths: [String], color: Bool, width: Int) throws(Diagnostic)
    -> FindingExplanation
  {
    let selectors: [String] = if case .rule(let rule, _) = name { [rule] } else { options.ruleSelectors }
    let library = options.policies.library
    let selection = try RuleSelection(
      library, profile: selectors.isEmpty ? options.profile : "complete", selectors: selectors,
      adjustments: options.adjustments, overrides: options.namedRules)
    var loaded = try InputLoader(
      terraform: options.terraform, source: options.source, policies: options.policies,
      templateParameters: options.templateParameters
    ).load(paths)
    let types = Set(loaded.builder.resources.map(\.type))
    var graph = loaded.builder.takeGraph(
      defaults: try library.defaults(for: types), special: loaded.specialDefaults)
    if !loaded.hasUnreadableParts { try refuseIncomplete(graph) }
    let rules = try selection.rules(for: types)
    let engine = Engine(
      library, profile: selection.profile,
      options: Engine.Options(
        standardVersion: options.standardVersion, evidence: .findings(perRule: 0), scope: options.scope))
    let judged = try engine.judge(extending: &graph, rules: rules)
    let ruleSet = RuleSetSummary(
      profile: options.profile, standard: "pci-dss", standardVersion: options.standardVersion, rules: selection.count,
      digest: "")
    let names = ConcealedNames(in: graph, nil)
    let assessment = Assessment.conclude(
      judged, graph: graph, catalogue: try library.catalogue(version: options.standardVersion), ruleSet: ruleSet,
      notes: loaded.notes
    ).fingerprinted(by: Fingerprint(graph) { hexDigest($0) })
      .concealing(names)
    let found: Observation
    do throws(Diagnostic) {
      found = try find(name, assessment, graph)
    } catch {
      // What is asked for may be in what could not be read, so that comes first.
      throw loaded.notes.first { $0.severity == .error } ?? error
    }
    guard let rule = rules.first(where: { $0.id == found.rule }) else { return FindingExplanation(text: [], notes: []) }
    return try page(of: found, by: rule, assessment, names, graph, selection.profile, color: color, width: width)
  }

  /// Judges one resource once more, with all reasons.
  private func page(
    of found: Observation, by rule: Rule, _ assessment: Assessment, _ names: ConcealedNames, _ graph: ResourceGraph,
    _ profile: Profile, color: Bool, width: Int
  ) throws(Diagnostic) -> FindingExplanation {
    let library = options.policies.library
    let engine = Engine(
      library, profile: profile,
      options: Engine.Options(standardVersion: options.standardVersion, evidence: .all, scope: options.scope))
    let reasoned = try engine.judge(graph, rules: [rule], only: found.resource.map { [$0] })
    let whole = reasoned.observations.first { $0.resource == found.resource } ?? found
    let traces =
      try found.resource.map { id throws(Diagnostic) in try engine.traces(of: id, by: rule, in: graph) } ?? []
    var shown = assessment.hinted(
      by: FixMaker(assessment.observations, in: graph, rules: [rule], library: library))
    shown = shown.keeping(whole).concealing(names)
    guard let observation = shown.observations.first else { return FindingExplanation(text: [], notes: []) }
    return FindingExplanation(
      text: FindingPage.render(observation, of: shown, traces, color: color, width: width),
      notes: assessment.diagnostics)
  }

  private func find(_ name: FindingName, _ assessment: Assessment, _ graph: ResourceGraph) throws(Diagnostic)
    -> Observation
  {
    switch name {
    case .id(let prefix): return try find(prefix, assessment)
    case .rule(let rule, let address):
      let matching = assessment.observations.filter { $0.address == address }
      if let found = matching.first { return found }
      throw Self.unknown(address, rule, assessment, graph)
    }
  }

  private func find(_ prefix: String, _ assessment: Assessment) throws(Diagnostic) -> Observation {
    let found = assessment.observations.filter { assessment.fingerprint(of: $0)?.hasPrefix(prefix) ?? false }
    guard let first = found.first else {
      throw Diagnostic(
        .error, "no finding of the input has the id `\(prefix)`",
        help:
          "ids stand in reports (`--verbose`, `--format json`); name a pass by rule and address: `explain RULE ADDRESS`"
      )
    }
    guard found.count == 1 else {
      throw Diagnostic(
        .error, "`\(prefix)` begins the ids of \(found.count) findings", help: "give more of the id's 32 characters")
    }
    return first
  }

  private static func unknown(
    _ address: String, _ rule: String, _ assessment: Assessment, _ graph: ResourceGraph
  ) -> Diagnostic {
    let shown = safeText(withoutSecrets(address), limit: 300)
    if graph.resource(named: address) != nil {
      return Diagnostic(
        .error, "rule `\(safeText(rule, limit: 100))` says nothing of `\(shown)`",
        help: "`pcicheck explain \(safeText(rule, limit: 100))` lists the types that it looks at")
    }
    let near = nearestName(to: address, among: assessment.observations.map(\.address))
    return Diagnostic(
      .error, "no resource `\(shown)` in the input",
      help: near.map { "did you mean `\(safeText(withoutSecrets($0), limit: 300))`?" }
        ?? "`pcicheck graph --format json` lists all addresses")
  }
}
