/// An expression with its place (HCL native syntax, "Expressions").
public struct Expression: Sendable {
  /// What is written.
  public let kind: Kind
  /// Where it stands.
  public let range: SourceRange
  /// Levels of expressions below and including this one; the parser keeps it under its depth limit.
  let height: UInt16

  /// The forms of expression.
  public indirect enum Kind: Sendable {
    /// `null`, `true`, `12.5`, or a string without template sequences.
    case literal(Literal)
    /// A quoted template or heredoc with at least one sequence.
    case template([TemplatePart])
    /// `"${expression}"`, which keeps its expression's type (HCL native syntax, "Template Interpolation Unwrapping").
    case wrapped(Expression)
    /// `[a, b]`
    case tuple([Expression])
    /// `{ a = b }`
    case object([ObjectItem])
    /// `[for … : …]` or `{for … : … => …}`
    case loop(ForExpression)
    /// A variable with steps of literal keys.
    case traversal(Traversal)
    /// Steps of literal keys from something that is not a variable: `f(x).a[0]`
    case steps(Expression, [Traversal.Step])
    /// An index that is not a literal: `a[b]`
    case index(Expression, key: Expression)
    /// `source.*.each` or `source[*].each`; in `each` the element is ``Kind/splatElement``.
    case splat(Expression, each: Expression)
    /// The element that the innermost splat around it walks over.
    case splatElement
    /// `name(arguments)`
    case call(FunctionCall)
    /// `!a` or `-a`
    case unary(UnaryOperator, Expression)
    /// `a && b`
    case binary(BinaryOperator, Expression, Expression)
    /// `condition ? a : b`
    case conditional(Expression, Expression, Expression)
    /// `(a)`
    case parentheses(Expression)
  }

  /// An expression at a place.
  public init(_ kind: Kind, _ range: SourceRange) {
    self.kind = kind
    self.range = range
    height = UInt16(clamping: kind.childHeight + 1)
  }
}

/// A value written as such (HCL native syntax, "Literal Values").
public enum Literal: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number as written, so that no precision is lost.
  case number(String)
  /// A string, escapes resolved.
  case string(String)
}

/// One item of an object constructor (HCL native syntax, "Collection Values").
public struct ObjectItem: Sendable {
  /// The key. A bare identifier is the literal string of its name; in parentheses it is a variable.
  public let key: Expression
  /// The value.
  public let value: Expression

  /// An item of given parts.
  public init(key: Expression, value: Expression) {
    self.key = key
    self.value = value
  }
}

/// `[for key, value in collection : result if condition]` (HCL native syntax, "For Expressions").
public struct ForExpression: Sendable {
  /// The name of the key or index, if one is asked for.
  public let keyName: String?
  /// The name of the element.
  public let valueName: String
  /// What is walked over.
  public let collection: Expression
  /// For an object the key of each result; nil for a tuple.
  public let resultKey: Expression?
  /// The result for an element.
  public let result: Expression
  /// Which elements take part, nil for all.
  public let condition: Expression?
  /// Whether results of equal key are grouped (`...`).
  public let isGrouping: Bool
}

/// `name(arguments...)` (HCL native syntax, "Functions and Function Calls").
public struct FunctionCall: Sendable {
  /// The name, namespaces included: `provider::aws::arn_parse`.
  public let name: String
  /// Where the name stands.
  public let nameRange: SourceRange
  /// The arguments.
  public let arguments: [Expression]
  /// Whether the last argument is a collection to be spread (`...`).
  public let expandsLast: Bool
}

/// Operators before one operand (HCL native syntax, "Operations").
public enum UnaryOperator: Hashable, Sendable {
  case not, negate
}

/// Operators between two operands (HCL native syntax, "Operations").
public enum BinaryOperator: Hashable, Sendable {
  case or, and, equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case add, subtract, multiply, divide, modulo
}
