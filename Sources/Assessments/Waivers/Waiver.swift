import Diagnostics

/// A failure that somebody accepts for a time, with a reason. The verdict stays what it is.
public struct Waiver: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    /// The risk is known and borne.
    case riskAccepted = "risk-accepted"
    /// The rule is wrong here.
    case falsePositive = "false-positive"
    /// Something else meets the requirement's objective (PCI DSS, appendices B and C).
    case compensatingControl = "compensating-control"
  }

  /// What the worksheet for a compensating control asks for.
  public struct Worksheet: Hashable, Sendable {
    public let constraints, objective, risk, control, validation, maintenance: String

    public init(
      constraints: String, objective: String, risk: String, control: String, validation: String, maintenance: String
    ) {
      self.constraints = constraints
      self.objective = objective
      self.risk = risk
      self.control = control
      self.validation = validation
      self.maintenance = maintenance
    }
  }

  /// A rule's id or alias, or an id with `*` for any characters.
  public let rule: String
  /// Addresses, with `*` for any characters; a block's address also covers its instances.
  public let resources: [String]
  public let kind: Kind
  public let reason: String
  public let owner: String?
  public let ticket: String?
  public let approvedBy: String?
  public let created: CalendarDate?
  /// The last day on which the waiver holds.
  public let expires: CalendarDate
  public let worksheet: Worksheet?
  /// Where it is written.
  public let location: Diagnostics.SourceLocation

  public init(
    rule: String, resources: [String], kind: Kind, reason: String, owner: String? = nil, ticket: String? = nil,
    approvedBy: String? = nil, created: CalendarDate? = nil, expires: CalendarDate, worksheet: Worksheet? = nil,
    location: Diagnostics.SourceLocation
  ) {
    self.rule = rule
    self.resources = resources
    self.kind = kind
    self.reason = reason
    self.owner = owner
    self.ticket = ticket
    self.approvedBy = approvedBy
    self.created = created
    self.expires = expires
    self.worksheet = worksheet
    self.location = location
  }
}

/// A waiver as it was read: whole, or what is wrong with it.
public enum WaiverEntry: Sendable {
  case waiver(Waiver)
  /// It does not apply; the diagnostic says what is missing or wrong.
  case malformed(Diagnostics.Diagnostic)
}
