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
  /// - Parameter variables: variables of the program that are computed when they are first read.
  public mutating func link(
    _ program: Program, observing: Bool = false, computing variables: LazyVariables = LazyVariables()
  ) -> LinkedProgram {
    let step = code(program, observing: observing, variables, shift: 0)
    tokens.append(LinkToken())
    return LinkedProgram(
      program: program, step: step, ordinal: tokens.count - 1, token: tokens[tokens.count - 1], isObserving: observing)
  }

  /// Adds a variable that `program` computes when it is first read after ``forget(_:)``.
  ///
  /// - Parameter sharing: what tells its value apart from those of other variables: variables with equal keys have equal
  ///   values for one subject (``turn(to:)``), and one of them is computed for all. Nil for a value that depends on
  ///   more than the subject.
  public mutating func link(
    _ program: Program, as slot: Declarations.Slot, sharing key: String?, into variables: inout LazyVariables
  ) {
    let shift = variables.room(for: program)
    let step = code(program, observing: false, variables, shift: shift)
    let number = key.flatMap { $0.isPlainASCII ? context.shared.number(of: $0) : nil }
    variables.add(LazyVariable(slot: slot.index, step: step, shared: number))
  }

  private mutating func code(
    _ program: Program, observing: Bool, _ variables: LazyVariables, shift: Int
  ) -> Step {
    context.scratch.reset(to: floor)
    context.slots.grow(to: program.slotCount + shift)
    // Given away while code is made, so that nothing in it is copied to be changed.
    var own = Self.empty
    swap(&own, &context)
    var generator = CodeGenerator(program, own, isObserving: observing, computing: variables, shift: shift)
    own = Self.empty
    let step = generator.root()
    context = generator.context
    floor = context.scratch.floor
    return step
  }

  private static let empty = EvaluationContext(arena: ValueArenaBuilder().build())

  /// The value of a variable in the evaluations to come.
  public subscript(slot: Declarations.Slot) -> CELValue {
    get { slot.index < context.slots.count ? context.slots.value(at: slot.index) : .null }
    set {
      context.slots.grow(to: slot.index + 1)
      context.slots[slot.index] = newValue
    }
  }

  /// Sets a variable to a node of the arena.
  public mutating func set(_ slot: Declarations.Slot, to node: NodeID) {
    // Room is made when programs are linked.
    guard slot.index < context.slots.count else {
      self[slot] = context.value(of: node)
      return
    }
    context.slots[slot.index] = context.value(of: node)
  }

  /// Sets a variable to a value of the host's.
  public mutating func set(_ slot: Declarations.Slot, to data: CELData) { self[slot] = context.value(data) }

  /// Forgets all computed values: those of variables too, unless they are nodes.
  public mutating func reset() { context.scratch.reset(to: floor) }

  /// Turns to one of the ``subjects`` whose shared values are kept until ``begin()``.
  public mutating func turn(to subject: Int) {
    context.shared.turn(to: subject)
    guard context.scratch.isLarge else { return }
    reset()
    context.shared.clear()
  }

  /// Forgets the values of all subjects.
  public mutating func begin() {
    reset()
    context.shared.clear()
  }

  /// The subjects for which computed values are kept.
  public static let subjects = SharedValues.subjects

  /// Forgets what lazy variables were computed to.
  @inline(__always)
  public mutating func forget(_ variables: LazyVariables) {
    for slot in variables.slots { context.slots[slot] = .pending }
  }

  /// Evaluates a program. The value is good until ``reset()``; it may be unknown or an error.
  public mutating func evaluate(_ linked: LinkedProgram) -> CELValue {
    guard linked.ordinal < tokens.count, tokens[linked.ordinal] === linked.token else {
      return context.error(.notLinked, "the program is not linked to this evaluator")
    }
    context.budget = budget
    context.fullBudget = budget
    if linked.isObserving {
      context.trace.clear()
      context.trace.isActive = true
    }
    let value = linked.step(&context)
    context.trace.isActive = false
    return context.budget >= 0 ? value : context.overBudget()
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
