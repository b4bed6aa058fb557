import Diagnostics

/// How grave a failure is.
public enum Severity: String, CaseIterable, Comparable, Sendable {
  case low, medium, high, critical

  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A numbered item of a standard that a rule says something about.
public struct RequirementLink: Hashable, Sendable {
  public enum Coverage: String, Sendable, CaseIterable {
    case full, partial, indirect
  }

  public let standard: String
  public let version: String
  public let id: String
  public let coverage: Coverage
  /// What the rule shows of the requirement, or leaves open.
  public let because: String?

  public init(standard: String, version: String, id: String, coverage: Coverage, because: String?) {
    self.standard = standard
    self.version = version
    self.id = id
    self.coverage = coverage
    self.because = because
  }
}

/// A condition in CEL with the place where it stands.
public struct RuleExpression: Hashable, Sendable {
  public let text: String
  public let location: SourceLocation

  public init(text: String, location: SourceLocation) {
    self.text = text
    self.location = location
  }
}

/// One rule file, decoded; its conditions are not compiled yet.
public struct Rule: Sendable {
  public let id: String
  public let title: String
  /// The rule's own, or the one that a project gives it.
  public internal(set) var severity: Severity
  public let since: String
  public let aliases: [String]
  public let rationale: String
  public let remediation: String
  /// HCL or YAML to write, with `NAME` for the resource's name.
  public let fix: String?
  public let references: [String]
  public let requirements: [RequirementLink]
  /// The connection with the standard is weak: the rule belongs to the `complete` profile only and to no roll-up.
  public let isWeaklyLinked: Bool
  public let deprecatedBy: String?
  public let parameters: [Parameter]
  public let applies: Applies
  public let relations: [RelationDeclaration]
  public let variables: [Variable]
  public let check: Check
  public let mutationExceptions: [MutationException]
  public let location: SourceLocation

  /// An attribute that the condition reads although no change of it can change the verdict of an example.
  public struct MutationException: Sendable {
    /// `type.path`, without indexes.
    public let attribute: String
    public let because: String
    public let location: SourceLocation
  }

  public struct Parameter: Sendable {
    public let name: String
    public let value: ParameterValue
    public let description: String
  }

  public struct Applies: Sendable {
    /// Resource types, and categories with `@` before the name; empty for rules about the plan as a whole.
    public let types: [String]
    public let wholePlan: Bool
    public let scope: [String]
    public let when: RuleExpression?
  }

  public struct RelationDeclaration: Sendable {
    public let name: String
    public let types: [String]
    public let direction: String
    /// Dotted attribute paths.
    public let via: [String]
    /// The relation that it starts from, nil for the resource itself.
    public let from: String?
    /// Whether a name that is not in the input counts as an unknown element.
    public let countsOutsiders: Bool
    public let location: SourceLocation
  }

  public struct Variable: Sendable {
    public let name: String
    /// One expression, or one a type.
    public let expressions: TypedExpression
  }

  public enum Check: Sendable {
    case expect(RuleExpression, message: RuleExpression)
    case absent(types: [String], whereCondition: RuleExpression?, message: RuleExpression)
    /// Nothing flows from some zones to others but what is allowed.
    case unreachable(FlowCheck, message: RuleExpression)

    public var message: RuleExpression {
      switch self {
      case .expect(_, let message), .absent(_, _, let message), .unreachable(_, let message): message
      }
    }
  }

  /// A statement about what flows between zones.
  public struct FlowCheck: Sendable {
    /// One side of it.
    public struct Side: Sendable {
      /// Zones of the project, and `internet`, `on-premises`, `unclassified`.
      public let zones: [String]
      /// Everybody but the members of these zones, the world outside included; nil where zones are named.
      public let except: [String]?
      /// Only endpoints of these kinds; empty for all.
      public let kinds: [String]
    }

    public enum Level: String, Sendable, CaseIterable {
      /// What reaches the endpoints.
      case endpoints
      /// What routes and ACLs let reach the subnets of the endpoints, whatever their groups say.
      case subnets
    }

    public let from: Side
    public let to: Side
    public let level: Level
    /// Only flows without a load balancer or a private link in between.
    public let isDirect: Bool
    /// Only TCP and UDP to these ports; empty for everything.
    public let ports: [Int]
    /// Whether flows that the project declares are allowed; the rule then says nothing where no scope is declared.
    public let allowsDeclared: Bool
    /// Whether the rule says nothing where no scope is declared.
    public let needsScope: Bool
    /// Which flows are allowed besides.
    public let allow: RuleExpression?
  }
}

/// An expression for all types, or one for each.
public enum TypedExpression: Sendable {
  case all(RuleExpression)
  case byType([String: RuleExpression])
}

/// The value of a rule's parameter.
public enum ParameterValue: Hashable, Sendable {
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case string(String)
  case list([ParameterValue])
}
