import Values

/// Members of records: what is absent, null or of another kind than the schema declares.
extension EvaluationContext {
  /// The value of a declared member; `id` is nil if the record does not have it.
  mutating func declaredMember(_ id: NodeID?, _ type: CELType, _ reader: MemberReader) -> CELValue {
    guard let id else { return Self.unset(type) }
    let value = value(of: id)
    if value.isAbnormal { return value }
    if value.isNull { return Self.unset(type, extra: id.index) }
    return converted(value, type, reader.name)
  }

  /// What a member that nobody set reads as.
  private static func unset(_ type: CELType, extra: UInt32 = .max) -> CELValue {
    switch type {
    case .list: CELValue(.list, 0)
    case .map: CELValue(.map, 0)
    default: CELValue(.null, 0, extra: extra)
    }
  }

  /// Terraform itself converts between strings, numbers and bools where nothing is lost; so do we, and nothing more.
  private mutating func converted(_ value: CELValue, _ type: CELType, _ name: String) -> CELValue {
    switch type {
    case .bool:
      if value.tag == .bool { return value }
      if let text = string(of: value), text == "true" || text == "false" { return .bool(text == "true") }
      return notUnderstood(value, "a bool", name)
    case .string: return convertedToString(value, name)
    case .number, .int, .uint, .double: return convertedToNumber(value, type, name)
    case .list: return value.isList ? value : notUnderstood(value, "a list", name)
    case .map, .record, .anyRecord: return value.isMap ? value : notUnderstood(value, "an object", name)
    case .nullable(let inner): return converted(value, inner, name)
    default: return value
    }
  }

  private mutating func convertedToString(_ value: CELValue, _ name: String) -> CELValue {
    switch value.tag {
    case .string, .text: value
    case .bool, .int, .double: string(display(value))
    default: notUnderstood(value, "a string", name)
    }
  }

  private mutating func convertedToNumber(_ value: CELValue, _ type: CELType, _ name: String) -> CELValue {
    var number = value
    if let text = string(of: value) {
      if let int = Int64(text) {
        number = .int(int)
      } else if let double = NumberText.double(text), double.isFinite {
        number = .double(double)
      }
    }
    switch (type, number.tag) {
    case (.number, .int), (.number, .double), (.int, .int), (.double, .double): return number
    case (.double, .int): return .double(Double(number.rawInt))
    case (.int, .double):
      if let int = Int64(exactly: number.rawDouble) { return .int(int) }
    case (.uint, .int):
      if let uint = UInt64(exactly: number.rawInt) { return .uint(uint) }
    default: break
    }
    return notUnderstood(value, type == .number ? "a number" : "an \(type)", name)
  }

  /// The input does not have the shape that its schema promises: nothing can be concluded from it.
  mutating func notUnderstood(_ value: CELValue, _ wanted: String, _ name: String) -> CELValue {
    let detail = "`\(name)`: the schema declares \(wanted), the input has a value of type \(typeName(value))"
    return unknown(UnknownReason(.notUnderstood, detail), node: value.node)
  }
}
