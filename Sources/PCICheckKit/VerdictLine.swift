import Assessments
import Diagnostics

extension PCICheck {
  /// The whole result in one line.
  public func verdictLine(_ result: Result) -> [UInt8] {
    let assessment = result.assessment
    let verdict =
      switch result.exitStatus {
      case .passed: assessment.observations.isEmpty ? "nothing assessed" : "passed"
      case .failed: "failed"
      case .notAssessed: "not assessed"
      }
    let waived = assessment.waivedFailures > 0 ? " (\(assessment.waivedFailures) waived)" : ""
    let counts = [
      "\(assessment.count(.fail)) failed\(waived)", "\(assessment.count(.indeterminate)) undecided",
      "\(assessment.count(.pass)) passed",
    ]
    return Array("pcicheck: \(verdict): \(counts.joined(separator: ", "))\n".utf8)
  }
}
