import Values

/// Binary operators; the common shape `variable.member op constant` is one closure without a call.
extension CodeGenerator {
  mutating func binary(_ index: NodeIndex, _ infix: BinaryOperator, _ left: NodeIndex, _ right: NodeIndex) -> Code {
    let leftCode = code(left)
    let rightCode = code(right)
    switch infix {
    case .equal where isMember(left) && isNothing(right, rightCode.constant),
      .notEqual where isMember(left) && isNothing(right, rightCode.constant):
      return comparedWithNothing(index, infix, leftCode, rightCode)
    case .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual:
      let general = relation(index, infix, leftCode, rightCode)
      guard !isObserving, general.constant == nil, let constant = rightCode.constant else { return general }
      return fused(infix, left, constant, general.step).map { Code($0.body) } ?? general
    case .in: return containment(index, leftCode, rightCode)
    default:
      return strict(index, leftCode, rightCode) { context, left, right in
        context.arithmetic(infix, left, right)
      }
    }
  }

  /// `x in [constants]` and `'key' in map` without a call.
  private mutating func containment(_ index: NodeIndex, _ wanted: Code, _ container: Code) -> Code {
    let general = strict(index, wanted, container) { context, wanted, container in
      context.contains(container, wanted)
    }
    guard !isObserving, general.constant == nil else { return general }
    let slow = general.step
    if let list = container.constant, list.isList {
      let elements = context.rawElements(list)
      guard elements.allSatisfy(\.isString) else { return general }
      let step = wanted.step
      return Code { context in
        let value = step(&context)
        guard value.isString else { return slow(&context) }
        context.budget -= elements.count
        for element in elements where context.sameBytes(element, value) { return .bool(true) }
        return .bool(false)
      }
    }
    guard let name = wanted.constant.flatMap({ context.string(of: $0) }) else { return general }
    let (step, key, hint) = (container.step, context.arena.strings.key(name) ?? .none, newHint())
    return Code { context in
      let map = step(&context)
      guard map.tag == .nodeMap else { return slow(&context) }
      return .bool(context.member(map, key, hint: hint) != nil)
    }
  }

  private func isMember(_ index: NodeIndex) -> Bool {
    if case .select(_, _, false) = tree[index].kind { return true }
    return false
  }

  /// Null or an empty text, which providers keep for null.
  private func isNothing(_ index: NodeIndex, _ constant: CELValue?) -> Bool {
    // What is observed has no constants.
    if case .literal(let literal) = tree[index].kind, literal == .null || literal == .string([]) { return true }
    guard let constant else { return false }
    return constant.tag == .null || constant.isString && context.string(of: constant)?.isEmpty == true
  }

  /// `value.member == null`: a member can be unknown and all the same certainly not null, nor empty.
  private mutating func comparedWithNothing(
    _ index: NodeIndex, _ infix: BinaryOperator, _ left: Code, _ nothing: Code
  ) -> Code {
    strict(index, left, nothing) { context, left, nothing in
      context.isNotNull(left) ? .bool(infix == .notEqual) : context.relation(infix, left, nothing)
    }
  }

  private mutating func relation(_ index: NodeIndex, _ infix: BinaryOperator, _ left: Code, _ right: Code) -> Code {
    strict(index, left, right) { context, left, right in context.relation(infix, left, right) }
  }

  /// A binary operator whose body sees abnormal operands too, and whose errors get the operator's place.
  private mutating func strict(
    _ index: NodeIndex, _ left: Code, _ right: Code,
    _ body: @escaping @Sendable (inout EvaluationContext, CELValue, CELValue) -> CELValue
  ) -> Code {
    let (first, second, range) = (left.step, right.step, tree[index].focus)
    return folded([left, right]) { context in
      let left = first(&context)
      let right = second(&context)
      let result = body(&context, left, right)
      return result.tag == .error ? context.located(result, at: range) : result
    }
  }

  /// `slot.member op constant` where the member is a plain scalar of the constant's kind; anything else takes
  /// the general way.
  private mutating func fused(_ infix: BinaryOperator, _ left: NodeIndex, _ constant: CELValue, _ general: Step)
    -> Step?
  {
    guard case .select(let operand, let field, false) = tree[left].kind, case .slot(let slot) = resolution(operand),
      case .identifier = tree[operand].kind
    else { return nil }
    if case .unresolved = resolution(left) { return nil }
    let key = context.arena.strings.key(field) ?? .none
    let hint = newHint()
    switch constant.tag {
    case .bool where infix == .equal || infix == .notEqual:
      let wanted: UInt32 = (constant.payload != 0) == (infix == .equal) ? 1 : 0
      return Step { context in
        guard let node = context.member(slot, key, hint), node.kind == .bool else { return general(&context) }
        return .bool(node.low == wanted)
      }
    case .int: return fused(infix, Int64(bitPattern: constant.payload), slot, key, hint, general)
    case .string, .text:
      guard infix == .equal || infix == .notEqual else { return nil }
      let isEqual = infix == .equal
      return Step { context in
        guard let node = context.member(slot, key, hint), node.kind == .string else { return general(&context) }
        return .bool(context.sameBytes(CELValue(.string, low: node.low, high: node.high), constant) == isEqual)
      }
    default: return nil
    }
  }

  private func fused(
    _ infix: BinaryOperator, _ constant: Int64, _ slot: Int, _ key: KeyID, _ hint: Int, _ general: Step
  ) -> Step {
    Step { context in
      guard let node = context.member(slot, key, hint), node.kind == .int else { return general(&context) }
      let value = node.intValue
      switch infix {
      case .equal: return .bool(value == constant)
      case .notEqual: return .bool(value != constant)
      case .less: return .bool(value < constant)
      case .lessEqual: return .bool(value <= constant)
      case .greater: return .bool(value > constant)
      default: return .bool(value >= constant)
      }
    }
  }

  mutating func newHint() -> Int {
    context.hints.append(0)
    return context.hints.count - 1
  }
}

extension EvaluationContext {
  /// Whether an unknown value is one that the input says is not null, nor an empty text.
  @inline(__always)
  func isNotNull(_ value: CELValue) -> Bool {
    guard value.tag == .unknown, let node = value.node else { return false }
    return nodes[Int(node.index)].flags.contains(.notNull)
  }

  /// The member of an arena map, nil for any other value.
  @inline(__always)
  mutating func memberID(_ map: CELValue, _ key: KeyID, _ hint: Int) -> NodeID? {
    map.tag == .nodeMap ? member(map, key, hint: hint) : nil
  }

  /// The member's node if the slot holds a map of the arena that has it.
  @inline(__always)
  mutating func member(_ slot: Int, _ key: KeyID, _ hint: Int) -> ValueNode? {
    let map = slots[slot]
    guard map.tag == .nodeMap, let id = member(map, key, hint: hint) else { return nil }
    return nodes[Int(id.index)]
  }
}
