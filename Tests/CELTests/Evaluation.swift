import CEL
import Values

/// Evaluates expressions over a small arena, for tests.
struct Bench {
  var builder = ValueArenaBuilder()
  var declarations = Declarations()
  var values: [(name: String, type: CELType, node: NodeID)] = []

  mutating func variable(_ name: String, _ type: CELType, _ build: (inout ValueArenaBuilder) -> Void) {
    build(&builder)
    let node = builder.finishRoot()
    values.append((name, type, node))
  }

  func evaluator(_ text: String, observing: Bool = false) throws -> (Evaluator, LinkedProgram) {
    var declarations = declarations
    for value in values { declarations.declare(variable: value.name, value.type) }
    let program = try CELExpression(text).checked(against: declarations)
    let copy = builder
    let arena = copy.build()
    var evaluator = Evaluator(arena: arena)
    let linked = evaluator.link(program, observing: observing)
    for value in values {
      if let slot = declarations.slot(value.name) { evaluator.set(slot, to: value.node) }
    }
    return (evaluator, linked)
  }

  func result(_ text: String) throws -> Outcome {
    var (evaluator, linked) = try evaluator(text)
    switch evaluator.result(linked) {
    case .error(let error): return .error(error.kind)
    case .unknown(let items): return .unknown(Set(items.map { evaluator.context.reason($0).detail }))
    case .value(let value): return evaluator.data(value).map { .value($0) } ?? .error(.host)
    }
  }

  enum Outcome: Equatable {
    case value(CELData)
    case unknown(Set<String>)
    case error(EvaluationError.Kind)
  }
}

/// Evaluates an expression without variables.
func evaluate(_ text: String, budget: Int = Evaluator.defaultBudget) throws -> Bench.Outcome {
  let program = try CELExpression(text).checked(against: Declarations())
  var evaluator = Evaluator()
  evaluator.budget = budget
  let linked = evaluator.link(program)
  switch evaluator.result(linked) {
  case .error(let error): return .error(error.kind)
  case .unknown: return .unknown([])
  case .value(let value): return evaluator.data(value).map { .value($0) } ?? .error(.host)
  }
}

/// The diagnostics of an expression that does not check.
func diagnose(_ text: String, _ declarations: Declarations = Declarations()) -> String {
  do throws(ExpressionError) {
    _ = try CELExpression(text).checked(against: declarations)
    return ""
  } catch {
    return error.description
  }
}
