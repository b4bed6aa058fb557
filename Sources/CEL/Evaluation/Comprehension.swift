import Values

/// What the compiled form of an expression is made of.
///
/// A struct around the closure: a bare closure in an array or an optional is called through a thunk that passes
/// everything indirectly.
struct Step: Sendable {
  typealias Body = @Sendable (inout EvaluationContext) -> CELValue

  let body: Body

  @inline(__always)
  init(_ body: @escaping Body) { self.body = body }

  @inline(__always)
  func callAsFunction(_ context: inout EvaluationContext) -> CELValue { body(&context) }
}

/// The loops behind the macros (langdef, Macros), with unknown and possible elements.
extension EvaluationContext {
  /// The number of rounds of a loop over `range`, charged to the budget; nil if it is no list or map.
  @inline(__always)
  mutating func rounds(_ range: CELValue, _ cost: Int) -> Int? {
    guard range.isList || range.isMap else { return nil }
    budget -= count(range) &* cost
    return budget < 0 ? 0 : count(range)
  }

  /// Puts the element (or the key of the entry) of a round into its slot; the doubt if it is only possibly there.
  @inline(__always)
  mutating func load(_ range: CELValue, _ index: Int, into slots: LoopSlots) -> CELValue? {
    if range.tag == .nodeList {
      let id = range.low &+ UInt32(truncatingIfNeeded: index)
      self.slots[slots.value] = value(of: NodeID(id))
      if let first = slots.key { self.slots[first] = .int(index) }
      if trace.isActive { trace.read(NodeID(range.extra), .element(index), NodeID(id)) }
      let node = nodes[Int(id)]
      guard node.kind == .link, let doubt = node.linkDoubt else { return nil }
      return CELValue(.unknown, low: doubt.index, high: id)
    }
    return loadComputed(range, index, into: slots)
  }

  private mutating func loadComputed(_ range: CELValue, _ index: Int, into slots: LoopSlots) -> CELValue? {
    if range.isMap {
      let key = key(range, index)
      self.slots[slots.key ?? slots.value] = key
      if slots.key != nil { self.slots[slots.value] = entry(range, index) }
      return nil
    }
    let (value, doubt) = split(scratch.values[Int(range.low) + index])
    self.slots[slots.value] = value
    if let first = slots.key { self.slots[first] = .int(index) }
    return doubt
  }

  /// `exists` and `all`: a fold with `||` or `&&` that stops at the deciding element.
  @inline(__always)
  mutating func quantify(_ range: CELValue, _ loop: Loop, deciding: Bool) -> CELValue {
    guard let rounds = rounds(range, loop.cost) else { return notIterable(range, loop) }
    var pending: CELValue?
    for index in 0..<rounds {
      let doubt = load(range, index, into: loop.slots)
      var result = loop.body(&self)
      if result.tag == .bool {
        guard (result.payload != 0) == deciding else { continue }
        guard let doubt else { return result }
        result = doubt
      }
      pending = pending.map { undecided($0, result, loop.name) } ?? undecided(result, loop.name)
    }
    return pending ?? .bool(!deciding)
  }

  /// Of two operands of `&&` or `||` that do not decide it: an unknown outlasts an error, because what it stands
  /// for may absorb the error (langdef, Logical Operators).
  mutating func undecided(_ left: CELValue, _ right: CELValue, _ name: String) -> CELValue {
    let right = undecided(right, name)
    if left.isUnknown { return right.isUnknown ? merged(left, right) : left }
    return right.isUnknown ? right : left
  }

  mutating func undecided(_ value: CELValue, _ name: String) -> CELValue {
    value.isUnknown || value.tag == .error ? value : noSuchOverload(name, value)
  }

  mutating func notIterable(_ range: CELValue, _ loop: Loop) -> CELValue {
    range.isAbnormal ? range : noSuchOverload(loop.name, range)
  }

  /// `exists_one`: errors are not absorbed; two certain elements decide whatever the unknown ones are.
  mutating func existsOne(_ range: CELValue, _ loop: Loop) -> CELValue {
    guard let rounds = rounds(range, loop.cost) else { return notIterable(range, loop) }
    var pending: CELValue?
    var certain = 0
    for index in 0..<rounds {
      let doubt = load(range, index, into: loop.slots)
      let result = loop.body(&self)
      if result.isFalse { continue }
      if result.isTrue, doubt == nil {
        certain += 1
        continue
      }
      let unknown = result.isTrue ? doubt ?? result : undecided(result, loop.name)
      if unknown.tag == .error { return unknown }
      pending = pending.map { merged($0, unknown) } ?? unknown
    }
    return certain > 1 ? .bool(false) : pending ?? .bool(certain == 1)
  }

  /// `map`, `filter`, `transformList`: an element whose condition is not known is possibly there.
  mutating func transform(_ range: CELValue, _ loop: Loop, filter: Step?) -> CELValue {
    guard let rounds = rounds(range, loop.cost) else { return notIterable(range, loop) }
    let mark = operands.count
    for index in 0..<rounds {
      guard budget >= 0 else { break }
      var doubt = load(range, index, into: loop.slots)
      if let filter {
        let condition = filter(&self)
        if condition.isFalse { continue }
        if !condition.isTrue {
          let reason = undecided(condition, loop.name)
          if reason.tag == .error { return dropped(reason, since: mark) }
          doubt = doubt.map { merged($0, reason) } ?? reason
        }
      }
      let value = loop.body(&self)
      if value.tag == .error { return dropped(value, since: mark) }
      operands.append(doubt.map { possibly(value, because: $0) } ?? value)
    }
    return list(since: mark)
  }
}

/// One loop of a program: its variables, its body and what a round costs. A class, so that a closure hands on a pointer
/// and not a copy.
final class Loop: Sendable {
  let name: String
  let slots: LoopSlots
  let body: Step
  let cost: Int
  /// Where its errors are.
  let place: SourceRange

  init(name: String, slots: LoopSlots, body: Step, cost: Int, place: SourceRange) {
    self.name = name
    self.slots = slots
    self.body = body
    self.cost = cost
    self.place = place
  }
}

/// Where a loop keeps its variables: with one, elements of a list or keys of a map; with two, index or key and value.
struct LoopSlots: Sendable {
  let key: Int?
  let value: Int
}
