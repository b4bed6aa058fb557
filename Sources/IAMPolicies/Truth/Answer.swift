/// The answer to a question about a policy, with what decided it.
public struct Answer: Hashable, Sendable {
  public let truth: Truth
  /// What decided: for `yes` the statements that make it so, for `no` why each statement does not, for `unknown` both.
  public let evidence: [Evidence]

  public init(_ truth: Truth, _ evidence: [Evidence] = []) {
    self.truth = truth
    self.evidence = evidence
  }
}

/// One thing that an answer rests on.
public struct Evidence: Hashable, Sendable {
  /// The elements of a statement that can decide.
  public enum Element: String, Hashable, Sendable, CaseIterable {
    case document, effect, principal, action, resource, condition
  }

  /// The index of the statement in the document, from 0; nil if the document as a whole decided.
  public let statement: Int?
  /// The statement's `Sid`, nil if it has none.
  public let sid: String?
  public let element: Element
  /// A short clause, lower case, without a final period. It may quote names from the policy.
  public let detail: String

  public init(statement: Int? = nil, sid: String? = nil, element: Element, detail: String) {
    self.statement = statement
    self.sid = sid
    self.element = element
    self.detail = detail
  }
}

extension Answer {
  /// Whether any of the answers is yes.
  static func any(_ answers: [Answer]) -> Answer {
    var truth: Truth = .no
    var evidence: [Evidence] = []
    for answer in answers { truth = truth.or(answer.truth) }
    for answer in answers where truth == .no || answer.truth != .no {
      if truth == .yes, answer.truth != .yes { continue }
      for item in answer.evidence where !evidence.contains(item) { evidence.append(item) }
    }
    return Answer(truth, evidence)
  }

  /// Whether all of the answers are yes.
  static func all(_ answers: [Answer]) -> Answer {
    var truth: Truth = .yes
    var evidence: [Evidence] = []
    for answer in answers { truth = truth.and(answer.truth) }
    for answer in answers where truth == .yes || answer.truth != .yes {
      if truth == .no, answer.truth != .no { continue }
      for item in answer.evidence where !evidence.contains(item) { evidence.append(item) }
    }
    return Answer(truth, evidence)
  }

  /// The same evidence for the opposite.
  var negated: Answer { Answer(truth.negated, evidence) }
}
