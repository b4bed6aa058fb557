import Values

/// Everything that an evaluation reads and writes: the input's arena, the variables' values, the scratch storage.
///
/// Functions of the host get it `inout` and make their results with it.
public struct EvaluationContext: Sendable {
  /// The input.
  public let arena: ValueArena
  // The arena's own arrays once more: one indirection less on the way to a node.
  let nodes: [ValueNode]
  let arenaBytes: [UInt8]
  var slots = SlotStorage()
  var scratch = Scratch()
  /// Where a member was found last, by place in the programs; records of one type have their members in one order.
  var hints: [UInt32] = []
  /// What the evaluation may still cost.
  var budget = 0
  /// What each evaluation may cost.
  var fullBudget = 0
  /// Values that several programs need of one subject.
  var shared = SharedValues()
  /// Values on the way into a list or map.
  var operands: [CELValue] = []
  /// The texts that programs have and the arena has not.
  var texts: [String: CELValue] = [:]
  var trace = EvaluationTrace()
  /// Reason ids from here on are the scratch storage's.
  static let firstOwnReason: UInt32 = 1 << 30

  init(arena: ValueArena) {
    self.arena = arena
    nodes = arena.nodes
    arenaBytes = arena.strings.bytes
  }

  // MARK: values of nodes

  /// The value of a node; links are followed.
  @inline(__always)
  public func value(of id: NodeID) -> CELValue {
    let node = nodes[Int(id.index)]
    return node.kind == .link ? Self.linked(id, nodes) : Self.plain(node, id)
  }

  /// The value of a node that is no link.
  @inline(__always)
  private static func plain(_ node: ValueNode, _ id: NodeID) -> CELValue {
    switch node.kind {
    case .null: return CELValue(.null, 0, extra: id.index)
    case .bool: return CELValue(.bool, UInt64(node.low), extra: id.index)
    case .int: return CELValue(.int, low: node.low, high: node.high, extra: id.index)
    case .double: return CELValue(.double, low: node.low, high: node.high, extra: id.index)
    case .string: return CELValue(.string, low: node.low, high: node.high, extra: id.index)
    case .list: return CELValue(.nodeList, low: node.low, high: node.high, extra: id.index)
    case .map: return CELValue(.nodeMap, low: node.low, high: node.high, extra: id.index)
    case .unknown: return CELValue(.unknown, low: node.low, high: id.index)
    case .link: return CELValue(.unknown, low: 0, high: id.index)
    }
  }

  /// A bounded walk: a chain of links that does not end is an unknown, not a hang.
  ///
  /// Not a method: a method call on an `inout` context from an inlined one would copy it all onto the stack.
  private static func linked(_ id: NodeID, _ nodes: [ValueNode]) -> CELValue {
    var node = nodes[Int(id.index)]
    var target = id
    for _ in 0..<64 where node.kind == .link {
      if let doubt = node.linkDoubt, target != id { return CELValue(.unknown, low: doubt.index, high: target.index) }
      target = node.linkTarget
      node = nodes[Int(target.index)]
    }
    return node.kind == .link ? CELValue(.unknown, low: 0, high: id.index) : plain(node, target)
  }

  // MARK: making values

  /// A string value; equal strings may be stored twice.
  public mutating func string(_ text: String) -> CELValue {
    var text = text
    return text.withUTF8 { store(.text, $0) }
  }

  /// A string value of UTF-8 bytes.
  public mutating func string(utf8: [UInt8]) -> CELValue { utf8.withUnsafeBufferPointer { store(.text, $0) } }

  public mutating func bytes(_ bytes: [UInt8]) -> CELValue { bytes.withUnsafeBufferPointer { store(.bytes, $0) } }

  mutating func store(_ tag: CELValue.Tag, _ buffer: UnsafeBufferPointer<UInt8>) -> CELValue {
    budget -= buffer.count >> 4
    let offset = scratch.bytes.count
    scratch.bytes.append(contentsOf: buffer)
    return CELValue(tag, low: UInt32(truncatingIfNeeded: offset), high: UInt32(buffer.count))
  }

