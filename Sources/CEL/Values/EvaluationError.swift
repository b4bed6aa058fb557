/// Why an evaluation has no value (langdef, Runtime Errors).
public struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, Hashable, Sendable {
    /// No form of the function takes these arguments.
    case noSuchOverload = "no-such-overload"
    case noSuchKey = "no-such-key"
    case noSuchField = "no-such-field"
    case indexOutOfRange = "index-out-of-range"
    case divisionByZero = "division-by-zero"
    case overflow
    case range
    case invalidArgument = "invalid-argument"
    case duplicateKey = "duplicate-key"
    /// A name that nothing binds.
    case undeclared
    /// The evaluation took more than its budget.
    case budgetExceeded = "budget-exceeded"
    /// A function of the host failed.
    case host
    /// The host used a program with an evaluator that it is not linked to.
    case notLinked = "not-linked"
  }

  public let kind: Kind
  public let message: String
  /// Where in the expression, if known.
  public var range: SourceRange?

  public init(_ kind: Kind, _ message: String, range: SourceRange? = nil) {
    self.kind = kind
    self.message = message
    self.range = range
  }

  public var description: String { message }

  /// The error as a person reads it: location, message, the source line with a caret.
  public func rendered(in source: String) -> String {
    guard let range else { return message }
    return Diagnostic(message, at: range).rendered(in: source)
  }
}
