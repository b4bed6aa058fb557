/// Numbers (the "math" extension library).
extension FunctionLibrary {
  public static let math = FunctionLibrary(name: "math", functions: extremes + rounding + bits)

  // MARK: greatest and least

  private static let extremes: [Function] = [extreme("math.greatest", .greater), extreme("math.least", .less)]

  /// Any number of numbers, or a list of them; of one type if they all are.
  private static func extreme(_ name: String, _ wanted: Numbers.Order) -> Function {
    let numbers: [CELType] = [.int, .uint, .double]
    var signatures = numbers.map { Signature([$0], $0) }
    signatures += numbers.map { Signature([$0, $0], $0, isVariadic: true) }
    signatures.append(Signature([.number, .number], .dyn, isVariadic: true))
    signatures += numbers.map { Signature([.list($0)], $0) }
    signatures.append(Signature([.list(.number)], .dyn))
    return Function(
      name, signatures,
      .any { context, arguments in
        var values = arguments
        if arguments.count == 1, arguments[0].isList {
          switch context.certainElements(arguments[0], name) {
          case .abnormal(let value): return value
          case .elements(let elements): values = elements
          }
        }
        guard var best = values.first else { return context.error(.invalidArgument, "`\(name)` of an empty list") }
        for value in values {
          guard value.isNumber, best.isNumber else { return context.noSuchOverload(name, value) }
          if Numbers.compare(value, best) == wanted { best = value }
        }
        return best
      })
  }

  // MARK: rounding and kinds of doubles

  private static let rounding: [Function] = [
    double("math.ceil") { $0.rounded(.up) },
    double("math.floor") { $0.rounded(.down) },
    double("math.round") { $0.rounded(.toNearestOrAwayFromZero) },
    double("math.trunc") { $0.rounded(.towardZero) },
    predicate("math.isNaN") { $0.isNaN },
    predicate("math.isInf") { $0.isInfinite },
    predicate("math.isFinite") { $0.isFinite },
    Function(
      "math.abs", same([.int, .uint, .double]),
      .unary { context, value in
        switch value.tag {
        case .int:
          value.rawInt == .min ? context.error(.overflow, "`math.abs` overflows") : .int(abs(value.rawInt))
        case .uint: value
        case .double: .double(value.rawDouble.magnitude)
        default: context.noSuchOverload("math.abs", value)
        }
      }),
    Function(
      "math.sign", same([.int, .uint, .double]),
      .unary { context, value in
        switch value.tag {
        case .int: .int(value.rawInt.signum())
        case .uint: .uint(value.payload == 0 ? 0 : 1)
        case .double: .double(value.rawDouble.isNaN ? .nan : value.rawDouble > 0 ? 1 : value.rawDouble < 0 ? -1 : 0)
        default: context.noSuchOverload("math.sign", value)
        }
      }),
    Function(
      "math.sqrt", [.int, .uint, .double].map { Signature([$0], .double) },
      .unary { context, value in
        switch value.tag {
        case .int: .double(Double(value.rawInt).squareRoot())
        case .uint: .double(Double(value.payload).squareRoot())
        case .double: .double(value.rawDouble.squareRoot())
        default: context.noSuchOverload("math.sqrt", value)
        }
      }),
  ]

  private static func same(_ types: [CELType]) -> [Signature] { types.map { Signature([$0], $0) } }

  private static func double(_ name: String, _ body: @escaping @Sendable (Double) -> Double) -> Function {
    Function(
      name, [Signature([.double], .double)],
      .unary { context, value in
        value.tag == .double ? .double(body(value.rawDouble)) : context.noSuchOverload(name, value)
      })
  }

  private static func predicate(_ name: String, _ body: @escaping @Sendable (Double) -> Bool) -> Function {
    Function(
      name, [Signature([.double], .bool)],
      .unary { context, value in
        value.tag == .double ? .bool(body(value.rawDouble)) : context.noSuchOverload(name, value)
      })
  }

  // MARK: bits

  private static let bits: [Function] = [
    bitwise("math.bitAnd") { $0 & $1 },
    bitwise("math.bitOr") { $0 | $1 },
    bitwise("math.bitXor") { $0 ^ $1 },
    Function(
      "math.bitNot", same([.int, .uint]),
      .unary { context, value in
        guard value.tag == .int || value.tag == .uint else { return context.noSuchOverload("math.bitNot", value) }
        return CELValue(value.tag, ~value.payload)
      }),
    shift("math.bitShiftLeft") { $0 << $1 },
    shift("math.bitShiftRight") { $0 >> $1 },
  ]

  private static func bitwise(_ name: String, _ body: @escaping @Sendable (UInt64, UInt64) -> UInt64) -> Function {
    Function(
      name, [Signature([.int, .int], .int), Signature([.uint, .uint], .uint)],
      .binary { context, left, right in
        guard left.tag == right.tag, left.tag == .int || left.tag == .uint else {
          return context.noSuchOverload(name, left, right)
        }
        return CELValue(left.tag, body(left.payload, right.payload))
      })
  }

  /// Shifts fill with zeros, of negative ints too; what is shifted out entirely is zero.
  private static func shift(_ name: String, _ body: @escaping @Sendable (UInt64, UInt64) -> UInt64) -> Function {
    Function(
      name, [Signature([.int, .int], .int), Signature([.uint, .int], .uint)],
      .binary { context, value, offset in
        guard value.tag == .int || value.tag == .uint, offset.tag == .int else {
          return context.noSuchOverload(name, value, offset)
        }
        guard offset.rawInt >= 0 else { return context.error(.invalidArgument, "`\(name)` by a negative offset") }
        return CELValue(value.tag, offset.rawInt > 63 ? 0 : body(value.payload, offset.payload))
      })
  }
}
