/// Values from and to the form that stands alone.
extension EvaluationContext {
  /// A value made of data.
  public mutating func value(_ data: CELData) -> CELValue {
    switch data {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .uint(let value): return .uint(value)
    case .double(let value): return .double(value)
    case .string(let value): return string(value)
    case .bytes(let value): return bytes(value)
    case .list(let elements):
      let values = elements.map { value($0) }
      return list(values)
    case .map(let entries):
      let values = entries.flatMap { [value($0.key), value($0.value)] }
      return map(values)
    case .timestamp(let seconds, let nanoseconds):
      let time = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
      let isValid = time.isInRange && (0..<1_000_000_000).contains(nanoseconds)
      return isValid ? .timestamp(time) : error(.range, "the timestamp is out of range")
    case .duration(let nanoseconds): return .duration(nanoseconds: nanoseconds)
    case .type(let name): return type(named: name)
    case .optional(let held):
      let inner = held.map { value($0) }
      return optional(inner)
    case .opaque(let type, let text): return opaque(type: type, text: text)
    case .enumeration(let type, let number): return opaque(.enumeration(type: type, number: number))
    case .unknown(let reasons):
      var result = unknown(.init(.derived, reasons.first ?? ""))
      for reason in reasons.dropFirst() { result = merged(result, unknown(.init(.derived, reason))) }
      return result
    case .possibly(let inner):
      let held = value(inner)
      return possibly(held, because: unknown(.init(.derived, "")))
    }
  }

  /// A value as data; nil for errors and for values that contain one or are nested too deeply to be copied.
  public mutating func data(_ value: CELValue) -> CELData? { data(value, depth: 0) }

  private static let deepestData = 200

  private mutating func data(_ value: CELValue, depth: Int) -> CELData? {
    guard depth < Self.deepestData else { return nil }
    switch value.tag {
    case .null: return .null
    case .bool: return .bool(value.payload != 0)
    case .int: return .int(value.rawInt)
    case .uint: return .uint(value.payload)
    case .double: return .double(value.rawDouble)
    case .string, .text: return string(of: value).map { .string($0) }
    case .bytes: return .bytes(bytes(of: value))
    case .timestamp:
      return .timestamp(seconds: value.rawTimestamp.seconds, nanoseconds: value.rawTimestamp.nanoseconds)
    case .duration: return .duration(nanoseconds: value.rawInt)
    case .type: return .type(scratch.types[Int(value.payload)])
    case .opaque:
      if case .enumeration(let type, let number)? = opaqueValue(value) {
        return .enumeration(type: type, number: number)
      }
      return .opaque(type: typeName(value), text: display(value))
    case .unknown, .unknowns:
      return .unknown(unknownItems(value).map { reason($0).detail })
    case .doubtful: return data(split(value).value, depth: depth + 1).map { .possibly($0) }
    case .error: return nil
    case .optional:
      guard let held = optionalValue(value) else { return .optional(nil) }
      return data(held, depth: depth + 1).map { .optional($0) }
    case .nodeList, .list:
      var elements: [CELData] = []
      for index in 0..<count(value) {
        guard let element = data(element(value, index), depth: depth + 1) else { return nil }
        elements.append(element)
      }
      return .list(elements)
    case .nodeMap, .map:
      var entries: [CELData.Entry] = []
      for index in 0..<count(value) {
        guard let key = data(key(value, index), depth: depth + 1),
          let held = data(entry(value, index), depth: depth + 1)
        else { return nil }
        entries.append(CELData.Entry(key, held))
      }
      return .map(entries)
    }
  }
}
