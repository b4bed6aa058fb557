import Values

/// Equality and ordering (langdef, Equality and Ordering).
extension EvaluationContext {
  /// Values of foreign arenas may be nested deeper than the stack allows.
  private static let deepest = 400

  /// Whether two values are equal: a bool, or unknown where unknown parts decide.
  mutating func equal(_ left: CELValue, _ right: CELValue, depth: Int = 0) -> CELValue {
    if left.isAbnormal || right.isAbnormal {
      return certainlyDiffers(left, right) ? .bool(false) : abnormal(left, right)
    }
    switch (left.tag, right.tag) {
    case (.null, .null): return .bool(true)
    case (.bool, .bool), (.duration, .duration): return .bool(left.payload == right.payload)
    case (.timestamp, .timestamp): return .bool(left.payload == right.payload && left.extra == right.extra)
    case (.type, .type): return .bool(scratch.types[Int(left.payload)] == scratch.types[Int(right.payload)])
    case (.string, .string), (.text, .text), (.string, .text), (.text, .string), (.bytes, .bytes):
      budget -= Int(left.high) >> 6
      return .bool(sameBytes(left, right))
    case (.opaque, .opaque): return .bool(opaqueValue(left) == opaqueValue(right))
    case (.optional, .optional): return equalOptionals(left, right, depth)
    default: break
    }
    if left.isNumber, right.isNumber { return .bool(Numbers.compare(left, right) == .equal) }
    guard depth < Self.deepest else { return error(.invalidArgument, "values nested too deeply to compare") }
    if left.isList, right.isList { return equalLists(left, right, depth) }
    if left.isMap, right.isMap { return equalMaps(left, right, depth) }
    return .bool(false)
  }

  private mutating func equalOptionals(_ left: CELValue, _ right: CELValue, _ depth: Int) -> CELValue {
    switch (optionalValue(left), optionalValue(right)) {
    case (nil, nil): .bool(true)
    case (let one?, let other?): equal(one, other, depth: depth + 1)
    default: .bool(false)
    }
  }

  private mutating func equalLists(_ left: CELValue, _ right: CELValue, _ depth: Int) -> CELValue {
    if let doubt = doubt(inList: left) { return self.doubt(inList: right).map { merged(doubt, $0) } ?? doubt }
    if let doubt = doubt(inList: right) { return doubt }
    guard count(left) == count(right) else { return .bool(false) }
    budget -= count(left)
    var pending: CELValue?
    for index in 0..<count(left) where budget >= 0 {
      let result = equal(element(left, index), element(right, index), depth: depth + 1)
      if result.isFalse { return result }
      if result.isAbnormal { pending = pending.map { abnormal($0, result) } ?? result }
    }
    return pending ?? .bool(true)
  }

  private mutating func equalMaps(_ left: CELValue, _ right: CELValue, _ depth: Int) -> CELValue {
    guard count(left) == count(right) else { return .bool(false) }
    budget -= count(left)
    var pending: CELValue?
    for index in 0..<count(left) where budget >= 0 {
      guard let other = lookup(right, key(left, index)) else { return .bool(false) }
      let result = equal(entry(left, index), other, depth: depth + 1)
      if result.isFalse { return result }
      if result.isAbnormal { pending = pending.map { abnormal($0, result) } ?? result }
    }
    return pending ?? .bool(true)
  }

  /// The order of two values, nil if their types have none in common.
  mutating func order(_ left: CELValue, _ right: CELValue) -> Numbers.Order? {
    switch (left.tag, right.tag) {
    case (.bool, .bool): return Self.order(left.payload, right.payload)
    case (.duration, .duration): return Self.order(left.rawInt, right.rawInt)
    case (.timestamp, .timestamp):
      return left.payload == right.payload ? Self.order(left.extra, right.extra) : Self.order(left.rawInt, right.rawInt)
    case (.string, .string), (.text, .text), (.string, .text), (.text, .string), (.bytes, .bytes):
      budget -= Int(min(left.high, right.high)) >> 6
      // UTF-8 sorts as its code points do.
      return withBytes(left, right) { leftBytes, rightBytes in
        if leftBytes.lexicographicallyPrecedes(rightBytes) { return .less }
        return leftBytes.count == rightBytes.count && leftBytes.elementsEqual(rightBytes) ? .equal : .greater
      }
    default: return left.isNumber && right.isNumber ? Numbers.compare(left, right) : nil
    }
  }

  private static func order<Number: Comparable>(_ left: Number, _ right: Number) -> Numbers.Order {
    left < right ? .less : left == right ? .equal : .greater
  }

  /// One of the six relations applied to two values.
  mutating func relation(_ relation: BinaryOperator, _ left: CELValue, _ right: CELValue) -> CELValue {
    if relation == .equal { return equal(left, right) }
    if relation == .notEqual {
      let result = equal(left, right)
      return result.tag == .bool ? .bool(result.isFalse) : result
    }
    if left.isAbnormal || right.isAbnormal { return abnormal(left, right) }
    guard let order = order(left, right) else { return noSuchOverload("_\(relation.rawValue)_", left, right) }
    switch relation {
    case .less: return .bool(order == .less)
    case .lessEqual: return .bool(order == .less || order == .equal)
    case .greater: return .bool(order == .greater)
    default: return .bool(order == .greater || order == .equal)
    }
  }

  /// `element in container` (langdef, List of Standard Definitions).
  mutating func contains(_ container: CELValue, _ wanted: CELValue) -> CELValue {
    if container.isAbnormal { return wanted.tag == .error ? wanted : container }
    if wanted.isAbnormal, !container.isList || partialText(of: wanted) == nil { return wanted }
    if container.isMap {
      if trace.isActive, container.tag == .nodeMap, let name = string(of: wanted) {
        trace.read(NodeID(container.extra), .name(name), arena.member(NodeID(container.extra), name))
      }
      return .bool(lookup(container, wanted) != nil)
    }
    guard container.isList else { return noSuchOverload("@in", wanted, container) }
    budget -= count(container)
    var pending: CELValue?
    for index in 0..<count(container) where budget >= 0 {
      let (value, doubt) = possibleElement(container, index)
      var result = equal(value, wanted)
      if result.isTrue {
        guard let doubt else { return result }
        result = doubt
      }
      if result.isAbnormal { pending = pending.map { abnormal($0, result) } ?? result }
    }
    return pending ?? .bool(false)
  }

  /// The name of a value's type, as `type(x)` gives it.
  func typeName(_ value: CELValue) -> String {
    switch value.tag {
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string, .text: "string"
    case .bytes: "bytes"
    case .nodeList, .list: "list"
    case .nodeMap, .map: "map"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .type: "type"
    case .optional: "optional_type"
    case .opaque: opaqueValue(value)?.typeName ?? "opaque"
    case .doubtful, .unknown, .unknowns: "unknown"
    case .error: "error"
    }
  }
}
