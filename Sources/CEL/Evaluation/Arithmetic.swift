/// `+ - * / %` and negation (langdef, Overflow): integers that overflow are errors, doubles follow IEEE 754.
extension EvaluationContext {
  mutating func arithmetic(_ infix: BinaryOperator, _ left: CELValue, _ right: CELValue) -> CELValue {
    if left.isAbnormal || right.isAbnormal { return abnormal(left, right) }
    switch (left.tag, right.tag) {
    case (.int, .int):
      return integer(infix, left.rawInt, right.rawInt) { .int($0) }
    case (.uint, .uint):
      return integer(infix, left.payload, right.payload) { .uint($0) }
    case (.double, .double) where infix != .remainder:
      return .double(Self.double(infix, left.rawDouble, right.rawDouble))
    default: break
    }
    switch infix {
    case .add: return sum(left, right)
    case .subtract: return difference(left, right)
    default: return noSuchOverload(infix.function, left, right)
    }
  }

  private mutating func integer<Number: FixedWidthInteger>(
    _ infix: BinaryOperator, _ left: Number, _ right: Number, _ make: (Number) -> CELValue
  ) -> CELValue {
    let result: (partialValue: Number, overflow: Bool)
    switch infix {
    case .add: result = left.addingReportingOverflow(right)
    case .subtract: result = left.subtractingReportingOverflow(right)
    case .multiply: result = left.multipliedReportingOverflow(by: right)
    default:
      guard right != 0 else {
        return error(.divisionByZero, infix == .divide ? "division by zero" : "remainder of a division by zero")
      }
      result =
        infix == .divide ? left.dividedReportingOverflow(by: right) : left.remainderReportingOverflow(dividingBy: right)
    }
    return result.overflow ? error(.overflow, "`\(infix.rawValue)` overflows") : make(result.partialValue)
  }

  private static func double(_ infix: BinaryOperator, _ left: Double, _ right: Double) -> Double {
    switch infix {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    default: left / right
    }
  }

  private mutating func sum(_ left: CELValue, _ right: CELValue) -> CELValue {
    switch (left.tag, right.tag) {
    case (.string, .string), (.text, .text), (.string, .text), (.text, .string): return concatenated(.text, left, right)
    case (.bytes, .bytes): return concatenated(.bytes, left, right)
    case (.nodeList, .nodeList), (.list, .list), (.nodeList, .list), (.list, .nodeList):
      if count(right) == 0 { return left }
      if count(left) == 0 { return right }
      budget -= count(left) + count(right)
      guard budget >= 0 else { return .null }
      return list(rawElements(left) + rawElements(right))
    case (.timestamp, .duration): return moved(left.rawTimestamp, by: right.rawInt)
    case (.duration, .timestamp): return moved(right.rawTimestamp, by: left.rawInt)
    case (.duration, .duration):
      let (sum, overflow) = left.rawInt.addingReportingOverflow(right.rawInt)
      return overflow ? error(.range, "the duration is out of range") : .duration(nanoseconds: sum)
    default: return noSuchOverload("_+_", left, right)
    }
  }

  private mutating func difference(_ left: CELValue, _ right: CELValue) -> CELValue {
    switch (left.tag, right.tag) {
    case (.timestamp, .duration):
      let (negated, overflow) = Int64(0).subtractingReportingOverflow(right.rawInt)
      return overflow ? error(.range, "the duration is out of range") : moved(left.rawTimestamp, by: negated)
    case (.timestamp, .timestamp): return interval(from: right.rawTimestamp, to: left.rawTimestamp)
    case (.duration, .duration):
      let (result, overflow) = left.rawInt.subtractingReportingOverflow(right.rawInt)
      return overflow ? error(.range, "the duration is out of range") : .duration(nanoseconds: result)
    default: return noSuchOverload("_-_", left, right)
    }
  }

  private mutating func concatenated(_ tag: CELValue.Tag, _ left: CELValue, _ right: CELValue) -> CELValue {
    if right.high == 0 { return left }
    if left.high == 0 { return right }
    budget -= Int(left.high >> 4) + Int(right.high >> 4)
    guard budget >= 0 else { return .null }
    let joined = bytes(of: left) + bytes(of: right)
    return joined.withUnsafeBufferPointer { store(tag, $0) }
  }

  private mutating func moved(_ time: Timestamp, by nanoseconds: Int64) -> CELValue {
    var seconds = time.seconds + nanoseconds / 1_000_000_000
    var rest = Int64(time.nanoseconds) + nanoseconds % 1_000_000_000
    if rest < 0 {
      rest += 1_000_000_000
      seconds -= 1
    } else if rest >= 1_000_000_000 {
      rest -= 1_000_000_000
      seconds += 1
    }
    let result = Timestamp(seconds: seconds, nanoseconds: Int32(rest))
    return result.isInRange ? .timestamp(result) : error(.range, "the timestamp is out of range")
  }

  private mutating func interval(from start: Timestamp, to end: Timestamp) -> CELValue {
    let (seconds, overflow) = (end.seconds - start.seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (result, more) = seconds.addingReportingOverflow(Int64(end.nanoseconds - start.nanoseconds))
    return overflow || more ? error(.range, "the duration is out of range") : .duration(nanoseconds: result)
  }

  mutating func negated(_ value: CELValue) -> CELValue {
    switch value.tag {
    case .int:
      guard value.rawInt != .min else { return error(.overflow, "`-` overflows") }
      return .int(-value.rawInt)
    case .double: return .double(-value.rawDouble)
    default: return noSuchOverload("-_", value)
    }
  }
}
