import TestSupport

/// Knowing less of a plan never turns a verdict into its opposite.
public enum ForgottenArguments {
  /// - Parameter rounds: how many random sets of arguments are forgotten, each at once.
  public static func findings(_ bytes: [UInt8], name: String, rounds: Int, seed: UInt64 = 11) throws -> Findings {
    let arguments = PlanArguments(try JSONTree(bytes))
    let judge = try PlanVerdicts()
    // Forgetting nothing: what the additions of the property itself change is not its matter.
    let before = try judge(arguments.forgetting([]))
    var findings = Findings()
    var generator = SeededGenerator(seed: seed)
    for round in 0..<rounds {
      // Sets of very different sizes: one argument alone, and most of them.
      let share = [2, 4, 16, 64][round % 4]
      let chosen = arguments.all.filter { argument in
        !ForgottenArguments.identities.contains(argument.path.last ?? "")
          && Int.random(in: 0..<share, using: &generator) == 0
      }
      guard !chosen.isEmpty else { continue }
      findings.count()
      let after = try judge(arguments.forgetting(chosen))
      for (key, verdict) in before.sorted(by: { $0.key < $1.key }) {
        guard let now = after[key], verdict == "pass" && now == "fail" || verdict == "fail" && now == "pass" else {
          continue
        }
        findings.add("\(name), round \(round): \(key) was \(verdict) and is \(now)")
      }
    }
    return findings
  }

  /// Attributes that name their resource: a plan in which such a one is unknown while others know it does not exist.
  static let identities: Set<String> = [
    "id", "arn", "name", "bucket", "key_id", "identifier", "cluster_identifier", "replication_group_id", "domain_name",
    "function_name", "url", "group_name", "cluster_name", "user_name", "table_name", "address",
  ]
}
