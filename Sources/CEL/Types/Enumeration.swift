/// Enumerations as types of their own (langdef, Enumerations).
extension Declarations {
  /// Declares an enumeration: its values by name, the conversions `Name(1)` and `Name('VALUE')`, and `int(value)`.
  public mutating func declare(enumeration name: String, _ values: [String: Int64]) {
    let type = CELType.abstract(name, [])
    for (value, number) in values {
      declare(constant: "\(name).\(value)", .enumeration(type: name, number: number))
    }
    declare(constant: name, .type(name))
    let signatures = [Signature([.int], type), Signature([.string], type)]
    declare(
      function: Function(
        name, signatures,
        .unary { context, value in
          guard let text = context.string(of: value) else { return context.enumeration(name, value) }
          guard let number = values[text] else {
            return context.error(.invalidArgument, "\(name) has no value \(Quoting.literal(text))")
          }
          return context.opaque(.enumeration(type: name, number: number))
        }))
    declare(
      function: Function(
        "int", [Signature([type], .int)],
        .unary { context, value in
          guard case .enumeration(_, let number)? = context.opaqueValue(value) else {
            return context.noSuchOverload("int", value)
          }
          return .int(number)
        }))
  }
}

extension EvaluationContext {
  fileprivate mutating func enumeration(_ name: String, _ value: CELValue) -> CELValue {
    guard value.tag == .int else { return noSuchOverload(name, value) }
    guard Int32(exactly: value.rawInt) != nil else {
      return error(.range, "\(value.rawInt) is out of the range of an enumeration")
    }
    return opaque(.enumeration(type: name, number: value.rawInt))
  }
}
