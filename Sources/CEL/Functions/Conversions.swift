/// Type conversions (langdef, List of Standard Definitions).
extension FunctionLibrary {
  static let conversions: [Function] = [
    conversion("bool", from: [.bool, .string], to: .bool) { $0.toBool($1) },
    conversion("int", from: [.int, .uint, .double, .string, .timestamp, .duration], to: .int) { $0.toInt($1) },
    conversion("uint", from: [.uint, .int, .double, .string], to: .uint) { $0.toUInt($1) },
    conversion("double", from: [.double, .int, .uint, .string], to: .double) { $0.toDouble($1) },
    conversion("string", from: [.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration], to: .string) {
      $0.toString($1)
    },
    conversion("bytes", from: [.bytes, .string], to: .bytes) { context, value in
      if value.tag == .bytes { return value }
      guard value.isString else { return context.noSuchOverload("bytes", value) }
      return context.bytes(context.bytes(of: value))
    },
    conversion("timestamp", from: [.timestamp, .string, .int], to: .timestamp) { $0.toTimestamp($1) },
    conversion("duration", from: [.duration, .string, .int], to: .duration) { $0.toDuration($1) },
    Function("dyn", [Signature([.parameter("A")], .dyn)], .unary { _, value in value }),
    Function(
      "type", [Signature([.parameter("A")], .type(.parameter("A")))],
      .unary { context, value in
        context.type(named: context.typeName(value))
      }),
  ]

  private static func conversion(
    _ name: String, from types: [CELType], to result: CELType,
    _ body: @escaping @Sendable (inout EvaluationContext, CELValue) -> CELValue
  ) -> Function {
    Function(name, types.map { Signature([$0], result) }, .unary(body))
  }
}

extension EvaluationContext {
  fileprivate mutating func toBool(_ value: CELValue) -> CELValue {
    if value.tag == .bool { return value }
    switch string(of: value) {
    case "1", "t", "T", "true", "TRUE", "True": return .bool(true)
    case "0", "f", "F", "false", "FALSE", "False": return .bool(false)
    case .some: return error(.invalidArgument, "\(shown(value)) is no bool")
    case nil: return noSuchOverload("bool", value)
    }
  }

  fileprivate mutating func toInt(_ value: CELValue) -> CELValue {
    switch value.tag {
    case .int: return value
    case .uint:
      if let int = Int64(exactly: value.payload) { return .int(int) }
    case .double:
      // Both limits are excluded: what rounds to them may be beyond them.
      if value.rawDouble > -0x1p63, value.rawDouble < 0x1p63 { return .int(Int64(value.rawDouble)) }
    case .timestamp: return .int(value.rawInt)
    case .duration: return .int(value.rawInt / 1_000_000_000)
    case .opaque:
      guard case .enumeration(_, let number)? = opaqueValue(value) else { return noSuchOverload("int", value) }
      return .int(number)
    default:
      guard let text = string(of: value) else { return noSuchOverload("int", value) }
      guard let int = Int64(text) else { return error(.invalidArgument, "\(shown(value)) is no int") }
      return .int(int)
    }
    return error(.range, "\(display(value)) is out of the range of int")
  }

  fileprivate mutating func toUInt(_ value: CELValue) -> CELValue {
    switch value.tag {
    case .uint: return value
    case .int:
      if let uint = UInt64(exactly: value.rawInt) { return .uint(uint) }
    case .double:
      if value.rawDouble >= 0, value.rawDouble < 0x1p64 { return .uint(UInt64(value.rawDouble)) }
    default:
      guard let text = string(of: value) else { return noSuchOverload("uint", value) }
      guard let uint = UInt64(text) else { return error(.invalidArgument, "\(shown(value)) is no uint") }
      return .uint(uint)
    }
    return error(.range, "\(display(value)) is out of the range of uint")
  }

  fileprivate mutating func toDouble(_ value: CELValue) -> CELValue {
    switch value.tag {
    case .double: return value
    case .int: return .double(Double(value.rawInt))
    case .uint: return .double(Double(value.payload))
    default:
      guard let text = string(of: value) else { return noSuchOverload("double", value) }
      guard let double = NumberText.double(text) else { return error(.invalidArgument, "\(shown(value)) is no double") }
      return .double(double)
    }
  }

  fileprivate mutating func toString(_ value: CELValue) -> CELValue {
    switch value.tag {
    case .string, .text: return value
    case .bytes:
      let bytes = bytes(of: value)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        return error(.invalidArgument, "the bytes are not UTF-8")
      }
      return string(text)
    case .bool, .int, .uint, .double, .timestamp, .duration: return string(display(value))
    case .opaque: return string(display(value))
    default: return noSuchOverload("string", value)
    }
  }

  fileprivate mutating func toTimestamp(_ value: CELValue) -> CELValue {
    if value.tag == .timestamp { return value }
    if value.tag == .int { return checked(Timestamp(seconds: value.rawInt, nanoseconds: 0)) }
    guard let text = string(of: value) else { return noSuchOverload("timestamp", value) }
    guard let time = TimeText.timestamp(text) else { return error(.invalidArgument, "\(shown(value)) is no timestamp") }
    return checked(time)
  }

  private mutating func checked(_ time: Timestamp) -> CELValue {
    time.isInRange ? .timestamp(time) : error(.range, "the timestamp is out of range")
  }

  fileprivate mutating func toDuration(_ value: CELValue) -> CELValue {
    if value.tag == .duration { return value }
    if value.tag == .int {
      let (nanoseconds, overflow) = value.rawInt.multipliedReportingOverflow(by: 1_000_000_000)
      return overflow ? error(.range, "the duration is out of range") : .duration(nanoseconds: nanoseconds)
    }
    guard let text = string(of: value) else { return noSuchOverload("duration", value) }
    switch TimeText.duration(text) {
    case .nanoseconds(let nanoseconds): return .duration(nanoseconds: nanoseconds)
    case .outOfRange: return error(.range, "the duration \(shown(value)) is out of range")
    case .malformed: return error(.invalidArgument, "\(shown(value)) is no duration")
    }
  }
}
