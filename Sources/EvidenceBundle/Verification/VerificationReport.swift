import Diagnostics

/// What a verification found.
public struct VerificationReport: Sendable {
  /// One thing that was looked at.
  public struct Check: Sendable {
    public enum Outcome: Sendable, Equatable {
      case holds
      case fails
      /// It could not be checked with what was given.
      case open
    }

    public let outcome: Outcome
    /// A sentence.
    public let text: String

    public init(_ outcome: Outcome, _ text: String) {
      self.outcome = outcome
      self.text = text
    }
  }

  public private(set) var checks: [Check] = []
  /// Whether the signature was verified with a key that the caller gave.
  public internal(set) var isSigned = false

  public init() {}

  public mutating func add(_ outcome: Check.Outcome, _ text: String) { checks.append(Check(outcome, text)) }

  /// Adds problems, or that there are none.
  mutating func add(problems: [String], otherwise text: String) {
    if problems.isEmpty { return add(.holds, text) }
    for problem in problems { add(.fails, problem) }
  }

  public var holds: Bool { !checks.contains { $0.outcome == .fails } }

  /// The report for a person.
  public func text(of name: String) -> String {
    var text = ""
    for check in checks {
      let word =
        switch check.outcome {
        case .holds: "ok      "
        case .fails: "FAILED  "
        case .open: "open    "
        }
      text += "\(word)\(check.text)\n"
    }
    let shown = safeText(name)
    guard holds else { return text + "\(shown): NOT verified: do not rely on it\n" }
    return text + (isSigned ? "\(shown): verified\n" : "\(shown): whole and consistent; whose it is was not verified\n")
  }
}
