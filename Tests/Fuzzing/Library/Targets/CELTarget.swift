import CEL

/// Expressions: parsed, printed, checked, evaluated within a budget.
public enum CELTarget: FuzzTarget {
  public static let name = "cel"
  private static let budget = 20_000

  private static let declarations: Declarations = {
    var declarations = Declarations()
    for name in ["a", "b", "c"] { declarations.declare(variable: name, .dyn) }
    return declarations
  }()

  public static func run(_ bytes: [UInt8]) {
    let expression: CELExpression
    do throws(ExpressionError) {
      expression = try CELExpression(utf8: bytes)
    } catch {
      require(!error.diagnostics.isEmpty, "an expression is refused without words")
      return
    }
    let printed = expression.canonicalText
    guard let again = try? CELExpression(printed) else {
      // What is printed may be longer than what was read, and so beyond a limit.
      require(printed.utf8.count > bytes.count, "what is printed cannot be read")
      return
    }
    require(again.canonicalText == printed, "what is printed reads as something else")
    evaluate(expression.unchecked(against: declarations), observing: false)
    if let checked = try? expression.checked(against: declarations) { evaluate(checked, observing: true) }
  }

  private static func evaluate(_ program: Program, observing: Bool) {
    var evaluator = Evaluator()
    evaluator.budget = budget
    let linked = evaluator.link(program, observing: observing)
    let values: [CELData] = [.int(3), .list([1, "x", 2.5]), .map([.init("k", 1), .init("a", [true])])]
    for (index, value) in values.enumerated() { evaluator.set(Declarations.Slot(index), to: value) }
    let value = evaluator.evaluate(linked)
    if evaluator.context.error(of: value) == nil { _ = evaluator.text(of: value) }
  }
}
