import Diagnostics
import Documents
import Rules

/// Lists rules and requirements.
public struct RuleListing: Sendable {
  private let library: PolicyLibrary
  private let standardVersion: String
  private let configuration: EffectiveConfiguration

  public init(policies: PCICheck.Policies, configuration: EffectiveConfiguration) {
    library = policies.library
    standardVersion = configuration.standard.value
    self.configuration = configuration
  }

  private func selection() throws(Diagnostic) -> RuleSelection {
    try RuleSelection(
      library, profile: configuration.profile.value, selectors: configuration.ruleSelectors,
      adjustments: configuration.adjustments, overrides: configuration.namedRules)
  }

  /// The rules of the profile, filtered.
  ///
  /// - Parameter requirement: a number; rules for items below it count too.
  public func rules(requirement: String?, type: String?, severity: Severity?) throws(Diagnostic) -> [Rule] {
    let all = try selection().allRules()
    var result: [Rule] = []
    for rule in all {
      if let severity, rule.severity != severity { continue }
      if let type, !(try types(rule).contains(type)) { continue }
      if let requirement, !links(rule).contains(where: { isBelow($0.id, requirement) }) { continue }
      result.append(rule)
    }
    return result
  }

  /// Why a filter leaves no rule, if it is probably misspelt.
  public func explanation(requirement: String?, type: String?) throws(Diagnostic) -> Diagnostic? {
    let all = try selection().allRules()
    if let type {
      var known: Set<String> = []
      for rule in all { known.formUnion(try types(rule)) }
      guard !known.contains(type) else { return nil }
      return Diagnostic(
        .warning, "no rule looks at the type `\(safeText(type, limit: 100))`",
        help: nearestName(to: type, among: known.sorted()).map { "did you mean `\($0)`?" })
    }
    guard let requirement else { return nil }
    let numbers = Set(all.flatMap { links($0).map(\.id) }).sorted()
    guard !numbers.contains(where: { isBelow($0, requirement) }) else { return nil }
    return Diagnostic(
      .warning,
      "no rule says anything about requirement `\(safeText(requirement, limit: 40))` of PCI DSS v\(standardVersion)",
      help: "`pcicheck requirements` lists them")
  }

  private func links(_ rule: Rule) -> [RequirementLink] { rule.requirements.filter { $0.version == standardVersion } }

  private func types(_ rule: Rule) throws(Diagnostic) -> [String] {
    if case .absent(let types, _, _) = rule.check { return try library.expand(types, at: rule.location) }
    return try library.expand(rule.applies.types, at: rule.location)
  }

  private func isBelow(_ id: String, _ parent: String) -> Bool { id == parent || id.hasPrefix(parent + ".") }

  public func text(_ rules: [Rule]) -> [UInt8] {
    let width = rules.map(\.id.count).max() ?? 0
    var text = ""
    for rule in rules {
      let id = rule.id + String(repeating: " ", count: width - rule.id.count)
      let severity = rule.severity.rawValue + String(repeating: " ", count: 8 - rule.severity.rawValue.count)
      text += "\(id)  \(severity)  \(rule.title)\n"
    }
    return Array((text + "\(rules.count) rules\n").utf8)
  }

  /// An array of objects with `id`, `title`, `severity`, `types`, `aliases` and `requirements`.
  public func json(_ rules: [Rule]) -> [UInt8] {
    var writer = JSONWriter(indents: true)
    writer.array { writer in
      for rule in rules {
        writer.object { writer in
          writer.member("id", rule.id)
          writer.member("title", rule.title)
          writer.member("severity", rule.severity.rawValue)
          writer.member("types", (try? types(rule)) ?? [])
          writer.member("aliases", rule.aliases)
          writer.name("requirements")
          writer.array { writer in for link in rule.requirements { writer.value(link) } }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  /// The numbers and titles of the standard, with the number of rules for each, or the rules themselves.
  public func requirements(withRules: Bool) throws(Diagnostic) -> [UInt8] {
    let catalogue = try library.catalogue(version: standardVersion)
    let rules = try selection().allRules()
    var byRequirement: [String: [Rule]] = [:]
    for rule in rules where !rule.isWeaklyLinked {
      for id in Set(links(rule).map(\.id)) { byRequirement[id, default: []].append(rule) }
    }
    var text = "\(catalogue.title)\n"
    for entry in catalogue.requirements {
      let found = byRequirement[entry.id] ?? []
      let indent = entry.level == .principal ? "" : entry.level == .section ? "  " : "    "
      let count = entry.level == .requirement || !found.isEmpty ? note(entry, found.count) : ""
      text += "\(indent)\(entry.id)  \(entry.title)\(count)\n"
      guard withRules else { continue }
      for rule in found { text += "\(indent)      \(rule.id)\n" }
    }
    return Array(text.utf8)
  }

  private func note(_ entry: Catalogue.Requirement, _ count: Int) -> String {
    if count > 0 { return "  [\(count) rule\(count == 1 ? "" : "s")]" }
    return entry.evidence == "none" ? "  [not visible in infrastructure]" : "  [no rule]"
  }
}
