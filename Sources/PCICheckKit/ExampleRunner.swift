import Assessments
import Diagnostics
import Rules

/// Runs the examples of rules, documentation that is held to be true, and the tests beside rules of the user's.
public struct ExampleRunner: Sendable {
  private let policies: PCICheck.Policies
  private let selectors: [String]
  private var library: PolicyLibrary { policies.library }

  public struct Result: Sendable {
    public let passed: Int
    public let failed: Int
    /// What to print.
    public let text: String
    public var isPassed: Bool { failed == 0 }
  }

  public init(policies: PCICheck.Policies, selectors: [String] = []) {
    self.policies = policies
    self.selectors = selectors
  }

  /// - Throws: a diagnostic for a rule or example that cannot be read.
  ///
  /// - Parameter coverage: list which verdicts the examples and tests of each rule show.
  public func run(verbose: Bool = false, coverage: Bool = false) throws(Diagnostic) -> Result {
    let (rules, files, profile) = try tested()
    var passed = 0
    var failed = 0
    var text = ""
    var shown: [String: [String]] = [:]
    for (rule, file) in zip(rules, files) {
      var verdicts: Set<String> = []
      for example in try RuleExample.decode(file, library) {
        verdicts.formUnion(example.expected.map(\.verdict))
        shown[rule.id, default: []] += example.expected.map(\.verdict)
        let problems = check(example, rule, profile)
        if problems.isEmpty { passed += 1 } else { failed += 1 }
        if !problems.isEmpty {
          text += "FAIL \(rule.id): \(example.name)\n" + problems.map { "     \($0)\n" }.joined()
        } else if verbose {
          text += "ok   \(rule.id): \(example.name)\n"
        }
      }
      for missing in Self.required(rule) where !verdicts.contains(missing) {
        failed += 1
        text += "FAIL \(rule.id): no example of \(missing)\n"
      }
    }
    for test in selectors.isEmpty ? try PlanTest.read(policies.folders) : [] {
      let problems = try test.problems(policies)
      for (rule, verdicts) in test.expected { shown[rule, default: []] += verdicts.map(\.verdict) }
      if problems.isEmpty { passed += 1 } else { failed += 1 }
      let name = "\(safeText(test.location.description)): \(safeText(test.name, limit: 100))"
      if !problems.isEmpty {
        text += "FAIL \(name)\n" + problems.map { "     \($0)\n" }.joined()
      } else if verbose {
        text += "ok   \(name)\n"
      }
    }
    if coverage { text += Self.coverage(rules.map(\.id), shown) }
    return Result(passed: passed, failed: failed, text: text + "\(passed) passed, \(failed) failed\n")
  }

  /// The rules that are tested: those of the user's folders if there are any, else those in the binary.
  private func tested() throws(Diagnostic) -> ([Rule], [PolicyFile], Profile) {
    let own = library.folderFiles.filter { $0.kind == "rules" }.map(\.name)
    if selectors.isEmpty, !policies.folders.isEmpty, own.isEmpty {
      return ([], [], try library.profile(PCICheck.defaultProfile))
    }
    let selection = try RuleSelection(
      library, profile: "complete", selectors: selectors.isEmpty && !policies.folders.isEmpty ? own : selectors)
    let rules = try selection.allRules()
    return (rules, selection.files(of: rules), selection.profile)
  }

  /// A line for each rule: how many examples and tests show each verdict.
  private static func coverage(_ rules: [String], _ shown: [String: [String]]) -> String {
    let verdicts = ["pass", "fail", "indeterminate", "not-applicable"]
    let width = rules.map(\.count).max() ?? 0
    var text = String(repeating: " ", count: width) + "  " + verdicts.joined(separator: "  ") + "\n"
    for rule in rules {
      text += rule + String(repeating: " ", count: width - rule.count)
      for verdict in verdicts {
        let count = "\((shown[rule] ?? []).count { $0 == verdict })"
        text += "  " + String(repeating: " ", count: max(0, verdict.count - count.count)) + count
      }
      text += "\n"
    }
    return text
  }

  static func required(_ rule: Rule) -> [String] {
    ["pass", "fail", "indeterminate"] + (rule.applies.when == nil ? [] : ["not-applicable"])
  }

  /// What is wrong with an example, nothing if its verdicts are as expected.
  private func check(_ example: RuleExample, _ rule: Rule, _ profile: Profile) -> [String] {
    let engine = Engine(
      library, profile: profile.setting(example.parameters, of: rule.id),
      options: Engine.Options(standardVersion: PCICheck.defaultStandardVersion, evidence: .all, scope: example.scope))
    let result: Engine.Result
    do throws(Diagnostic) {
      result = try engine.judge(example.graph, rules: [rule])
    } catch {
      return ["\(error.message)\(error.help.map { " (\($0))" } ?? "")"]
    }
    var problems = result.problems.map { "\($0.message)" }
    for name in example.parameters.keys.sorted() where !rule.parameters.contains(where: { $0.name == name }) {
      problems.append("the rule has no parameter `\(name)`")
    }
    for (address, verdict) in example.expected {
      let found = result.observations.first { $0.address == address }
      let actual = found?.verdict.rawValue ?? "no verdict"
      guard actual != verdict else { continue }
      problems.append("\(address): expected \(verdict), found \(actual)\(found.map { " (\($0.message))" } ?? "")")
    }
    return problems
  }
}
