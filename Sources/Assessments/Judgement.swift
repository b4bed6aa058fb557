import ResourceGraph

/// The verdict of one rule on one resource, before anybody asked for the reasons.
struct Judgement: Sendable {
  /// The number of the rule's job in the run.
  var job: Int { Int(number) }
  private let number: UInt32
  let resource: ResourceID
  let verdict: Verdict
  /// Whether it was decided with further elements in relations, because the input is incomplete.
  let isOpen: Bool

  init(job: Int, resource: ResourceID, verdict: Verdict, isOpen: Bool) {
    number = UInt32(job)
    self.resource = resource
    self.verdict = verdict
    self.isOpen = isOpen
  }
}

/// For which verdicts a report shows message and evidence: collecting them costs more than judging.
public enum EvidenceDemand: Sendable, Equatable {
  /// For all of them, passes too.
  case all
  /// For this many failures and this many undecided results of each rule, the first in the order of the resources.
  case findings(perRule: Int)
}
