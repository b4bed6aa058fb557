import Documents

extension ParameterValue {
  /// The value as JSON.
  public var json: String {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.text
  }

  private func write(to writer: inout JSONWriter) {
    switch self {
    case .bool(let value): writer.value(value)
    case .int(let value): writer.value(value)
    case .double(let value): writer.value(value)
    case .string(let value): writer.value(value)
    case .list(let values): writer.array { writer in for value in values { value.write(to: &writer) } }
    }
  }
}
