/// How one expression of a rule came out for one resource.
public struct ConditionTrace: Sendable {
  /// `applies when`, `passes when`, or the name of a variable.
  public let name: String
  public let step: Step

  /// A sub-expression.
  public struct Step: Sendable {
    public let text: String
    public let value: Value
    /// Whether it settled the result of the expression around it.
    public let isDecisive: Bool
    /// Of what is evaluated for each element of a list: which element, from 0.
    public let round: Int?
    public let parts: [Step]
  }

  /// What came of a sub-expression, as it may be shown.
  public enum Value: Hashable, Sendable {
    case known(String)
    /// Nobody set it, and this is the default.
    case assumed(String, Assumption)
    /// Why it is not known.
    case unknown([String])
    case failed(String)
    /// The result was settled without it.
    case notEvaluated
  }
}
