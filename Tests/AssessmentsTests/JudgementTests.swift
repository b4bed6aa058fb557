import Assessments
import PCICheckKit
import TestSupport
import Testing

/// Verdicts that were written down before any rule ran: `fixtures/judgement/<group>/main.tf` says in comments above a
/// resource what rules have to say of it, and `plan.json` is what Terraform made of it.
@Suite struct JudgementTests {
  private static let groups = Project.files(in: Project.fixture("judgement"))
    .filter { Project.exists("\($0)/plan.json") }

  @Test func thereIsSomethingToJudge() { #expect(Self.groups.count == 11) }

  @Test(arguments: groups)
  func rulesJudgeAsWasExpected(_ folder: String) throws {
    let expectations = try Self.expectations(in: "\(folder)/main.tf")
    #expect(!expectations.isEmpty)
    let (_, result) = try Graphs.assess(["\(folder)/plan.json"])
    var verdicts: [String: String] = [:]
    for observation in result.assessment.observations {
      verdicts["\(observation.rule) \(observation.address)"] = observation.verdict.rawValue
    }
    for expectation in expectations {
      let subject = "\(expectation.rule) \(expectation.address)"
      #expect(verdicts[subject] == expectation.verdict, "\(subject)")
    }
  }

  private struct Expectation {
    let rule: String
    let address: String
    let verdict: String
  }

  /// `# expect: RULE=VERDICT ...` is about the resource that follows, `# expect ADDRESS: RULE=VERDICT ...` about that one;
  /// rules are written without `aws-`.
  private static func expectations(in path: String) throws -> [Expectation] {
    var all: [Expectation] = []
    var waiting: [Substring] = []
    for line in try Project.text(path).split(separator: "\n") {
      if line.hasPrefix("# expect"), let colon = line.firstRange(of: ": ") {
        let address = line[..<colon.lowerBound].dropFirst("# expect".count).drop { $0 == " " }
        let words = line[colon.upperBound...].split(separator: " ")
        if address.isEmpty { waiting += words } else { all += words.compactMap { expectation($0, String(address)) } }
      } else if line.hasPrefix("resource \"") {
        let parts = line.split(separator: "\"")
        guard parts.count > 3 else { continue }
        all += waiting.compactMap { expectation($0, "\(parts[1]).\(parts[3])") }
        waiting = []
      }
    }
    return all
  }

  private static func expectation(_ word: Substring, _ address: String) -> Expectation? {
    let parts = word.split(separator: "=")
    guard parts.count == 2 else { return nil }
    return Expectation(rule: "aws-\(parts[0])", address: address, verdict: String(parts[1]))
  }
}
