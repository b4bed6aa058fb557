import Diagnostics
import Documents
import Fuzzing
import PCICheckKit
import TestSupport
import Testing
import Values

/// The fast reader says what Jansson says, and both refuse what is no JSON.
@Suite struct ReaderAgreementTests {
  /// `PlanTarget` traps where the readers differ; here a difference is reported instead.
  private static func agree(_ bytes: [UInt8]) -> Bool {
    switch (read(bytes, with: .fast), read(bytes, with: .jansson)) {
    case (.success(let left), .success(let right)): areSame(left.arena, left.root, right.arena, right.root)
    case (.failure(let left), .failure(let right)): left == right
    default: false
    }
  }

  private static func read(
    _ bytes: [UInt8], with reader: JSONReaderChoice
  ) -> Result<(arena: ValueArena, root: NodeID), Diagnostic> {
    var builder = ValueArenaBuilder()
    do throws(Diagnostic) {
      let root = try JSONReader.read(InputDocument(name: "in.json", bytes: bytes), with: reader, into: &builder)
      return .success((builder.build(), root))
    } catch {
      return .failure(error)
    }
  }

  private static func isRead(_ bytes: [UInt8]) -> Bool {
    if case .success = read(bytes, with: .jansson) { true } else { false }
  }

  private static let suite = Project.shared("json-suite")
  private static let suiteIsThere = Project.exists(suite)
  private static let absent: Comment =
    "the JSON suite (github.com/nst/JSONTestSuite) is not beside the package, so its cases are not run"
  private static let plans = Project.shared("plans")
  private static let plansAreThere = Project.exists(plans)

  @Test(.enabled(if: suiteIsThere, absent)) func everyCaseOfTheSuiteIsReadAlike() throws {
    let cases = Project.files(in: Self.suite, ending: ".json")
    #expect(cases.count > 300)
    for path in cases { #expect(Self.agree(try Project.bytes(path)), "\(path)") }
  }

  /// Slices of a plan that a reader may pass over must be proven well-formed all the same.
  private static let slices = [
    "planned_values", "prior_state", "configuration", "output_changes", "variables", "checks", "x",
  ]

  @Test(.enabled(if: suiteIsThere, absent)) func everyCaseOfTheSuiteIsJudgedAlikeInsideAPlan() throws {
    for path in Project.files(in: Self.suite, ending: ".json") {
      let bytes = try Project.bytes(path)
      let isRead = Self.isRead(bytes)
      for name in Self.slices {
        let head = #"{"format_version":"1.2","resource_changes":[],"\#(name)":{"values":["#
        let plan = Array(head.utf8) + bytes + Array("]}}".utf8)
        #expect(Self.agree(plan), "\(path) in \(name)")
        // Nesting within the limit by itself can be beyond it inside something else.
        guard !path.contains("500_nested") else { continue }
        #expect(Self.isRead(plan) == isRead, "\(path) in \(name)")
      }
    }
  }

  @Test func allFixturesAreReadAlike() throws {
    let files = Project.filesBelow(Project.path("fixtures"), ending: ".json")
    #expect(files.count > 100)
    for path in files { #expect(Self.agree(try Project.bytes(path)), "\(path)") }
  }

  @Test(.enabled(if: plansAreThere, "the plans of public modules are not beside the package, so they are not read"))
  func plansOfPublicModulesAreReadAlike() throws {
    let files = Project.filesBelow(Self.plans, ending: ".json")
    #expect(!files.isEmpty)
    var size = 0
    for path in files {
      let bytes = try Project.bytes(path)
      size += bytes.count
      // The rest is for long runs: this build reads a few megabytes a second.
      guard size < 4 << 20 || LongRun.isOn else { break }
      #expect(Self.agree(bytes), "\(path)")
    }
  }

  @Test func mutationsOfPlansAreReadAlike() throws {
    let names = ["no-resources", "other-provider", "errored", "minimal-web"]
    let plans = try names.map { try Project.bytes(Project.fixture("terraform/\($0)/plan.json")) }
    var generator = SeededGenerator(seed: 21)
    for round in 0..<(LongRun.isOn ? 200_000 : 400) {
      guard var bytes = plans.randomElement(using: &generator) else { return }
      for _ in 0..<Int.random(in: 1...3, using: &generator) { ByteMutation.json.apply(to: &bytes, &generator) }
      #expect(Self.agree(bytes), "round \(round)")
    }
  }

  @Test func aNULIsRefusedByBothWhereverItStands() throws {
    let text = Array(#"{"a":[1,-2.5e3,true,null,"x\n"],"b":{"c":"é"}} "#.utf8)
    for place in 0...text.count {
      var bytes = text
      bytes.insert(0, at: place)
      #expect(!Self.isRead(bytes), "at \(place)")
      #expect(Self.agree(bytes), "at \(place)")
    }
  }

  private static func reports(_ bytes: [UInt8], _ checks: [PCICheck]) -> [[UInt8]?] {
    checks.map { check in
      let result = try? check.run(document: InputDocument(name: "plan.json", bytes: bytes))
      return result.map { check.report($0, format: "json", color: false, width: 80, verbose: true) }
    }
  }

  private static func checks() throws -> [PCICheck] {
    try PCICheck.Reader.allCases.map { reader in
      var options = PCICheck.Options(policies: try PCICheck.Policies(), profile: "complete", allowIncomplete: true)
      options.reader = reader
      return PCICheck(options: options)
    }
  }

  @Test func reportsAreTheSameToTheByte() throws {
    let checks = try Self.checks()
    var compared = 0
    for path in Project.filesBelow(Project.path("fixtures"), ending: "plan.json") {
      let bytes = try Project.bytes(path)
      guard bytes.count < 24_000 || LongRun.isOn else { continue }
      let reports = Self.reports(bytes, checks)
      #expect(reports[0] != nil && reports[0] == reports[1], "\(path)")
      compared += 1
    }
    #expect(compared > 10)
  }

  @Test func reportsOnMutationsAreTheSameToTheByte() throws {
    let checks = try Self.checks()
    let plan = try Project.bytes(Project.fixture("network/public-instance/plan.json"))
    var generator = SeededGenerator(seed: 22)
    for round in 0..<(LongRun.isOn ? 5_000 : 20) {
      var bytes = plan
      ByteMutation.json.apply(to: &bytes, &generator)
      let reports = Self.reports(bytes, checks)
      #expect(reports[0] == reports[1], "round \(round)")
    }
  }

  @Test func theOptionChoosesTheReader() throws {
    let plan = "fixtures/terraform/no-resources/plan.json"
    let fast = try Command.run([plan, "--format", "json", "--reader", "fast"])
    let record = try Command.run([plan, "--format", "json", "--reader", "jansson"])
    #expect(fast.status == record.status && fast.output == record.output && !fast.output.isEmpty)
    let wrong = try Command.run([plan, "--reader", "slow"])
    #expect(wrong.status == 2 && wrong.errorText.contains("jansson"))
  }
}
