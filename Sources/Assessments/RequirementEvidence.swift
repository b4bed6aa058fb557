import Rules

/// What an assessment shows of one numbered item of a standard, and what it leaves to the assessor.
public struct RequirementEvidence: Sendable, Equatable {
  public enum Status: String, Sendable, CaseIterable {
    /// Every automated check passes.
    case supported
    /// At least one check fails, waived or not.
    case contradicted
    /// No check fails, and at least one is undecided.
    case inconclusive
    /// What was checked passes, but only indirectly, or only for some of the items below.
    case partiallyCovered = "partially covered"
    /// No check says anything about it.
    case notCovered = "not covered"
  }

  public let id: String
  public let level: Catalogue.Requirement.Level
  public let title: String
  public let status: Status
  /// How much of it infrastructure can show at most: `full`, `partial`, `none`; nil for groups of items.
  public let coverage: String?
  public let population: Population
  /// The same by zone; empty where no zones are declared.
  public let zones: [Zone]
  /// Checks (rule and resource, or rule and inputs as a whole) by verdict.
  public let checks: Population
  /// The rules that gave a verdict, sorted.
  public let rules: [String]
  /// Which finding of an assessor the evidence supports, and why not more.
  public let supports: String
  /// What an assessor has to do by hand.
  public let remaining: String

  public struct Zone: Sendable, Equatable {
    public let name: String
    public let population: Population
  }
}

/// The evidence for all items of one version of a standard, in its order.
public struct StandardEvidence: Sendable, Equatable {
  public let standard: String
  public let version: String
  public let title: String
  public let requirements: [RequirementEvidence]
}
