import CEL
import Rules
import Values

/// A compiled rule linked to the evaluator of a run, for verdicts.
final class LinkedRule: Sendable {
  let compiled: CompiledRule
  let when: LinkedProgram?
  let condition: LinkedProgram?
  /// The rule's variables: few verdicts need all of them.
  let variables: LazyVariables
  /// The numbers of the rule's relations in the ``RelationTable``, in their order.
  let relations: [Int]
  /// Those that expressions read, and where.
  let readRelations: [(number: Int, slot: Declarations.Slot)]
  /// The slots that hold the resource: those that expressions read.
  let subjects: [Declarations.Slot]
  /// The rule's parameters, a map in the arena.
  let parameters: NodeID

  /// - Parameter type: the type that the expressions were compiled for, nil for several: what they compute from nothing but
  ///   the resource is computed once for all rules.
  init(
    _ compiled: CompiledRule, type: String?, relations: [Int], parameters: NodeID, evaluator: inout Evaluator
  ) {
    self.compiled = compiled
    self.relations = relations
    self.parameters = parameters
    let read = compiled.readSlots
    subjects = [compiled.slots.resource, compiled.slots.matched].filter { read.contains($0) }
    readRelations = zip(relations, compiled.relations).compactMap { number, relation in
      read.contains(relation.slot) ? (number, relation.slot) : nil
    }
    var variables = LazyVariables(for: [compiled.when, compiled.condition].compactMap { $0 })
    for variable in compiled.variables {
      let isShared = variable.program.variables == [compiled.slots.resource]
      let key = isShared ? type.map { "\($0) \(variable.program.expression.source)" } : nil
      evaluator.link(variable.program, as: variable.slot, sharing: key, into: &variables)
    }
    when = compiled.when.map { evaluator.link($0, computing: variables) }
    condition = compiled.condition.map { evaluator.link($0, computing: variables) }
    self.variables = variables
  }
}

extension CompiledRule {
  /// The slots that any expression reads, those in the message too.
  fileprivate var readSlots: [Declarations.Slot] {
    var slots = variables.flatMap(\.program.variables)
    slots += when?.variables ?? []
    slots += condition?.variables ?? []
    for case .hole(let program) in message { slots += program.variables }
    return slots
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
    programs = LinkedPrograms(compiled, &evaluator)
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

/// The expressions of a rule, linked for evidence.
final class LinkedPrograms: Sendable {
  let variables: [LinkedProgram]
  let when: LinkedProgram?
  let condition: LinkedProgram?

  init(_ rule: CompiledRule, _ evaluator: inout Evaluator) {
    variables = rule.variables.map { evaluator.link($0.program, observing: true) }
    when = rule.when.map { evaluator.link($0, observing: true) }
    condition = rule.condition.map { evaluator.link($0, observing: true) }
  }
}
