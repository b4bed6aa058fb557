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
    var places: [SubjectKey: Int] = [:]
    var result: [(subject: RuleSubject, counts: VerdictCounts)] = []
    // Observations of one rule mostly follow each other.
    var last: ObjectIdentifier?
    var place = 0
    for index in observations.indices {
      let subject = ObjectIdentifier(observations[index].subject)
      if subject != last {
        last = subject
        let key = SubjectKey(observations[index].subject)
        place = places[key] ?? result.count
        if place == result.count {
          places[key] = place
          result.append((key.subject, VerdictCounts()))
        }
      }
      result[place].counts.add(observations[index].verdict)
    }
    return result
  }
}

/// A rule's subject by identity.
struct SubjectKey: Hashable {
  let subject: RuleSubject

  init(_ subject: RuleSubject) { self.subject = subject }

  static func == (left: SubjectKey, right: SubjectKey) -> Bool { left.subject === right.subject }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(subject)) }
}
