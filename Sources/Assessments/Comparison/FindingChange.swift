import ResourceGraph
import Rules

/// What a change has to do with a finding.
public struct FindingChange: Hashable, Sendable {
  public enum Status: String, CaseIterable, Sendable {
    /// The change brings it about.
    case introduced
    /// It was there before, on a resource that the change touches without mending it.
    case touched
    /// It was there before, and the change has nothing to do with the resource.
    case preExisting = "pre-existing"
  }

  public let status: Status
  /// The changes that brought it about, the resource's own first; empty for a finding that was there before, and for a
  /// resource that is new.
  public let causes: [PlannedChange]
}

/// A failure of the state before that is no more.
public struct FixedFinding: Sendable {
  public let rule: String
  public let title: String
  public let severity: Severity
  public let requirements: [RequirementLink]
  public let address: String
  public let type: String
  /// What failed.
  public let message: String
  /// The name of the input, nil where it does not say.
  public let input: String?
  /// Whether it is no more because the resource is no more.
  public let isDeleted: Bool
}
