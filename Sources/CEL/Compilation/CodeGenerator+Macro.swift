/// Macros as loops and bindings (langdef, Macros; bindings, optional and two-variable libraries).
extension CodeGenerator {
  mutating func macro(_ index: NodeIndex, _ macro: MacroSyntax) -> Code {
    switch macro.kind {
    case .has: return has(macro)
    case .bind, .block: return bind(index, macro)
    case .optMap, .optFlatMap: return optionalMap(index, macro)
    default: return loop(index, macro)
    }
  }

  private func slots(_ index: NodeIndex) -> [Int] {
    if case .locals(let slots) = resolution(index) { return slots }
    return []
  }

  private mutating func has(_ macro: MacroSyntax) -> Code {
    let selection = macro.arguments[0]
    guard case .select(let operand, let field, _) = tree[selection].kind else {
      return Code(constant: .bool(false))
    }
    let inner = code(operand)
    let reader = reader(selection, field)
    let (step, range) = (inner.step, tree[selection].focus)
    // `has(a.b.c)` where a dotted name is a variable: it is there.
    if case .slot = resolution(selection) { return Code(constant: .bool(true)) }
    return folded([inner]) { context in
      let value = step(&context)
      let result = context.has(value, reader)
      return result.tag == .error ? context.located(result, at: range) : result
    }
  }

  /// Variables are evaluated in order and may be errors: only using one makes the whole an error.
  private mutating func bind(_ index: NodeIndex, _ macro: MacroSyntax) -> Code {
    let slots = slots(index)
    let codes = macro.arguments.map { code($0) }
    let bound = zip(slots, codes.dropLast().map(\.step)).map { ($0, $1) }
    guard let body = codes.last?.step else { return Code(constant: .null) }
    return Code { context in
      for (slot, step) in bound { context.slots[slot] = step(&context) }
      return body(&context)
    }
  }

  private mutating func optionalMap(_ index: NodeIndex, _ macro: MacroSyntax) -> Code {
    guard let target = macro.target, let slot = slots(index).first else { return Code(constant: .null) }
    let step = code(target).step
    let body = code(macro.arguments[0]).step
    let isFlat = macro.kind == .optFlatMap
    let (name, range) = (macro.spelling, tree[index].focus)
    return Code { context in
      let value = step(&context)
      if value.isAbnormal { return value }
      guard value.tag == .optional else { return context.located(context.noSuchOverload(name, value), at: range) }
      guard let held = context.optionalValue(value) else { return value }
      context.slots[slot] = held
      let result = body(&context)
      return isFlat || result.isAbnormal ? result : context.optional(result)
    }
  }

  private mutating func loop(_ index: NodeIndex, _ macro: MacroSyntax) -> Code {
    guard let target = macro.target, let last = macro.arguments.last else { return Code(constant: .null) }
    let range = code(target)
    let slots = slots(index)
    let filter = macro.arguments.count == 2 ? code(macro.arguments[0]).step : nil
    let body = code(last).step
    let places = slots.count == 2 ? LoopSlots(key: slots[0], value: slots[1]) : LoopSlots(key: nil, value: slots[0])
    let loop = Loop(
      name: macro.spelling, slots: places, body: body, cost: cost(of: macro), place: tree[index].focus)
    let step = self.step(macro.kind, range.step, loop, filter)
    let isConstant = range.constant != nil && macro.arguments.allSatisfy { isClosed($0, from: slots[0]) }
    return isConstant ? folded([range], step.body) : Code(step.body)
  }

  /// Variables outside and around the macro have lower slots than its own and those within.
  private func isClosed(_ index: NodeIndex, from firstSlot: Int) -> Bool {
    switch resolution(index) {
    case .slot(let slot) where slot < firstSlot: return false
    case .functions(let functions), .namespaced(let functions):
      if !functions.allSatisfy(\.isPure) { return false }
    default: break
    }
    return tree.children(index).allSatisfy { isClosed($0, from: firstSlot) }
  }

