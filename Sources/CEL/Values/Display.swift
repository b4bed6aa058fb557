/// Values as text for messages and for `string(x)`.
extension EvaluationContext {
  /// A scalar as `string(x)` writes it; other values as CEL source.
  public mutating func display(_ value: CELValue) -> String {
    switch value.tag {
    case .string, .text: string(of: value) ?? ""
    case .double: NumberText.text(value.rawDouble)
    case .int: String(value.rawInt)
    case .uint: String(value.payload)
    case .bool: value.payload != 0 ? "true" : "false"
    case .null: "null"
    case .timestamp: TimeText.text(value.rawTimestamp)
    case .duration: TimeText.text(nanoseconds: value.rawInt)
    case .type: scratch.types[Int(value.payload)]
    case .opaque: opaqueValue(value)?.text ?? ""
    default: shown(value)
    }
  }

  /// A value in CEL syntax, cut short if it is large.
  public mutating func shown(_ value: CELValue) -> String {
    var text = ""
    show(value, depth: 0, into: &text)
    return text
  }

  private static let longest = 400

  private mutating func show(_ value: CELValue, depth: Int, into text: inout String) {
    guard text.utf8.count < Self.longest, depth < 50 else {
      text += "..."
      return
    }
    switch value.tag {
    case .string, .text: text += Quoting.literal(string(of: value) ?? "")
    case .bytes: text += "b\"" + bytes(of: value).prefix(Self.longest).map { Quoting.octet($0) }.joined() + "\""
    case .uint: text += "\(value.payload)u"
    case .timestamp: text += "timestamp('\(display(value))')"
    case .duration: text += "duration('\(display(value))')"
    case .nodeList, .list:
      text += "["
      for index in 0..<count(value) where text.utf8.count < Self.longest {
        if index > 0 { text += ", " }
        show(element(value, index), depth: depth + 1, into: &text)
      }
      text += "]"
    case .nodeMap, .map:
      text += "{"
      for index in 0..<count(value) where text.utf8.count < Self.longest {
        if index > 0 { text += ", " }
        show(key(value, index), depth: depth + 1, into: &text)
        text += ": "
        show(entry(value, index), depth: depth + 1, into: &text)
      }
      text += "}"
    case .optional:
      text += optionalValue(value) == nil ? "optional.none()" : "optional.of("
      if let held = optionalValue(value) {
        show(held, depth: depth + 1, into: &text)
        text += ")"
      }
    case .doubtful:
      text += "possibly "
      show(split(value).value, depth: depth + 1, into: &text)
    case .unknown, .unknowns: text += "unknown"
    case .error: text += "error(\(error(of: value)?.message ?? ""))"
    default: text += display(value)
    }
  }
}
