/// `Condition`: all clauses must hold (IAM User Guide, "Conditions with multiple context keys or values").
public struct ConditionBlock: Hashable, Sendable {
  public var clauses: [ConditionClause]
  /// Reasons for clauses that are not known.
  public var unknown: [String]

  public init(_ clauses: [ConditionClause] = [], unknown: [String] = []) {
    self.clauses = clauses
    self.unknown = unknown
  }
}

/// One operator applied to one context key: holds if one of the values matches (or, negated, if none does).
public struct ConditionClause: Hashable, Sendable {
  public var test: ConditionOperator
  /// The context key as written; its case does not matter.
  public var key: String
  public var values: [String]
  /// One reason for each value that is not known.
  public var unknown: [String]

  public init(_ test: ConditionOperator, _ key: String, _ values: [String], unknown: [String] = []) {
    self.test = test
    self.key = key
    self.values = values
    self.unknown = unknown
  }
}
