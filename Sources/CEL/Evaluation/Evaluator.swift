import Values

/// A program made ready for one evaluator's arena; see ``Evaluator/link(_:observing:)``.
///
/// An object: programs are handed to an evaluator for every subject and rule.
public final class LinkedProgram: Sendable {
  public let program: Program
  let step: Step
  let ordinal: Int
  let token: LinkToken
  let isObserving: Bool

  init(program: Program, step: Step, ordinal: Int, token: LinkToken, isObserving: Bool) {
    self.program = program
    self.step = step
    self.ordinal = ordinal
    self.token = token
    self.isObserving = isObserving
  }
}

/// Tells linked programs apart, so that one cannot be run by an evaluator that does not hold its constants.
final class LinkToken: Sendable {}

/// Runs programs over one arena.
///
/// An evaluator is a value: link all programs to one, then copy it for every task. It keeps its storage between
/// evaluations; call ``reset()`` when the values of one subject (a resource, a request) are no longer needed.
public struct Evaluator: Sendable {
  /// What evaluations read and write. Functions of the host get it as their argument.
  public internal(set) var context: EvaluationContext
  /// What one evaluation may cost: about one unit a loop round and part of its body, an element or 16 bytes made.
  public var budget = Evaluator.defaultBudget
  private var tokens: [LinkToken] = []
  private var floor = Scratch.Floor()

  public static let defaultBudget = 2_000_000

  /// An evaluator over `arena`; without one, for values that the host makes.
  public init(arena: ValueArena = ValueArenaBuilder().build()) {
    context = EvaluationContext(arena: arena)
  }

  /// Compiles a program for this evaluator's arena; computed values are forgotten as by ``reset()``.
  /// - Parameter observing: record reads and steps in ``EvaluationContext/trace``; slower, and nothing is folded.
  public mutating func link(_ program: Program, observing: Bool = false) -> LinkedProgram {
    context.scratch.reset(to: floor)
    context.slots.grow(to: program.slotCount)
    var generator = CodeGenerator(program, context, isObserving: observing)
    let step = generator.root()
    context = generator.context
    floor = context.scratch.floor
    tokens.append(LinkToken())
    return LinkedProgram(
      program: program, step: step, ordinal: tokens.count - 1, token: tokens[tokens.count - 1], isObserving: observing)
  }

  /// The value of a variable in the evaluations to come.
  public subscript(slot: Declarations.Slot) -> CELValue {
    get { slot.index < context.slots.count ? context.slots[slot.index] : .null }
    set {
      context.slots.grow(to: slot.index + 1)
      context.slots[slot.index] = newValue
    }
  }

  /// Sets a variable to a node of the arena.
  public mutating func set(_ slot: Declarations.Slot, to node: NodeID) { self[slot] = context.value(of: node) }

  /// Sets a variable to a value of the host's.
  public mutating func set(_ slot: Declarations.Slot, to data: CELData) { self[slot] = context.value(data) }

  /// Forgets all computed values: those of variables too, unless they are nodes.
  public mutating func reset() { context.scratch.reset(to: floor) }

  /// Evaluates a program. The value is good until ``reset()``; it may be unknown or an error.
  public mutating func evaluate(_ linked: LinkedProgram) -> CELValue {
    guard linked.ordinal < tokens.count, tokens[linked.ordinal] === linked.token else {
      return context.error(.notLinked, "the program is not linked to this evaluator")
    }
    context.budget = budget
    if linked.isObserving {
      context.trace.clear()
      context.trace.isActive = true
    }
    let value = linked.step(&context)
    context.trace.isActive = false
    guard context.budget >= 0 else {
      return context.error(.budgetExceeded, "the evaluation took more than its budget of \(budget)")
    }
    return value
  }

  /// Evaluates a program and takes the result apart.
  public mutating func result(_ linked: LinkedProgram) -> EvaluationResult { result(of: evaluate(linked)) }

  /// What a value stands for.
  public mutating func result(of value: CELValue) -> EvaluationResult {
    if let error = context.error(of: value) { return .error(error) }
    if value.isUnknown { return .unknown(context.unknownItems(value)) }
    return .value(value)
  }

  /// A value as data that stands alone; nil for errors and for values that contain one.
  public mutating func data(_ value: CELValue) -> CELData? { context.data(value) }

  /// A value in CEL syntax, for messages.
  public mutating func text(of value: CELValue) -> String { context.shown(value) }

  /// An error as a value, for a variable that has none.
  public mutating func makeError(_ error: EvaluationError) -> CELValue { context.error(error) }

  /// What the last observed evaluation read and did.
  public var trace: EvaluationTrace { context.trace }
}

/// What came of an evaluation.
public enum EvaluationResult: Sendable {
  case value(CELValue)
  /// It depends on these.
  case unknown([UnknownItem])
  case error(EvaluationError)
}
