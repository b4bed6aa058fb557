import CEL
import Rules
import Values

/// A compiled rule linked to the evaluator of a run, for verdicts.
final class LinkedRule: Sendable {
  let compiled: CompiledRule
  let programs: LinkedPrograms
  /// The numbers of the rule's relations in the ``RelationTable``, in their order.
  let relations: [Int]
  /// The rule's parameters, a map in the arena.
  let parameters: NodeID

  init(
    _ compiled: CompiledRule, relations: [Int], parameters: NodeID, evaluator: inout Evaluator
  ) {
    self.compiled = compiled
    self.relations = relations
    self.parameters = parameters
    programs = LinkedPrograms(compiled, observing: false, &evaluator)
  }
}

/// The same, linked for evidence: once more and only for rules of which a report shows a result.
final class ObservedRule: Sendable {
  let programs: LinkedPrograms
  /// Messages are evaluated with observation, so that nothing sensitive gets into them unnoticed.
  let message: [Part]
  /// Whether nothing but attributes of the resource can count.
  let readsOwnAttributes: Bool

  enum Part: Sendable {
    case text(String)
    case hole(LinkedProgram)
  }

  init(_ compiled: CompiledRule, evaluator: inout Evaluator) {
    let own = OwnAttributes()
    readsOwnAttributes = compiled.expressions.allSatisfy { own.suffice($0) }
    programs = LinkedPrograms(compiled, observing: true, &evaluator)
    var message: [Part] = []
    for part in compiled.message {
      switch part {
      case .text(let text): message.append(.text(text))
      case .hole(let program): message.append(.hole(evaluator.link(program, observing: true)))
      }
    }
    self.message = message
  }
}

/// The expressions of a rule, linked.
struct LinkedPrograms: Sendable {
  let variables: [LinkedProgram]
  let when: LinkedProgram?
  let condition: LinkedProgram?

  init(_ rule: CompiledRule, observing: Bool, _ evaluator: inout Evaluator) {
    var variables: [LinkedProgram] = []
    for variable in rule.variables { variables.append(evaluator.link(variable.program, observing: observing)) }
    self.variables = variables
    var when: LinkedProgram?
    if let program = rule.when { when = evaluator.link(program, observing: observing) }
    self.when = when
    var condition: LinkedProgram?
    if let program = rule.condition { condition = evaluator.link(program, observing: observing) }
    self.condition = condition
  }
}
