import Values

/// Evaluation without arenas and slots, for programs that evaluate now and then.
extension CELExpression {
  /// Checks and evaluates the expression with values for its variables.
  ///
  /// ```swift
  /// let expression = try CELExpression("user.age >= 18 && 'admin' in user.roles")
  /// let allowed = try expression.evaluate(["user": ["age": 42, "roles": ["admin"]]])   // .bool(true)
  /// ```
  /// - Parameter libraries: the function libraries to offer beside the standard definitions.
  public func evaluate(
    _ variables: [String: CELData] = [:], libraries: [FunctionLibrary] = FunctionLibrary.all
  ) throws(EvaluationFailure) -> CELData {
    var declarations = Declarations(libraries: libraries)
    for name in variables.keys.sorted() { declarations.declare(variable: name, .dyn) }
    let program: Program
    do throws(ExpressionError) {
      program = try checked(against: declarations)
    } catch {
      throw .invalid(error)
    }
    return try program.evaluate(variables, declarations)
  }
}

extension Program {
  /// Evaluates the program with values for the variables of `declarations`, against which it was checked.
  public func evaluate(
    _ variables: [String: CELData], _ declarations: Declarations, budget: Int = Evaluator.defaultBudget
  ) throws(EvaluationFailure) -> CELData {
    var evaluator = Evaluator()
    evaluator.budget = budget
    let linked = evaluator.link(self)
    for variable in declarations.variables {
      guard let slot = declarations.slot(variable.name) else { continue }
      if let value = variables[variable.name] {
        evaluator.set(slot, to: value)
      } else {
        let missing = EvaluationError(.undeclared, "`\(variable.name)` has no value")
        evaluator[slot] = evaluator.makeError(missing)
      }
    }
    let value = evaluator.evaluate(linked)
    if let error = evaluator.context.error(of: value) { throw .failed(error, source: expression.source) }
    guard let data = evaluator.data(value) else {
      throw .failed(EvaluationError(.host, "a part of the result is an error"), source: expression.source)
    }
    return data
  }
}

/// Why an expression has no value.
public enum EvaluationFailure: Error, CustomStringConvertible, Sendable {
  /// It does not parse or does not check.
  case invalid(ExpressionError)
  /// Its evaluation failed.
  case failed(EvaluationError, source: String)

  public var description: String {
    switch self {
    case .invalid(let error): error.description
    case .failed(let error, let source): error.rendered(in: source)
    }
  }
}
