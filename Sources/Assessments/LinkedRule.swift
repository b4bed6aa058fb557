import CEL
import Rules

/// A compiled rule linked to the evaluator of a run, once for speed and once for evidence.
struct LinkedRule {
  let compiled: CompiledRule
  let plain: Programs
  let observed: Programs
  /// The numbers of the rule's relations in the ``RelationTable``, in their order.
  let relations: [Int]
  let parameters: CELData
  /// Messages are evaluated with observation, so that nothing sensitive gets into them unnoticed.
  let message: [Part]

  struct Programs {
    let variables: [LinkedProgram]
    let when: LinkedProgram?
    let condition: LinkedProgram?
  }

  enum Part {
    case text(String)
    case hole(LinkedProgram)
  }

  init(
    _ compiled: CompiledRule, relations: [Int], parameters: [String: ParameterValue], evaluator: inout Evaluator
  ) {
    self.compiled = compiled
    self.relations = relations
    self.parameters = Self.data(compiled.rule, parameters)
    plain = Self.link(compiled, observing: false, &evaluator)
    observed = Self.link(compiled, observing: true, &evaluator)
    var message: [Part] = []
    for part in compiled.message {
      switch part {
      case .text(let text): message.append(.text(text))
      case .hole(let program): message.append(.hole(evaluator.link(program, observing: true)))
      }
    }
    self.message = message
  }

  private static func link(_ rule: CompiledRule, observing: Bool, _ evaluator: inout Evaluator) -> Programs {
    var variables: [LinkedProgram] = []
    for variable in rule.variables { variables.append(evaluator.link(variable.program, observing: observing)) }
    var when: LinkedProgram?
    if let program = rule.when { when = evaluator.link(program, observing: observing) }
    var condition: LinkedProgram?
    if let program = rule.condition { condition = evaluator.link(program, observing: observing) }
    return Programs(variables: variables, when: when, condition: condition)
  }

  /// The rule's parameters with what the profile sets (`rule-id.parameter`).
  private static func data(_ rule: Rule, _ overrides: [String: ParameterValue]) -> CELData {
    .map(
      rule.parameters.map { parameter in
        CELData.Entry(.string(parameter.name), data(overrides["\(rule.id).\(parameter.name)"] ?? parameter.value))
      })
  }

  private static func data(_ value: ParameterValue) -> CELData {
    switch value {
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .double(let value): .double(value)
    case .string(let value): .string(value)
    case .list(let items): .list(items.map { data($0) })
    }
  }
}
