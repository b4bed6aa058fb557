/// How often each verdict was given.
public struct VerdictCounts: Sendable {
  public private(set) var pass = 0
  public private(set) var fail = 0
  public private(set) var indeterminate = 0
  public private(set) var notApplicable = 0

  public init() {}

  mutating func add(_ verdict: Verdict) {
    switch verdict {
    case .pass: pass += 1
    case .fail: fail += 1
    case .indeterminate: indeterminate += 1
    case .notApplicable: notApplicable += 1
    }
  }

  /// The counts of all observations.
  public init(of observations: [Observation]) {
    for index in observations.indices { add(observations[index].verdict) }
  }

  public mutating func add(_ other: VerdictCounts) {
    pass += other.pass
    fail += other.fail
    indeterminate += other.indeterminate
    notApplicable += other.notApplicable
  }

  /// The counts of each rule: what depends on the rule alone need not be asked for each of its observations.
  public static func bySubject(_ observations: [Observation]) -> [(subject: RuleSubject, counts: VerdictCounts)] {
    var numbering = SubjectNumbering()
    var result: [(subject: RuleSubject, counts: VerdictCounts)] = []
    for index in observations.indices {
      let number = numbering.number(of: observations[index].subject)
      if number == result.count { result.append((observations[index].subject, VerdictCounts())) }
      result[number].counts.add(observations[index].verdict)
    }
    return result
  }
}
