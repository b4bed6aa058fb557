import Assessments
import Rules

/// One or several verdicts of one rule as an OSCAL observation: failures and undecided results one by one, passes together.
struct OSCALObservation {
  let rule: RuleSummary
  let verdict: Verdict
  let members: [Observation]

  /// Beyond this number failures stand together too, so that a document stays readable by machines with little memory.
  private static let mostSingle = 5_000

  /// What its identifier is made of.
  var name: String {
    let suffix = members.count == 1 ? "\(members[0].input ?? -1) \(members[0].address)" : "all"
    return "observation \(rule.id) \(verdict.rawValue) \(isWaived) \(suffix)"
  }

  var isWaived: Bool { members.allSatisfy(\.isWaived) && verdict == .fail }

  var text: String {
    if members.count == 1 { return "\(members[0].address): \(members[0].message)" }
    return "\(members.count) resources: \(verdict.rawValue)"
  }

  static func all(_ assessment: Assessment) -> [OSCALObservation] {
    let rules = Dictionary(assessment.rules.map { ($0.id, $0) }) { first, _ in first }
    let single = assessment.count(.fail) + assessment.count(.indeterminate) <= mostSingle
    var result: [OSCALObservation] = []
    var index = 0
    // Observations are sorted by rule.
    while index < assessment.observations.count {
      let id = assessment.observations[index].rule
      let end = assessment.observations[index...].firstIndex { $0.rule != id } ?? assessment.observations.count
      defer { index = end }
      guard let rule = rules[id] else { continue }
      let all = assessment.observations[index..<end]
      for verdict in [Verdict.fail, .indeterminate, .pass] {
        for isWaived in [false, true] {
          let members = all.filter { $0.verdict == verdict && $0.isWaived == isWaived }
          guard !members.isEmpty else { continue }
          if single, verdict != .pass {
            result += members.map { OSCALObservation(rule: rule, verdict: verdict, members: [$0]) }
          } else {
            result.append(OSCALObservation(rule: rule, verdict: verdict, members: members))
          }
        }
      }
    }
    return result
  }
}
