import CEL
import Rules
import Values

/// A compiled rule linked to the evaluator of a run, once for speed and once for evidence.
final class LinkedRule: Sendable {
  let compiled: CompiledRule
  let plain: Programs
  let observed: Programs
  /// The numbers of the rule's relations in the ``RelationTable``, in their order.
  let relations: [Int]
  /// The rule's parameters, a map in the arena.
  let parameters: NodeID
  /// Messages are evaluated with observation, so that nothing sensitive gets into them unnoticed.
  let message: [Part]

  final class Programs: Sendable {
    let variables: [LinkedProgram]
    let when: LinkedProgram?
    let condition: LinkedProgram?

    init(variables: [LinkedProgram], when: LinkedProgram?, condition: LinkedProgram?) {
      self.variables = variables
      self.when = when
      self.condition = condition
    }
  }

  enum Part: Sendable {
    case text(String)
    case hole(LinkedProgram)
  }

  init(
    _ compiled: CompiledRule, relations: [Int], parameters: NodeID, evaluator: inout Evaluator
  ) {
    self.compiled = compiled
    self.relations = relations
    self.parameters = parameters
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
}
