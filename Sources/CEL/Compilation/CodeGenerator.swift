import Values

/// Turns a program into closures for one arena: member names become keys, constants are stored, pure calls of
/// constants are made once.
struct CodeGenerator {
  let program: Program
  var context: EvaluationContext
  let isObserving: Bool
  /// The variables that are computed when they are read.
  private let lazy: LazyVariables
  /// How far the slots of loops are from where the program has them.
  private let shift: Int
  var tree: SyntaxTree { program.expression.tree }

  /// A compiled sub-expression, and its value if that is always the same.
  struct Code {
    let step: Step
    let constant: CELValue?

    init(_ body: @escaping Step.Body) {
      step = Step(body)
      constant = nil
    }

    init(constant: CELValue) {
      step = Step { _ in constant }
      self.constant = constant
    }
  }

  init(
    _ program: Program, _ context: consuming EvaluationContext, isObserving: Bool, computing lazy: LazyVariables,
    shift: Int
  ) {
    self.program = program
    self.context = context
    self.isObserving = isObserving
    self.lazy = lazy
    self.shift = shift
  }

  mutating func root() -> Step { code(tree.root).step }

  /// Makes operands of values, in order, up to the first error, which it gives. No array to walk: a closure that is taken
  /// out of one is retained for each call.
  static func operands(_ steps: ArraySlice<Step>) -> Step {
    guard let first = steps.first else { return Step { _ in .null } }
    guard steps.count > 1 else {
      return Step { context in
        let value = first(&context)
        if value.tag != .error { context.operands.append(value) }
        return value
      }
    }
    let middle = steps.startIndex + steps.count / 2
    let (one, other) = (operands(steps[..<middle]), operands(steps[middle...]))
    return Step { context in
      let value = one(&context)
      return value.tag == .error ? value : other(&context)
    }
  }

  mutating func code(_ index: NodeIndex) -> Code {
    let code = plain(index)
    guard isObserving else { return code }
    let range = tree[index].range
    let kind = decisionKind(index)
    let step = code.step
    return Code { context in
      let mark = context.trace.begin(range)
      let value = step(&context)
      context.trace.end(mark, value, kind: kind)
      return value
    }
  }

  private func decisionKind(_ index: NodeIndex) -> EvaluationTrace.DecisionKind {
    switch tree[index].kind {
    case .logical(let logical, _): .last(truth: logical == .or)
    case .conditional: .branch
    case .macro(let macro) where macro.kind == .exists: .last(truth: true)
    case .macro(let macro) where macro.kind == .all: .last(truth: false)
    default: .all
    }
  }

  private mutating func plain(_ index: NodeIndex) -> Code {
    switch tree[index].kind {
    case .literal(let literal): return Code(constant: constant(literal))
    case .identifier(let name, _): return identifier(index, name)
    case .select(let operand, let field, let isOptional): return select(index, operand, field, isOptional)
    case .index(let operand, let key, let isOptional): return indexing(index, operand, key, isOptional)
    case .call(let call): return self.call(index, call)
    case .unary(let prefix, let operand): return unary(index, prefix, operand)
    case .binary(let infix, let left, let right): return binary(index, infix, left, right)
    case .logical(let logical, let operands): return self.logical(logical, operands)
    case .conditional(let condition, let positive, let negative):
      return conditional(index, condition, positive, negative)
    case .list(let elements): return list(index, elements)
    case .map(let entries): return map(index, entries)
    case .message(let message): return self.message(index, message)
    case .macro(let macro): return self.macro(index, macro)
    }
  }

  func resolution(_ index: NodeIndex) -> Checker.Resolution {
    let resolution = program.resolutions[index.value]
    guard shift > 0 else { return resolution }
    switch resolution {
    case .slot(let slot) where slot >= program.variableCount: return .slot(slot + shift)
    case .locals(let slots): return .locals(slots.map { $0 + shift })
    default: return resolution
    }
  }

  /// A call that is made now if its operands are constant; one that fails stays a call, to fail when evaluated.
  mutating func folded(_ operands: [Code], _ body: @escaping Step.Body) -> Code {
    let code = Code(body)
    guard !isObserving, operands.allSatisfy({ $0.constant != nil }) else { return code }
    context.budget = Self.foldingBudget
    let floor = context.scratch.floor
    let value = body(&context)
    if value.isAbnormal || context.budget < 0 {
      context.scratch.reset(to: floor)
      return code
    }
    return Code(constant: value)
  }

