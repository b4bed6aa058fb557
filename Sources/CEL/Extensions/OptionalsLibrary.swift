/// Optional values (the "optional" extension library); `?.`, `[?]`, `optMap` and `optFlatMap` are syntax and macros.
extension FunctionLibrary {
  private static let held = CELType.parameter("T")
  private static let some = CELType.optional(.parameter("T"))

  public static let optionals = FunctionLibrary(
    name: "optionals", functions: makers + readers,
    constants: ["optional_type": .type("optional_type")])

  private static let makers: [Function] = [
    Function("optional.none", [Signature([], some)], .nullary { context in context.optional(nil) }),
    Function("optional.of", [Signature([held], some)], .unary { context, value in context.optional(value) }),
    Function(
      "optional.ofNonZeroValue", [Signature([held], some)],
      .unary { context, value in
        context.optional(context.isZero(value) ? nil : value)
      }),
    Function(
      "optional.unwrap", [Signature([.list(some)], .list(held))],
      .unary { context, value in
        context.unwrapped(value)
      }),
    Function(
      "unwrapOpt", [Signature(isMethod: true, [.list(some)], .list(held))],
      .unary { context, value in
        context.unwrapped(value)
      }),
  ]

  private static let readers: [Function] = [
    Function(
      "hasValue", [Signature(isMethod: true, [some], .bool)],
      .unary { context, value in
        guard value.tag == .optional else { return context.noSuchOverload("hasValue", value) }
        return .bool(context.optionalValue(value) != nil)
      }),
    Function(
      "value", [Signature(isMethod: true, [some], held)],
      .unary { context, value in
        guard value.tag == .optional else { return context.noSuchOverload("value", value) }
        return context.optionalValue(value) ?? context.error(.invalidArgument, "`value()` of an optional without one")
      }),
    // Not strict: the alternative of an optional that has a value does not matter.
    Function(
      "or", [Signature(isMethod: true, [some, some], some)], isStrict: false,
      .binary { context, value, other in
        if value.isAbnormal { return value }
        guard value.tag == .optional else { return context.noSuchOverload("or", value) }
        if context.optionalValue(value) != nil || other.isAbnormal {
          return context.optionalValue(value) != nil ? value : other
        }
        return other.tag == .optional ? other : context.noSuchOverload("or", value, other)
      }),
    Function(
      "orValue", [Signature(isMethod: true, [some, held], held)], isStrict: false,
      .binary { context, value, other in
        if value.isAbnormal { return value }
        guard value.tag == .optional else { return context.noSuchOverload("orValue", value) }
        return context.optionalValue(value) ?? other
      }),
  ]
}

extension EvaluationContext {
  /// Null, false, zero, empty.
  fileprivate func isZero(_ value: CELValue) -> Bool {
    switch value.tag {
    case .null: true
    case .bool, .int, .uint, .duration: value.payload == 0
    case .double: value.rawDouble == 0
    case .timestamp: value.payload == 0 && value.extra == 0
    case .string, .text, .bytes, .list, .nodeList, .map, .nodeMap: value.high == 0
    case .optional: optionalValue(value) == nil
    default: false
    }
  }

  fileprivate mutating func unwrapped(_ value: CELValue) -> CELValue {
    switch certainElements(value, "unwrapOpt") {
    case .abnormal(let value): return value
    case .elements(let elements):
      for element in elements where element.tag != .optional { return noSuchOverload("unwrapOpt", element) }
      return list(elements.compactMap { optionalValue($0) })
    }
  }
}
