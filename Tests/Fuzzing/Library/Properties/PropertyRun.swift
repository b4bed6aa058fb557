import Documents
import TestSupport

/// The properties over all fixtures and the whole pack.
public struct PropertyRun {
  private var problems = 0

  /// - Returns: whether everything holds.
  public static func run(_ properties: [String]) throws -> Bool {
    var run = PropertyRun()
    let all = ["truncations", "examples", "forgotten", "removed"]
    for property in properties.isEmpty ? all : properties {
      switch property {
      case "truncations": try run.truncations()
      case "examples": run.report("forgotten values of examples", try ForgottenExamples.findings())
      case "forgotten": try run.forgotten()
      case "removed": try run.removed()
      default: print("unknown property `\(property)`, expected: \(all.joined(separator: ", "))")
      }
    }
    return run.problems == 0
  }

  private mutating func report(_ what: String, _ findings: Findings) {
    problems += findings.problems.count
    print("\(what): \(findings.tried) tried, \(findings.problems.count) problems")
    for problem in findings.problems.prefix(40) { print("  \(problem)") }
  }

  private static var plans: [String] {
    Project.filesBelow(Project.path("fixtures/terraform"), ending: "plan.json")
      + Project.filesBelow(Project.path("fixtures/network"), ending: "plan.json")
      + Project.filesBelow(Project.path("fixtures/pipeline"), ending: "plan.json")
  }

  private static func name(_ path: String) -> String { String(path.dropFirst(Project.path("fixtures/").count)) }

  private mutating func truncations() throws {
    var sum = Findings()
    let states = ["applied.json", "state.json"].flatMap {
      Project.filesBelow(Project.path("fixtures/terraform"), ending: $0)
    }
    for path in Self.plans + states {
      sum = sum + (try Truncations.findings(try readInput(path).bytes, name: Self.name(path), count: 1_000))
    }
    report("truncations", sum)
  }

  private mutating func forgotten() throws {
    var sum = Findings()
    for path in Self.plans {
      sum =
        sum + (try ForgottenArguments.findings(try readInput(path).bytes, name: Self.name(path), rounds: 40))
    }
    report("forgotten arguments of plans", sum)
  }

  private mutating func removed() throws {
    for name in ["minimal-web-fixed", "card-platform-compliant", "references", "nested-modules-for-each"] {
      let bytes = try readInput(Project.fixture("terraform/\(name)/plan.json")).bytes
      let settings = try RemovedSettings.settings(bytes)
      print("\(name): \(settings.count) security settings")
      for cure in settings.cures { print("  to judge: \(cure)") }
      report("removed settings of \(name)", try RemovedSettings.findings(bytes, name: name, settings, rounds: 10))
    }
  }
}
