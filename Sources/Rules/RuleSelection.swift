import Diagnostics

/// The rules that a run uses: those of a profile, or those that the user names.
public struct RuleSelection: Sendable {
  public let profile: Profile
  private let library: PolicyLibrary
  private let files: [PolicyFile]
  private let isExplicit: Bool

  /// - Parameter selectors: ids, aliases (compared without case) or ids with `*`; empty for the whole profile.
  /// - Throws: a diagnostic for a selector that names nothing.
  public init(_ library: PolicyLibrary, profile: String, selectors: [String]) throws(Diagnostic) {
    self.library = library
    self.profile = try library.profile(profile)
    isExplicit = !selectors.isEmpty
    guard !selectors.isEmpty else {
      files = library.ruleFiles
      return
    }
    var chosen: [PolicyFile] = []
    for selector in selectors.flatMap({ $0.split(separator: ",").map(String.init) }) {
      let matches = library.ruleFiles(matching: selector)
      guard !matches.isEmpty else {
        let names = library.ruleFiles.flatMap { [$0.name] + $0.aliases }
        throw Diagnostic(
          .error, "no rule `\(safeText(selector, limit: 100))`",
          help: nearestName(to: selector, among: names).map { "did you mean `\($0)`?" } ?? "`pcicheck rules` lists them"
        )
      }
      for match in matches where !chosen.contains(where: { $0.name == match.name }) { chosen.append(match) }
    }
    files = chosen.sorted { $0.name < $1.name }
  }

  /// The rules that look at one of the types, or at the whole. Others are not even decoded.
  public func rules(for types: Set<String>) throws(Diagnostic) -> [Rule] {
    var rules: [Rule] = []
    for file in files {
      let expanded = try library.expand(file.types, at: SourceLocation(file: file.path))
      guard file.types.isEmpty || expanded.contains(where: { types.contains($0) }) else { continue }
      let rule = try library.decode(file)
      if isExplicit || profile.includes(rule) { rules.append(rule) }
    }
    return rules
  }

  /// All rules of the selection.
  public func allRules() throws(Diagnostic) -> [Rule] {
    var rules: [Rule] = []
    for file in files {
      let rule = try library.decode(file)
      if isExplicit || profile.includes(rule) { rules.append(rule) }
    }
    return rules
  }

  /// The number of rule files that the selection draws on.
  public var count: Int { files.count }

  /// The files of the given rules, in their order.
  public func files(of rules: [Rule]) -> [PolicyFile] {
    let byName = Dictionary(files.map { ($0.name, $0) }) { first, _ in first }
    return rules.compactMap { byName[$0.id] }
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
