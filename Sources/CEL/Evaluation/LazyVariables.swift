/// Variables that programs compute when they first read them: most conditions are decided before they read all that they
/// define.
public struct LazyVariables: Sendable {
  private(set) var slots: [Int] = []
  private var variables: [LazyVariable] = []
  /// Where the own variables of the next one's loops can be: it is computed in the middle of another program.
  private var free: Int

  /// - Parameter programs: what the variables are computed for.
  public init(for programs: [Program] = []) { free = programs.map(\.slotCount).max() ?? 0 }

  subscript(_ slot: Int) -> LazyVariable? { variables.first { $0.slot == slot } }

  /// How far the slots of a program's loops have to be from where it has them.
  mutating func room(for program: Program) -> Int {
    let shift = max(0, free - program.variableCount)
    free = max(free, program.variableCount) + program.slotCount - program.variableCount
    return shift
  }

  mutating func add(_ variable: LazyVariable) {
    slots.append(variable.slot)
    variables.append(variable)
  }
}

/// One of them.
final class LazyVariable: Sendable {
  let slot: Int
  let step: Step
  /// The number of its value among those that several programs share.
  let shared: Int?

  init(slot: Int, step: Step, shared: Int?) {
    self.slot = slot
    self.step = step
    self.shared = shared
  }

  @inline(__always)
  func value(_ context: inout EvaluationContext) -> CELValue {
    let known = context.slots[slot]
    return known.isPending ? context.compute(self) : known
  }
}

/// Values that depend on the subject alone, for several subjects, whoever of the programs was the first to need them.
struct SharedValues: Sendable {
  static let subjects = 32
  private var numbers: [String: Int] = [:]
  private var values: [CELValue] = []
  private var subject = 0

  mutating func number(of key: String) -> Int {
    if let known = numbers[key] { return known }
    numbers[key] = numbers.count
    values += Array(repeating: .pending, count: Self.subjects)
    return numbers.count - 1
  }

  @inline(__always)
  mutating func turn(to subject: Int) { self.subject = subject }

  mutating func clear() {
    for index in values.indices { values[index] = .pending }
  }

  @inline(__always)
  subscript(_ number: Int) -> CELValue {
    get { values[number * Self.subjects + subject] }
    set { values[number * Self.subjects + subject] = newValue }
  }
}

extension EvaluationContext {
  /// Computes a variable within the evaluation of another program, with a budget of its own.
  mutating func compute(_ variable: LazyVariable) -> CELValue {
    if let number = variable.shared, !shared[number].isPending {
      slots[variable.slot] = shared[number]
      return shared[number]
    }
    let rest = budget
    budget = fullBudget
    var value = variable.step(&self)
    if budget < 0 { value = overBudget() }
    budget = rest
    slots[variable.slot] = value
    if let number = variable.shared { shared[number] = value }
    return value
  }
}
