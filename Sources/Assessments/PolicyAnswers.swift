import IAMPolicies
import Synchronization

/// Answers to questions that were asked before: estates repeat the same policies, and a search costs far more than a look.
final class PolicyAnswers: Sendable {
  struct Key: Hashable {
    let question: String
    let lists: [[String]]
    /// The policy as it is written.
    let text: String
  }

  /// Beyond this many nothing is remembered: an estate of policies that all differ gains nothing by it.
  private static let most = 20_000
  private let answers = Mutex<[Key: Truth]>([:])

  func truth(of key: Key, _ search: () throws(PolicyError) -> Truth) throws(PolicyError) -> Truth {
    if let known = answers.withLock({ $0[key] }) { return known }
    let found = try search()
    answers.withLock { answers in
      if answers.count < Self.most { answers[key] = found }
    }
    return found
  }
}
