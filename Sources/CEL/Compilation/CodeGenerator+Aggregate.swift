/// List, map and message construction (langdef, Aggregate Values).
extension CodeGenerator {
  mutating func list(_ index: NodeIndex, _ elements: [ElementSyntax]) -> Code {
    let codes = elements.map { code($0.value) }
    let steps = codes.map(\.step)
    let range = tree[index].focus
    guard elements.contains(where: \.isOptional) else {
      let operands = Self.operands(steps[...])
      return folded(codes) { context in
        let mark = context.operands.count
        let problem = operands(&context)
        guard problem.tag != .error else { return context.dropped(problem, since: mark) }
        return context.list(since: mark)
      }
    }
    let optional = elements.map(\.isOptional)
    return folded(codes) { context in
      var values: [CELValue] = []
      for (position, step) in steps.enumerated() {
        let value = step(&context)
        if value.tag == .error { return value }
        guard optional[position] else {
          values.append(value)
          continue
        }
        if value.isUnknown { return value }
        guard value.tag == .optional else {
          return context.located(context.error(.noSuchOverload, "`?` needs an optional value"), at: range)
        }
        if let held = context.optionalValue(value) { values.append(held) }
      }
      return context.list(values)
    }
  }

  mutating func map(_ index: NodeIndex, _ entries: [EntrySyntax]) -> Code {
    let keys = entries.map { code($0.key) }
    let values = entries.map { code($0.value) }
    let plan = zip(zip(keys, values), entries).map { pair, entry in
      MapEntryPlan(key: pair.0.step, value: pair.1.step, isOptional: entry.isOptional)
    }
    let range = tree[index].focus
    let areDistinct = areDistinctConstants(keys)
    if areDistinct, !entries.contains(where: \.isOptional) {
      let operands = Self.operands(zip(keys, values).flatMap { [$0.step, $1.step] }[...])
      return folded(keys + values) { context in
        let mark = context.operands.count
        let problem = operands(&context)
        guard problem.tag != .error else { return context.located(context.dropped(problem, since: mark), at: range) }
        return context.map(since: mark)
      }
    }
    return folded(keys + values) { context in
      let result = context.map(plan, keysAreDistinct: areDistinct)
      return result.tag == .error ? context.located(result, at: range) : result
    }
  }

  /// Whether a map literal's keys need no comparison each time that it is evaluated.
  private func areDistinctConstants(_ keys: [Code]) -> Bool {
    var known = KeySet()
    return keys.allSatisfy { key in
      guard let constant = key.constant, let form = KeySet.Key(constant, context) else { return false }
      return known.insert(form)
    }
  }

  mutating func message(_ index: NodeIndex, _ message: MessageSyntax) -> Code {
    guard case .constant(.type(let name)) = resolution(index) else { return undeclared(message.typeName, index) }
    let codes = message.fields.map { code($0.value) }
    let steps = codes.map(\.step)
    let fields = message.fields.map { ($0.name, $0.isOptional) }
    let range = tree[index].focus
    return folded(codes) { context in
      var values: [(name: String, value: CELValue)] = []
      for (position, step) in steps.enumerated() {
        var value = step(&context)
        if value.isAbnormal { return value }
        if fields[position].1 {
          guard let held = context.optionalValue(value) else { continue }
          value = held
        }
        values.append((fields[position].0, value))
      }
      let result = context.message(name, values)
      return result.tag == .error ? context.located(result, at: range) : result
    }
  }
}

struct MapEntryPlan: Sendable {
  let key: Step
  let value: Step
  let isOptional: Bool
}

extension EvaluationContext {
  /// An error, without the operands before it.
  mutating func dropped(_ problem: CELValue, since mark: Int) -> CELValue {
    operands.removeLast(operands.count - mark)
    return problem
  }

  /// Evaluates a map literal: keys must be of key types and differ.
  mutating func map(_ plan: [MapEntryPlan], keysAreDistinct: Bool) -> CELValue {
    var entries: [CELValue] = []
    entries.reserveCapacity(plan.count * 2)
    var keys = KeySet()
    var pending: CELValue?
    for entry in plan {
      let key = entry.key(&self)
      var value = entry.value(&self)
      if key.isAbnormal || value.tag == .error {
        pending = pending.map { abnormal($0, abnormal(key, value)) } ?? abnormal(key, value)
        continue
      }
      if entry.isOptional {
        if value.isUnknown { return value }
        guard value.tag == .optional else { return error(.noSuchOverload, "`?` needs an optional value") }
        guard let held = optionalValue(value) else { continue }
        value = held
      }
      if !keysAreDistinct, let problem = insert(key, into: &keys) { return problem }
      entries.append(key)
      entries.append(value)
    }
    return pending ?? map(entries)
  }

  /// Notes a key of a new map; an error if it is no key or there already.
  mutating func insert(_ key: CELValue, into keys: inout KeySet) -> CELValue? {
    guard let form = KeySet.Key(key, self) else {
      return error(.invalidArgument, "a value of type \(typeName(key)) cannot be a map's key")
    }
    return keys.insert(form) ? nil : error(.duplicateKey, "the key \(shown(key)) is there twice")
  }
}

/// The keys of a map under construction.
struct KeySet {
  /// A key, such that equal keys are equal: the int 1 and the uint 1 are one key.
  enum Key: Hashable {
    case bool(Bool)
    case negative(Int64)
    case number(UInt64)
    case string([UInt8])

    init?(_ value: CELValue, _ context: borrowing EvaluationContext) {
      switch value.tag {
      case .bool: self = .bool(value.payload != 0)
      case .int: self = value.rawInt < 0 ? .negative(value.rawInt) : .number(value.payload)
      case .uint: self = .number(value.payload)
      case .string, .text: self = .string(context.bytes(of: value))
      default: return nil
      }
    }
  }

  private var keys: Set<Key> = []

  /// False if the key is there already.
  mutating func insert(_ key: Key) -> Bool { keys.insert(key).inserted }
}
