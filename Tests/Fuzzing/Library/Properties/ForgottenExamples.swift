import Assessments
import Diagnostics
import PCICheckKit
import Rules

/// Knowing less never turns a verdict into its opposite: every value of every example of every rule, forgotten one at a
/// time.
public enum ForgottenExamples {
  /// - Parameter part: which share of the rules: `(1, 4)` is the second quarter.
  public static func findings(part: (index: Int, of: Int) = (0, 1)) throws -> Findings {
    let library = PolicyLibrary()
    let selection = try RuleSelection(library, profile: "complete", selectors: [])
    var findings = Findings()
    let rules = try selection.allRules()
    for (number, (rule, file)) in zip(rules, selection.files(of: rules)).enumerated()
    where number % part.of == part.index {
      guard let book = try ExampleBook(file, library) else { continue }
      for index in book.indices {
        try forget(in: book, index, of: rule, selection.profile, library, into: &findings)
      }
    }
    return findings
  }

  private static func forget(
    in book: ExampleBook, _ index: Int, of rule: Rule, _ profile: Profile, _ library: PolicyLibrary,
    into findings: inout Findings
  ) throws {
    let example = try book.example(index)
    let before = verdicts(example, rule, profile, library)
    for place in book.places(index) where !isIdentity(place) {
      guard let changed = try? book.mutated(index, place.address, place.steps, to: .unknown) else { continue }
      findings.count()
      let after = verdicts(changed, rule, profile, library)
      for (address, verdict) in before.sorted(by: { $0.key < $1.key }) {
        guard let now = after[address], isOpposite(verdict, now) else { continue }
        findings.add(
          "\(rule.id), example \(index) (\(example.name)): \(address) was \(verdict.rawValue) and is \(now.rawValue) "
            + "without \(place.address) \(place.steps)")
      }
    }
  }

  /// A name by which the others of the example know the resource: unknown while they know it, it describes nothing.
  private static func isIdentity(_ place: ExampleBook.Place) -> Bool {
    guard place.steps.count == 1, case .member(let name)? = place.steps.first else { return false }
    return identities.contains(name)
  }

  static let identities: Set<String> = ["id", "arn", "name", "key_id", "metadata"]

  private static func isOpposite(_ first: Verdict, _ second: Verdict) -> Bool {
    first == .pass && second == .fail || first == .fail && second == .pass
  }

  private static func verdicts(
    _ example: RuleExample, _ rule: Rule, _ profile: Profile, _ library: PolicyLibrary
  ) -> [String: Verdict] {
    let engine = Engine(
      library, profile: profile.setting(example.parameters, of: rule.id),
      options: Engine.Options(standardVersion: PCICheck.defaultStandardVersion, evidence: .all, scope: example.scope))
    guard let result = try? engine.judge(example.graph, rules: [rule]), result.problems.isEmpty else { return [:] }
    return Dictionary(result.observations.map { ($0.address, $0.verdict) }) { first, _ in first }
  }
}
