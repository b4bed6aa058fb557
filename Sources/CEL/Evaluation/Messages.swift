/// Construction of the well-known messages: their values are CEL's own (langdef, Dynamic Values).
extension EvaluationContext {
  mutating func message(_ name: String, _ fields: [(name: String, value: CELValue)]) -> CELValue {
    func field(_ name: String) -> CELValue? { fields.last { $0.name == name }?.value }
    let short = String(name.dropFirst("google.protobuf.".count))
    switch short {
    case "BoolValue", "StringValue", "BytesValue", "Int32Value", "Int64Value", "UInt32Value", "UInt64Value",
      "FloatValue", "DoubleValue":
      return wrapper(short, field("value"))
    case "Value": return fields.first.map { jsonField($0.name, $0.value) } ?? .null
    case "ListValue": return field("values") ?? list([])
    case "Struct": return field("fields") ?? map([CELValue]())
    case "Timestamp": return timestamp(seconds: field("seconds"), nanoseconds: field("nanos"))
    case "Duration": return duration(seconds: field("seconds"), nanoseconds: field("nanos"))
    default: return error(.invalidArgument, "a \(name) cannot be made here")
    }
  }

  private mutating func wrapper(_ name: String, _ value: CELValue?) -> CELValue {
    let isRightKind: Bool
    let empty: CELValue
    switch name {
    case "BoolValue": (isRightKind, empty) = (value?.tag == .bool, .bool(false))
    case "StringValue": (isRightKind, empty) = (value?.isString == true, string(""))
    case "BytesValue": (isRightKind, empty) = (value?.tag == .bytes, bytes([]))
    case "Int32Value", "Int64Value": (isRightKind, empty) = (value?.tag == .int, .int(0))
    case "UInt32Value", "UInt64Value": (isRightKind, empty) = (value?.tag == .uint, .uint(0))
    default: (isRightKind, empty) = (value?.isNumber == true, .double(0))
    }
    guard let value else { return empty }
    guard isRightKind else { return noSuchOverload(name, value) }
    switch (name, value.tag) {
    case ("Int32Value", _) where Int32(exactly: value.rawInt) == nil,
      ("UInt32Value", _) where UInt32(exactly: value.payload) == nil:
      return error(.range, "\(display(value)) is out of the range of \(name)")
    case ("FloatValue", .double): return .double(Double(Float(value.rawDouble)))
    case ("FloatValue", .int), ("DoubleValue", .int): return .double(Double(value.rawInt))
    case ("FloatValue", .uint), ("DoubleValue", .uint): return .double(Double(value.payload))
    default: return value
    }
  }

  private mutating func jsonField(_ name: String, _ value: CELValue) -> CELValue {
    switch (name, value.tag) {
    case ("null_value", _): .null
    case ("number_value", .int): .double(Double(value.rawInt))
    case ("number_value", .double), ("string_value", .string), ("string_value", .text), ("bool_value", .bool),
      ("struct_value", .map), ("struct_value", .nodeMap), ("list_value", .list), ("list_value", .nodeList):
      value
    default: noSuchOverload("google.protobuf.Value", value)
    }
  }

  private mutating func timestamp(seconds: CELValue?, nanoseconds: CELValue?) -> CELValue {
    let time = Timestamp(seconds: seconds?.intValue ?? 0, nanoseconds: Int32(clamping: nanoseconds?.intValue ?? 0))
    guard time.isInRange, (0..<1_000_000_000).contains(time.nanoseconds) else {
      return error(.range, "the timestamp is out of range")
    }
    return .timestamp(time)
  }

  private mutating func duration(seconds: CELValue?, nanoseconds: CELValue?) -> CELValue {
    let (whole, overflow) = (seconds?.intValue ?? 0).multipliedReportingOverflow(by: 1_000_000_000)
    let (total, more) = whole.addingReportingOverflow(nanoseconds?.intValue ?? 0)
    return overflow || more ? error(.range, "the duration is out of range") : .duration(nanoseconds: total)
  }
}
