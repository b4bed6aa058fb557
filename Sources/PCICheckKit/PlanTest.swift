import Assessments
import Diagnostics
import Documents
import Rules
import Values

/// Tests of rules against whole inputs, from files named `*_test.yaml` beside the rules.
///
///     tests:
///       - name: the shop's network is logged
///         input: plans/shop.json
///         expect:
///           aws-vpc-flow-logs: { aws_vpc.shop: pass }
struct PlanTest {
  let name: String
  /// Paths, relative to the file that names them.
  let inputs: [String]
  let allowIncomplete: Bool
  /// By rule: verdicts by address.
  let expected: [(rule: String, verdicts: [(address: String, verdict: String)])]
  let location: SourceLocation

  /// The tests of all `*_test.yaml` files below folders.
  static func read(_ folders: [String]) throws(Diagnostic) -> [PlanTest] {
    var tests: [PlanTest] = []
    for folder in folders {
      for path in try listFiles(folder) where path.hasSuffix("_test.yaml") { tests += try read(file: path) }
    }
    return tests
  }

  private static func read(file path: String) throws(Diagnostic) -> [PlanTest] {
    var builder = ValueArenaBuilder(recordsPositions: true)
    let roots = try YAMLReader.read(try readInput(path), into: &builder)
    guard roots.count == 1, let root = roots.first else {
      throw Diagnostic(.error, "expected one YAML document with `tests`", at: SourceLocation(file: path))
    }
    let record = try RecordReader(builder.build(), root, file: path, what: "test file")
    try record.checkMembers(["tests"])
    var tests: [PlanTest] = []
    for test in try record.records("tests", "test") { tests.append(try decode(test, path)) }
    return tests
  }

  private static func decode(_ record: RecordReader, _ path: String) throws(Diagnostic) -> PlanTest {
    try record.checkMembers(["name", "input", "allow-incomplete", "expect"])
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let inputs = try record.texts("input").map { $0.hasPrefix("/") || folder.isEmpty ? $0 : "\(folder)/\($0)" }
    guard !inputs.isEmpty else { throw record.problem("a test needs `input`", at: record.node) }
    var expected: [(rule: String, verdicts: [(address: String, verdict: String)])] = []
    let expect = try record.record(try record.required("expect"), "`expect`")
    for child in expect.arena.children(expect.node) {
      let verdicts = try expect.record(child, "expected verdicts by address")
      var list: [(address: String, verdict: String)] = []
      for entry in verdicts.arena.children(child) {
        let address = verdicts.arena.keyName(entry) ?? ""
        let verdict = try verdicts.text(at: entry, address)
        guard Verdict(rawValue: verdict) != nil else {
          throw verdicts.problem(
            "`\(safeText(verdict, limit: 40))` is no verdict, expected pass, fail, indeterminate, not-applicable",
            at: entry)
        }
        list.append((address, verdict))
      }
      expected.append((expect.arena.keyName(child) ?? "", list))
    }
    return PlanTest(
      name: try record.text("name"), inputs: inputs,
      allowIncomplete: try record.optionalBool("allow-incomplete") ?? false, expected: expected,
      location: record.location(record.node))
  }

  /// What is wrong, nothing if every verdict is as expected.
  func problems(_ policies: PCICheck.Policies) throws(Diagnostic) -> [String] {
    let check = PCICheck(
      options: PCICheck.Options(
        policies: policies, profile: "complete", ruleSelectors: expected.map(\.rule), allowIncomplete: allowIncomplete))
    let result: PCICheck.Result
    do throws(Diagnostic) {
      result = try check.run(inputs)
    } catch {
      guard error.location == nil else { throw error }
      throw Diagnostic(error.severity, error.message, at: location, help: error.help, excerpt: error.excerpt)
    }
    var problems = result.assessment.diagnostics.filter { $0.severity == .error }.map(\.message)
    for (rule, verdicts) in expected {
      for (address, verdict) in verdicts {
        let found = result.assessment.observations.first { $0.rule == rule && $0.address == address }
        let actual = found?.verdict.rawValue ?? "no verdict"
        guard actual != verdict else { continue }
        problems.append(
          "\(safeText(rule, limit: 100)), \(safeText(address, limit: 200)): expected \(verdict), found \(actual)"
            + (found.map { " (\($0.message))" } ?? ""))
      }
    }
    return problems
  }
}
