import Assessments
import Diagnostics
import Rules

/// Runs the examples of rules: documentation that is held to be true.
public struct ExampleRunner: Sendable {
  private let library: PolicyLibrary
  private let selectors: [String]

  public struct Result: Sendable {
    public let passed: Int
    public let failed: Int
    /// What to print.
    public let text: String
    public var isPassed: Bool { failed == 0 }
  }

  public init(policies: PCICheck.Policies, selectors: [String] = []) {
    library = policies.library
    self.selectors = selectors
  }

  /// - Throws: a diagnostic for a rule or example that cannot be read.
  public func run(verbose: Bool = false) throws(Diagnostic) -> Result {
    let selection = try RuleSelection(library, profile: "complete", selectors: selectors)
    let rules = try selection.allRules()
    var passed = 0
    var failed = 0
    var text = ""
    for (rule, file) in zip(rules, selection.files(of: rules)) {
      var verdicts: Set<String> = []
      for example in try RuleExample.decode(file, library) {
        verdicts.formUnion(example.expected.map(\.verdict))
        let problems = check(example, rule, selection.profile)
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
    return Result(passed: passed, failed: failed, text: text + "\(passed) passed, \(failed) failed\n")
  }

  private static func required(_ rule: Rule) -> [String] {
    ["pass", "fail", "indeterminate"] + (rule.applies.when == nil ? [] : ["not-applicable"])
  }

  /// What is wrong with an example, nothing if its verdicts are as expected.
  private func check(_ example: RuleExample, _ rule: Rule, _ profile: Profile) -> [String] {
    let engine = Engine(
      library, profile: profile.setting(example.parameters, of: rule.id),
      options: Engine.Options(standardVersion: PCICheck.defaultStandardVersion, evidence: .all))
    let result: Engine.Result
    do throws(Diagnostic) {
      result = try engine.judge(example.graph, rules: [rule], scope: example.scope)
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
