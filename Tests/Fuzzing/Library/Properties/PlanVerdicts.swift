import Documents
import PCICheckKit
import TestSupport

/// The verdicts on a plan, by rule and address.
struct PlanVerdicts {
  private let check: PCICheck

  init() throws {
    check = PCICheck(
      options: PCICheck.Options(
        policies: try PCICheck.Policies(), profile: "complete", allowIncomplete: true, evidence: .findings(perRule: 0)))
  }

  func callAsFunction(_ plan: JSONTree) throws -> [String: String] {
    let result = try check.run(document: InputDocument(name: "plan.json", bytes: plan.bytes))
    var verdicts: [String: String] = [:]
    for observation in result.assessment.observations {
      verdicts["\(observation.rule) \(observation.address)"] = observation.verdict.rawValue
    }
    return verdicts
  }
}
