import Assessments
import Diagnostics
import FixHints
import Rules

/// Finds mistakes in policies before anybody relies on them: everything that can be said without an input.
public struct PolicyLinter: Sendable {
  private let library: PolicyLibrary
  private let selectors: [String]

  public init(policies: PCICheck.Policies, selectors: [String] = []) {
    library = policies.library
    self.selectors = selectors
  }

  /// What was looked at, and the problems in the order of the files.
  public struct Result: Sendable {
    public let rules: Int
    public let problems: [Diagnostic]
  }

  /// Looks at the files of the user's folders if there are any, else at what is in the binary.
  ///
  /// - Throws: a diagnostic if the library itself cannot be read.
  public func run() throws(Diagnostic) -> Result {
    var problems: [Diagnostic] = []
    let files = try ruleFiles()
    problems += duplicates()
    var checker = try RuleChecker(library)
    var requirements = try RequirementNumbers(library)
    var schema = SchemaIndex(library)
    for file in files {
      do throws(Diagnostic) {
        let rule = try library.decode(file)
        problems += RuleStyle.problems(of: rule)
        problems += requirements.problems(of: rule)
        let types = try unknownTypes(rule, &schema)
        problems += types
        if types.isEmpty { problems += checker.problems(of: rule) }
        problems += try examples(rule, file)
        if let problem = FixCheck.problem(of: rule, library) { problems.append(problem) }
      } catch {
        problems.append(error)
      }
    }
    if selectors.isEmpty { problems += try otherFiles(&schema) }
    return Result(rules: files.count, problems: problems)
  }

  private func ruleFiles() throws(Diagnostic) -> [PolicyFile] {
    guard selectors.isEmpty else {
      let rules = try RuleSelection(library, profile: "complete", selectors: selectors).allRules()
      let names = Set(rules.map(\.id))
      return library.ruleFiles.filter { names.contains($0.name) }
    }
    return library.folderFiles.isEmpty ? library.ruleFiles : library.folderFiles.filter { $0.kind == "rules" }
  }

  /// Names that mean two things.
  private func duplicates() -> [Diagnostic] {
    var problems: [Diagnostic] = []
    var seen: [String: String] = [:]
    for file in library.folderFiles {
      let name = file.kind == "defaults" ? file.path : "\(file.kind)/\(file.name)"
      if let first = seen[name] {
        problems.append(
          Diagnostic(
            .error, "`\(safeText(file.name, limit: 100))` is also the name of `\(safeText(first))`",
            at: SourceLocation(file: file.path), help: "only one of them would be used; rename one"))
      }
      seen[name] = file.path
    }
    let ids = Set(library.ruleFiles.map(\.name))
    var owners: [String: String] = [:]
    for file in library.ruleFiles {
      var own: Set<String> = []
      for alias in file.aliases {
        let problem: String?
        if !own.insert(alias.lowercased()).inserted {
          problem = "stands there twice"
        } else if ids.contains(alias) {
          problem = "is the id of a rule"
        } else if alias.hasPrefix("aws-"), let owner = owners[alias] {
          problem = "is an alias of `\(owner)` too"
        } else {
          problem = nil
        }
        owners[alias] = file.name
        if let problem {
          problems.append(
            Diagnostic(
              .error, "rule `\(file.name)`: alias `\(safeText(alias, limit: 100))` \(problem)",
              at: SourceLocation(file: file.path), help: "take it out"))
        }
      }
    }
    return problems
  }

  /// Types that no schema of their provider knows. Providers without a schema are not checked.
  private func unknownTypes(_ rule: Rule, _ schema: inout SchemaIndex) throws(Diagnostic) -> [Diagnostic] {
    var places = rule.applies.types.map { ($0, rule.location) }
    if case .absent(let types, _, _) = rule.check { places += types.map { ($0, rule.location) } }
    for relation in rule.relations { places += relation.types.map { ($0, relation.location) } }
    var problems: [Diagnostic] = []
    for (type, place) in places where !type.hasPrefix("@") && type != "*" {
      guard try isUnknown(type, &schema) else { continue }
      problems.append(
        Diagnostic(
          .error, "rule `\(rule.id)`: the provider's schema has no resource type `\(safeText(type, limit: 100))`",
          at: place, help: "check the spelling; types of other providers than aws are not checked"))
    }
    return problems
  }

  private func isUnknown(_ type: String, _ schema: inout SchemaIndex) throws(Diagnostic) -> Bool {
    let isKind = type.first?.isUppercase == true
    guard type.hasPrefix("aws_") || isKind else { return false }
    return try !schema.describes(type)
  }

  private static let verdicts = ["pass", "fail", "indeterminate", "not-applicable"]

  /// Examples that are missing or say what no verdict is.
  private func examples(_ rule: Rule, _ file: PolicyFile) throws(Diagnostic) -> [Diagnostic] {
    var shown: Set<String> = []
    var names: Set<String> = []
    var problems: [Diagnostic] = []
    for example in try RuleExample.decode(file, library) {
      shown.formUnion(example.expected.map(\.verdict))
      if !names.insert(example.name).inserted {
        problems.append(
          Diagnostic(
            .error, "rule `\(rule.id)`: two examples are called `\(safeText(example.name, limit: 100))`",
            at: example.location, help: "say in each what is special about it"))
      }
      for (address, verdict) in example.expected where !Self.verdicts.contains(verdict) {
        problems.append(
          Diagnostic(
            .error,
            "rule `\(rule.id)`: `\(safeText(address, limit: 100))` expects `\(safeText(verdict, limit: 40))`, expected \(Self.verdicts.joined(separator: ", "))",
            at: example.location, help: nearestName(to: verdict, among: Self.verdicts).map { "did you mean `\($0)`?" }))
      }
    }
    for verdict in ExampleRunner.required(rule) where !shown.contains(verdict) {
      problems.append(
        Diagnostic(
          .error, "rule `\(rule.id)` has no example of \(verdict)", at: rule.location,
          help: "add one under `examples`; `pcicheck test` runs it"))
    }
    return problems
  }