  /// A round costs what its body has of parts, so that nested loops multiply.
  private func cost(of macro: MacroSyntax) -> Int {
    max(1, macro.arguments.reduce(0) { $0 + tree[$1].height })
  }

  private func step(_ kind: MacroKind, _ range: Step, _ loop: Loop, _ filter: Step?) -> Step {
    switch kind {
    case .exists:
      return Step { context in context.placed(context.quantify(range(&context), loop, deciding: true), loop) }
    case .all: return Step { context in context.placed(context.quantify(range(&context), loop, deciding: false), loop) }
    case .existsOne: return Step { context in context.placed(context.existsOne(range(&context), loop), loop) }
    case .filter:
      let slot = loop.slots.value
      let kept = Loop(
        name: loop.name, slots: loop.slots, body: Step { context in context.slots[slot] }, cost: loop.cost,
        place: loop.place)
      let condition = loop.body
      return Step { context in context.placed(context.transform(range(&context), kept, filter: condition), loop) }
    case .transformMap:
      return Step { context in context.placed(context.transformMap(range(&context), loop, filter: filter), loop) }
    case .transformMapEntry:
      return Step { context in context.placed(context.transformEntries(range(&context), loop, filter: filter), loop) }
    case .sortBy: return Step { context in context.placed(context.sorted(range(&context), loop), loop) }
    default: return Step { context in context.placed(context.transform(range(&context), loop, filter: filter), loop) }
    }
  }
}

extension EvaluationContext {
  @inline(__always)
  fileprivate mutating func placed(_ value: CELValue, _ loop: Loop) -> CELValue {
    value.tag == .error ? located(value, at: loop.place) : value
  }

  /// `transformMap`: the same keys with new values; of a list, its indices.
  mutating func transformMap(_ range: CELValue, _ loop: Loop, filter: Step?) -> CELValue {
    entries(range, loop, filter: filter) { context, value in
      let slots = loop.slots
      return [context.slots[slots.key ?? slots.value], value]
    }
  }

  /// `transformMapEntry`: the entries of the maps that the body gives, which must not repeat a key.
  mutating func transformEntries(_ range: CELValue, _ loop: Loop, filter: Step?) -> CELValue {
    entries(range, loop, filter: filter) { context, value in
      guard value.isMap else { return [context.noSuchOverload(loop.name, value)] }
      var result: [CELValue] = []
      for index in 0..<context.count(value) { result += [context.key(value, index), context.entry(value, index)] }
      return result
    }
  }

  private mutating func entries(
    _ range: CELValue, _ loop: Loop, filter: Step?,
    _ make: (inout EvaluationContext, CELValue) -> [CELValue]
  ) -> CELValue {
    guard let rounds = rounds(range, loop.cost) else { return notIterable(range, loop) }
    var result: [CELValue] = []
    var keys = KeySet()
    for index in 0..<rounds {
      if let doubt = load(range, index, into: loop.slots) { return doubt }
      if let filter {
        let condition = filter(&self)
        if condition.isFalse { continue }
        if !condition.isTrue { return undecided(condition, loop.name) }
      }
      let value = loop.body(&self)
      if value.tag == .error { return value }
      let made = make(&self, value)
      if made.count == 1 { return made[0] }
      for position in stride(from: 0, to: made.count, by: 2) {
        if let problem = insert(made[position], into: &keys) { return problem }
      }
      result += made
    }
    return map(result)
  }

  /// `sortBy`: stable, by keys of one ordered type.
  mutating func sorted(_ range: CELValue, _ loop: Loop) -> CELValue {
    guard let rounds = rounds(range, loop.cost), range.isList else { return notIterable(range, loop) }
    if let doubt = doubt(inList: range) { return doubt }
    var keys: [CELValue] = []
    for index in 0..<rounds {
      _ = load(range, index, into: loop.slots)
      let key = loop.body(&self)
      if key.isAbnormal { return key }
      keys.append(key)
    }
    return sortedList(rawElements(range), by: keys, loop.name)
  }
}
