import Diagnostics
import Rules

/// The waivers of a run, and what they are held against.
public struct WaiverPolicy: Sendable {
  public let entries: [WaiverEntry]
  /// The most days from a waiver's `created`, or else from today, to its `expires`.
  public let horizon: Int
  public let today: CalendarDate
  /// Whether comments in sources waive: who writes them approves them too.
  public let acceptsComments: Bool
  /// Finds the rules that a waiver names.
  let library: PolicyLibrary

  public init(
    _ entries: [WaiverEntry], horizon: Int, today: CalendarDate, acceptsComments: Bool = true, library: PolicyLibrary
  ) {
    self.entries = entries
    self.horizon = horizon
    self.today = today
    self.acceptsComments = acceptsComments
    self.library = library
  }
}

/// What became of a waiver.
public struct WaiverStatus: Sendable {
  public enum State: String, CaseIterable, Sendable {
    /// It covers at least one finding.
    case applied
    /// It holds, and nothing fails that it covers.
    case unused
    case expired
    /// It would cover everything.
    case tooBroad = "too-broad"
    /// It holds longer than the project allows.
    case tooLong = "too-long"
    /// It is incomplete or contradicts itself, or names a rule that there is not.
    case malformed
  }

  public let state: State
  /// Nil if it could not be read.
  public let waiver: Waiver?
  public let location: Diagnostics.SourceLocation?
  /// The findings that it covers.
  public let findings: Int
  /// Why it does not apply, nil if it does.
  public let problem: String?
}
