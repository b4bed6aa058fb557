import TestSupport

/// Removing security settings from a compliant plan never turns a failure into a pass.
///
/// A security setting is an argument without which some pass is none any more. Settings are removed in random order, one
/// after the other: what has failed once must not pass again.
public enum RemovedSettings {
  /// The settings of a plan, found by removing each argument alone.
  public struct Settings: Sendable {
    let arguments: [PlanArgument]
    /// Failures of the compliant plan itself that the removal of one argument turns into passes.
    public let cures: [String]

    public var count: Int { arguments.count }
  }

  public static func settings(_ bytes: [UInt8], sample: Int = .max, seed: UInt64 = 5) throws -> Settings {
    let arguments = PlanArguments(try JSONTree(bytes))
    let judge = try PlanVerdicts()
    let before = try judge(arguments.plan)
    var generator = SeededGenerator(seed: seed)
    let candidates =
      sample < arguments.all.count
      ? Array(arguments.all.shuffled(using: &generator).prefix(sample)) : arguments.all
    var found: [PlanArgument] = []
    var cures: [String] = []
    for argument in candidates {
      let after = try judge(arguments.removing([argument]))
      if before.contains(where: { $0.value == "pass" && after[$0.key].map { $0 != "pass" } ?? false }) {
        found.append(argument)
      }
      for (key, verdict) in before.sorted(by: { $0.key < $1.key }) where verdict == "fail" && after[key] == "pass" {
        cures.append("\(key) passes without \(argument.name)")
      }
    }
    return Settings(arguments: found, cures: cures)
  }

  /// - Parameter rounds: how many orders are tried.
  public static func findings(
    _ bytes: [UInt8], name: String, _ settings: Settings, rounds: Int, steps: Int = 12, seed: UInt64 = 6
  ) throws -> Findings {
    let arguments = PlanArguments(try JSONTree(bytes))
    let judge = try PlanVerdicts()
    var findings = Findings()
    var generator = SeededGenerator(seed: seed)
    for round in 0..<rounds {
      let order = settings.arguments.shuffled(using: &generator)
      var verdicts = try judge(arguments.plan)
      var removed = 0
      while removed < order.count {
        removed = min(order.count, removed + max(1, order.count / steps))
        let after = try judge(arguments.removing(order[..<removed]))
        findings.count()
        for (key, verdict) in verdicts.sorted(by: { $0.key < $1.key }) where verdict == "fail" && after[key] == "pass" {
          findings.add("\(name), round \(round), \(removed) removed: \(key) failed and passes")
        }
        verdicts = after
      }
    }
    return findings
  }
}
