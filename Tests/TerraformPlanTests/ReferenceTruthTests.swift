import ResourceGraph
import TerraformConfiguration
import TerraformPlan
import TestSupport
import Testing

/// The edges of each fixture's plan, from the plan alone and with its configuration, against the state that applying it
/// gave (`applied.json`).
@Suite struct ReferenceTruthTests {
  static var fixtures: [String] {
    Project.filesBelow(Project.fixture("terraform"), ending: "/applied.json").map { path in
      String(path.dropFirst(Project.fixture("terraform/").count).dropLast("/applied.json".count))
    }
  }

  static func truth(_ fixture: String) throws -> ReferenceTruth {
    ReferenceTruth(state: try Graphs.terraform(try Project.bytes(Project.fixture("terraform/\(fixture)/applied.json"))))
  }

  static func source(_ fixture: String) -> PlanSource {
    let folder = Project.fixture("terraform/\(fixture)")
    return PlanSource(
      configuration: Configuration(DirectoryStorage(root: folder)), folder: folder, isSnapshot: false)
  }

  @Test(arguments: fixtures) func withTheConfigurationEveryEdgeIsFoundAndNoOther(_ fixture: String) throws {
    let score = try Self.truth(fixture).score(try Graphs.fixture(fixture, source: Self.source(fixture)))
    print("\(fixture), with source: \(score.truth) edges, precision \(score.precision), recall \(score.recall)")
    #expect(score.wrong.isEmpty, "\(score.wrong.joined(separator: "\n"))")
    #expect(score.silent.isEmpty, "\(score.silent.joined(separator: "\n"))")
    #expect(score.open.isEmpty, "\(score.open.joined(separator: "\n"))")
  }

  @Test(arguments: fixtures) func fromThePlanAloneNoEdgeIsWrongAndNoneIsMissedUnsaid(_ fixture: String) throws {
    let score = try Self.truth(fixture).score(try Graphs.fixture(fixture))
    print("\(fixture), plan alone: \(score.truth) edges, precision \(score.precision), recall \(score.recall)")
    #expect(score.wrong.isEmpty, "\(score.wrong.joined(separator: "\n"))")
    #expect(score.silent.isEmpty, "\(score.silent.joined(separator: "\n"))")
  }

  @Test func fixturesAreThere() { #expect(Self.fixtures.count > 3) }
}