  /// A list value.
  public mutating func list(_ elements: [CELValue]) -> CELValue {
    budget -= elements.count
    let start = scratch.values.count
    scratch.values.append(contentsOf: elements)
    return CELValue(.list, low: UInt32(start), high: UInt32(elements.count))
  }

  /// A list of nodes of the arena.
  public mutating func list(nodes: [NodeID]) -> CELValue { list(nodes.map { element(of: $0) }) }

  /// A list of the operands from `mark` on, which are operands no more.
  @inline(__always)
  mutating func list(since mark: Int) -> CELValue {
    let count = operands.count - mark
    budget -= count
    return CELValue(.list, low: UInt32(keepOperands(since: mark)), high: UInt32(count))
  }

  /// A map of keys and values, alternating; the same.
  @inline(__always)
  mutating func map(since mark: Int) -> CELValue {
    let count = operands.count - mark
    budget -= count
    return CELValue(.map, low: UInt32(keepOperands(since: mark)), high: UInt32(count / 2))
  }

  private mutating func keepOperands(since mark: Int) -> Int {
    let start = scratch.values.count
    scratch.values.append(contentsOf: operands[mark...])
    operands.removeLast(operands.count - mark)
    return start
  }

  mutating func overBudget() -> CELValue {
    error(.budgetExceeded, "the evaluation took more than its budget of \(fullBudget)")
  }

  /// A map value of keys and values, alternating; the keys must differ.
  public mutating func map(_ entries: [CELValue]) -> CELValue {
    budget -= entries.count
    let start = scratch.values.count
    scratch.values.append(contentsOf: entries)
    return CELValue(.map, low: UInt32(start), high: UInt32(entries.count / 2))
  }

  /// An optional value; nil is `optional.none()`.
  public mutating func optional(_ value: CELValue?) -> CELValue {
    guard let value else { return CELValue(.optional, UInt64.max) }
    scratch.optionals.append(value)
    return CELValue(.optional, UInt64(scratch.optionals.count - 1))
  }

  func optionalValue(_ value: CELValue) -> CELValue? {
    value.payload == .max ? nil : scratch.optionals[Int(value.payload)]
  }

  mutating func type(named name: String) -> CELValue {
    if let known = scratch.types.firstIndex(of: name) { return CELValue(.type, UInt64(known)) }
    scratch.types.append(name)
    return CELValue(.type, UInt64(scratch.types.count - 1))
  }

  mutating func opaque(_ value: OpaqueValue) -> CELValue {
    scratch.opaques.append(value)
    return CELValue(.opaque, UInt64(scratch.opaques.count - 1))
  }

  func opaqueValue(_ value: CELValue) -> OpaqueValue? {
    value.tag == .opaque ? scratch.opaques[Int(value.payload)] : nil
  }

  /// An error as a value.
  public mutating func error(_ error: EvaluationError) -> CELValue {
    scratch.errors.append(error)
    return CELValue(.error, UInt64(scratch.errors.count - 1))
  }

  mutating func error(_ kind: EvaluationError.Kind, _ message: String) -> CELValue {
    error(EvaluationError(kind, message))
  }

  mutating func noSuchOverload(_ what: String, _ values: CELValue...) -> CELValue {
    let types = values.map { typeName($0) }.joined(separator: ", ")
    return error(.noSuchOverload, "no form of `\(what)` takes (\(types))")
  }

  /// Gives an error that does not know its place one.
  mutating func located(_ value: CELValue, at range: SourceRange) -> CELValue {
    let index = Int(value.payload)
    if index < scratch.errors.count, scratch.errors[index].range == nil { scratch.errors[index].range = range }
    return value
  }

  private static let stale = EvaluationError(.host, "the value is older than the last reset of its evaluator")

  /// The error behind an error value.
  public func error(of value: CELValue) -> EvaluationError? {
    guard value.tag == .error else { return nil }
    let index = Int(value.payload)
    return index < scratch.errors.count ? scratch.errors[index] : Self.stale
  }
}
