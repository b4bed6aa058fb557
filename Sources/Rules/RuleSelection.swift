import Diagnostics

/// The rules that a run uses: those of a profile, or those that the user names, with what the project changes.
public struct RuleSelection: Sendable {
  public let profile: Profile
  private let library: PolicyLibrary
  private let files: [PolicyFile]
  private let isExplicit: Bool
  private let adjustments: ResolvedAdjustments

  /// - Parameters:
  ///   - selectors: ids, aliases (compared without case) or ids with `*`; empty for the whole profile.
  ///   - overrides: rules that `adjustments` do not switch off, because the user named them for this run.
  /// - Throws: a diagnostic for a selector that names nothing.
  public init(
    _ library: PolicyLibrary, profile: String, selectors: [String], adjustments: RuleAdjustments = .none,
    overrides: [String] = []
  ) throws(Diagnostic) {
    self.library = library
    isExplicit = !selectors.isEmpty
    var named: Set<String> = []
    for selector in Self.separated(overrides) where !selector.contains("*") {
      named.formUnion(library.ruleFiles(matching: selector).map(\.name))
    }
    let resolved = try ResolvedAdjustments(adjustments, named: named, library)
    self.adjustments = resolved
    var adjusted = try library.profile(profile)
    for (rule, values) in resolved.parameters { adjusted = adjusted.setting(values, of: rule) }
    self.profile = adjusted
    var chosen = library.ruleFiles
    if isExplicit {
      var byName: [String: PolicyFile] = [:]
      for selector in Self.separated(selectors) {
        for match in try library.rules(named: selector) { byName[match.name] = match }
      }
      chosen = byName.values.sorted { $0.name < $1.name }
    }
    files = resolved.disabled.isEmpty ? chosen : chosen.filter { resolved.disabled[$0.name] == nil }
  }

  private static func separated(_ selectors: [String]) -> [String] {
    selectors.flatMap { $0.split(separator: ",").map(String.init) }
  }

  /// The rules that look at one of the types, or at the whole. Others are not even decoded.
  public func rules(for types: Set<String>) throws(Diagnostic) -> [Rule] {
    let wanted = WantedTypes(types, in: library)
    var rules: [Rule] = []
    for file in files where try looks(file, at: types, wanted) {
      if let rule = try selected(file) { rules.append(rule) }
    }
    return rules
  }

  private func looks(_ file: PolicyFile, at types: Set<String>, _ wanted: WantedTypes) throws(Diagnostic) -> Bool {
    if let entry = file.entry { return !entry.isAboutTypes || wanted.isNamed(by: file) }
    // A folder's rule can name a category that there is not.
    let expanded = try library.expand(file.types, at: SourceLocation(file: file.path))
    return file.types.isEmpty || expanded.contains { types.contains($0) }
  }

  /// All rules of the selection.
  public func allRules() throws(Diagnostic) -> [Rule] {
    var rules: [Rule] = []
    for file in files {
      if let rule = try selected(file) { rules.append(rule) }
    }
    return rules
  }

  /// The rule of a file, nil if the selection does not have it. A profile goes by the rule's own severity.
  private func selected(_ file: PolicyFile) throws(Diagnostic) -> Rule? {
    var rule = try library.decode(file)
    guard isExplicit || profile.includes(rule) || adjustments.also.contains(rule.id) else { return nil }
    if let severity = adjustments.severities[rule.id] { rule.severity = severity }
    return rule
  }

  /// The number of rule files that the selection draws on.
  public var count: Int { files.count }

  /// The rules that the project does not use, with the reasons, sorted by id.
  public var disabled: [(rule: String, reason: String)] {
    adjustments.disabled.sorted { $0.key < $1.key }.map { (rule: $0.key, reason: $0.value) }
  }

  /// The severities that the project changes, sorted by rule.
  public var severities: [(rule: String, severity: Severity)] {
    adjustments.severities.sorted { $0.key < $1.key }.map { (rule: $0.key, severity: $0.value) }
  }

  /// The parameters that the project changes, as `rule.name`, sorted.
  public var parameters: [(name: String, value: ParameterValue)] {
    adjustments.parameters.flatMap { rule, values in
      values.map { (name: "\(rule).\($0.key)", value: $0.value) }
    }.sorted { $0.name < $1.name }
  }

  /// The files of the given rules, in their order.
  public func files(of rules: [Rule]) -> [PolicyFile] {
    rules.compactMap { file(named: $0.id) }
  }

  /// The first file of a name; files are sorted by name.
  private func file(named name: String) -> PolicyFile? {
    var low = 0
    var high = files.count
    while low < high {
      let middle = low + (high - low) / 2
      if files[middle].name < name { low = middle + 1 } else { high = middle }
    }
    return low < files.count && files[low].name == name ? files[low] : nil
  }
}

extension PolicyLibrary {
  /// The rule files that an id, an alias or an id with `*` names.
  public func ruleFiles(matching selector: String) -> [PolicyFile] {
    let lowered = selector.lowercased()
    return ruleFiles.filter { file in
      globMatches(lowered, file.name) || file.aliases.contains { $0.lowercased() == lowered }
    }
  }
}