  /// Enough for any sensible constant; what takes longer is left to the evaluation and its budget.
  private static let foldingBudget = 100_000

  // MARK: leaves

  private mutating func constant(_ literal: Literal) -> CELValue {
    switch literal {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .uint(let value): return .uint(value)
    case .double(let value): return .double(value)
    case .string(let bytes): return constant(text: String(decoding: bytes, as: UTF8.self))
    case .bytes(let bytes): return context.bytes(bytes)
    }
  }

  /// A string that the arena has too is the arena's, so that equal ones are found equal by their place.
  mutating func constant(text: String) -> CELValue {
    if let (offset, length) = context.arena.strings.stored(text) { return CELValue(.string, low: offset, high: length) }
    guard text.isPlainASCII else { return context.string(text) }
    if let known = context.texts[text] { return known }
    let value = context.string(text)
    context.texts[text] = value
    return value
  }

  /// The value of a variable.
  func variable(in slot: Int) -> Code {
    if !isObserving, let lazy = lazy[slot] { return Code { context in lazy.value(&context) } }
    return Code { context in context.slots[slot] }
  }

  private mutating func identifier(_ index: NodeIndex, _ name: String) -> Code {
    switch resolution(index) {
    case .slot(let slot): return variable(in: slot)
    case .constant(let data): return Code(constant: context.value(data))
    default: return undeclared(name, index)
    }
  }

  func undeclared(_ name: String, _ index: NodeIndex) -> Code {
    let error = EvaluationError(.undeclared, "nothing is called `\(name)`", range: tree[index].focus)
    return Code { context in context.error(error) }
  }

  // MARK: operators

  private mutating func logical(_ logical: LogicalOperator, _ operands: [NodeIndex]) -> Code {
    var steps: [Step] = []
    for operand in operands { steps.append(code(operand).step) }
    return Code(Self.chain(steps[...], logical.function, deciding: logical == .or).body)
  }

  /// A balanced tree of pairs: no array to walk, and a long chain is not a deep recursion.
  private static func chain(_ steps: ArraySlice<Step>, _ name: String, deciding: Bool) -> Step {
    if steps.count == 1, let only = steps.first { return only }
    let middle = steps.startIndex + (steps.count == 3 ? 1 : steps.count / 2)
    let first = chain(steps[..<middle], name, deciding: deciding)
    let second = chain(steps[middle...], name, deciding: deciding)
    return Step { context in
      let left = first(&context)
      if left.tag == .bool, (left.payload != 0) == deciding { return left }
      let right = second(&context)
      if right.tag == .bool, left.tag == .bool || (right.payload != 0) == deciding { return right }
      return context.combined(left, right, name)
    }
  }

  private mutating func conditional(
    _ index: NodeIndex, _ condition: NodeIndex, _ positive: NodeIndex, _ negative: NodeIndex
  ) -> Code {
    let condition = code(condition)
    let positive = code(positive)
    let negative = code(negative)
    if let known = condition.constant?.boolValue, !isObserving { return known ? positive : negative }
    let (test, yes, no) = (condition.step, positive.step, negative.step)
    let range = tree[index].focus
    return Code { context in
      let value = test(&context)
      if value.tag == .bool { return value.payload != 0 ? yes(&context) : no(&context) }
      if value.isAbnormal { return value }
      return context.located(context.noSuchOverload("_?_:_", value), at: range)
    }
  }

  private mutating func unary(_ index: NodeIndex, _ prefix: UnaryOperator, _ operand: NodeIndex) -> Code {
    let operand = code(operand)
    let (step, range) = (operand.step, tree[index].focus)
    if prefix == .not {
      return folded([operand]) { context in
        let value = step(&context)
        if value.tag == .bool { return .bool(value.payload == 0) }
        if value.isAbnormal { return value }
        return context.located(context.noSuchOverload("!_", value), at: range)
      }
    }
    return folded([operand]) { context in
      let value = step(&context)
      if value.isAbnormal { return value }
      let result = context.negated(value)
      return result.tag == .error ? context.located(result, at: range) : result
    }
  }
}

extension LogicalOperator {
  var function: String { "_\(rawValue)_" }
}

extension EvaluationContext {
  /// `&&` or `||` of two operands of which neither decides and one at least is no bool.
  mutating func combined(_ left: CELValue, _ right: CELValue, _ name: String) -> CELValue {
    if left.tag == .bool { return undecided(right, name) }
    if right.tag == .bool { return undecided(left, name) }
    return undecided(undecided(left, name), right, name)
  }
}