  /// Profiles, categories, views and defaults.
  private func otherFiles(_ schema: inout SchemaIndex) throws(Diagnostic) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    let ids = library.ruleFiles.map(\.name)
    for file in library.profileFiles {
      do throws(Diagnostic) { problems += try profile(file, ids) } catch { problems.append(error) }
    }
    for file in library.categoryFiles {
      for type in file.types where try isUnknown(type, &schema) {
        problems.append(
          Diagnostic(
            .error, "category `\(file.name)`: no schema has the type `\(safeText(type, limit: 100))`",
            at: SourceLocation(file: file.path), help: "check the spelling"))
      }
    }
    for file in library.defaultFiles {
      let types = Set(file.types)
      do throws(Diagnostic) {
        for (type, entries) in try library.defaults(for: types, of: file).sorted(by: { $0.key < $1.key }) {
          for entry in entries where try schema.isCollection(entry.path, of: type) == nil {
            problems.append(
              Diagnostic(
                .error, "default of `\(type)`: the schema has no `\(entry.path.joined(separator: "."))`",
                at: SourceLocation(file: file.path), help: "check the spelling"))
          }
        }
      } catch {
        problems.append(error)
      }
    }
    return problems
  }

  private func profile(_ file: PolicyFile, _ ids: [String]) throws(Diagnostic) -> [Diagnostic] {
    let profile = try library.profile(file.name)
    var problems: [Diagnostic] = []
    func report(_ message: String, near name: String) {
      problems.append(
        Diagnostic(
          .error, "profile `\(profile.id)`: \(message)", at: SourceLocation(file: file.path),
          help: nearestName(to: name, among: ids).map { "did you mean `\($0)`?" }))
    }
    for selector in profile.include + profile.exclude where !selector.contains(":") {
      guard !ids.contains(where: { globMatches(selector, $0) }) else { continue }
      report("`\(safeText(selector, limit: 100))` names no rule", near: selector)
    }
    for name in profile.parameters.keys.sorted() {
      let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
      guard parts.count == 2, let rule = library.ruleFiles.first(where: { $0.name == parts[0] }) else {
        report("`\(safeText(name, limit: 100))` is no parameter: expected RULE.NAME", near: parts.first ?? "")
        continue
      }
      if !(try library.decode(rule)).parameters.contains(where: { $0.name == parts[1] }) {
        report("rule `\(rule.name)` has no parameter `\(safeText(parts[1], limit: 60))`", near: parts[1])
      }
    }
    return problems
  }
}

/// The requirement numbers that there are.
private struct RequirementNumbers {
  private var known: [String: Set<String>] = [:]

  init(_ library: PolicyLibrary) throws(Diagnostic) {
    for file in library.catalogueFiles {
      let version = String(file.name.dropFirst("pci-dss-".count))
      known[version] = Set(try library.catalogue(version: version).requirements.map(\.id))
    }
  }

  mutating func problems(of rule: Rule) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    var seen: Set<String> = []
    for link in rule.requirements {
      let message: String
      if link.standard != "pci-dss" {
        message = "unknown standard `\(safeText(link.standard, limit: 40))`, expected pci-dss"
      } else if let numbers = known[link.version] {
        if !seen.insert("\(link.version) \(link.id)").inserted {
          message = "requirement \(safeText(link.id, limit: 40)) of v\(link.version) stands there twice"
        } else if numbers.contains(link.id) {
          continue
        } else {
          message = "PCI DSS v\(link.version) has no requirement `\(safeText(link.id, limit: 40))`"
        }
      } else {
        message = "unknown version `\(safeText(link.version, limit: 40))` of PCI DSS"
      }
      problems.append(
        Diagnostic(
          .error, "rule `\(rule.id)`: \(message)", at: rule.location, help: "`pcicheck requirements` lists the numbers")
      )
    }
    return problems
  }
}

/// How a rule is written down.
private enum RuleStyle {
  static func problems(of rule: Rule) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    func report(_ message: String, _ help: String) {
      problems.append(
        Diagnostic(.error, "rule `\(safeText(rule.id, limit: 100))`: \(message)", at: rule.location, help: help))
    }
    if !rule.id.allSatisfy({ $0 == "-" || $0.isASCII && ($0.isLowercase || $0.isNumber) }) || rule.id.hasPrefix("-") {
      report("the id is not kebab-case", "use lower-case letters, digits and hyphens")
    }
    if rule.title.count > 100 { report("the title is longer than 100 characters", "shorten it") }
    if rule.title.hasSuffix(".") { report("the title ends with a period", "take it off") }
    if rule.title.isEmpty || rule.rationale.isEmpty || rule.remediation.isEmpty {
      report("the title, rationale or remediation is empty", "say it in a sentence")
    }
    let numbers = rule.since.split(separator: ".", omittingEmptySubsequences: false)
    if numbers.count != 3 || !numbers.allSatisfy({ Int($0) != nil }) {
      report("`since` is no version", "write three numbers, such as 0.1.0")
    }
    for reference in rule.references where !reference.hasPrefix("https://") {
      report("a reference is no https address", "give the page's address")
    }
    return problems
  }
}
