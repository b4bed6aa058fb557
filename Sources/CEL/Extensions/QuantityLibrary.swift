/// Amounts with units, `quantity('1.5Gi')` (Kubernetes' quantity library).
extension FunctionLibrary {
  private static let type = CELType.abstract("kubernetes.Quantity", [])

  public static let quantity = FunctionLibrary(
    name: "quantity", functions: makers + readers + arithmetic,
    constants: ["kubernetes.Quantity": .type("kubernetes.Quantity")])

  private static let makers: [Function] = [
    Function(
      "quantity", [Signature([.string], type)],
      .unary { context, value in
        guard let text = context.string(of: value) else { return context.noSuchOverload("quantity", value) }
        return context.opaque(type: "kubernetes.Quantity", text: text)
      }),
    Function(
      "isQuantity", [Signature([.string], .bool)],
      .unary { context, value in
        guard let text = context.string(of: value) else { return context.noSuchOverload("isQuantity", value) }
        return .bool(Quantity(text) != nil)
      }),
  ]

  private static func reader(
    _ name: String, _ result: CELType,
    _ body: @escaping @Sendable (inout EvaluationContext, Quantity) -> CELValue
  ) -> Function {
    Function(
      name, [Signature(isMethod: true, [type], result)],
      .unary { context, value in
        guard case .quantity(let quantity)? = context.opaqueValue(value) else {
          return context.noSuchOverload(name, value)
        }
        return body(&context, quantity)
      })
  }

  private static let readers: [Function] = [
    reader("isInteger", .bool) { _, quantity in .bool(quantity.integer != nil) },
    reader("asInteger", .int) { context, quantity in
      quantity.integer.map { .int($0) } ?? context.error(.range, "`\(quantity.text)` is no int")
    },
    reader("asApproximateFloat", .double) { _, quantity in .double(quantity.approximate) },
    reader("sign", .int) { _, quantity in .int(Int64(quantity.nanos.signum())) },
  ]

  private static func pair(
    _ name: String, _ result: CELType, takesInt: Bool = false,
    _ body: @escaping @Sendable (inout EvaluationContext, Quantity, Quantity) -> CELValue
  ) -> Function {
    var signatures = [Signature(isMethod: true, [type, type], result)]
    if takesInt { signatures.append(Signature(isMethod: true, [type, .int], result)) }
    return Function(
      name, signatures,
      .binary { context, left, right in
        guard case .quantity(let one)? = context.opaqueValue(left) else {
          return context.noSuchOverload(name, left, right)
        }
        if takesInt, let count = right.intValue {
          return body(&context, one, Quantity(nanos: Int128(count) * Quantity.scale))
        }
        guard case .quantity(let other)? = context.opaqueValue(right) else {
          return context.noSuchOverload(name, left, right)
        }
        return body(&context, one, other)
      })
  }

  private static let arithmetic: [Function] = [
    pair("add", type, takesInt: true) { context, left, right in
      let (sum, overflow) = left.nanos.addingReportingOverflow(right.nanos)
      return overflow ? context.error(.overflow, "`add` overflows") : context.opaque(.quantity(Quantity(nanos: sum)))
    },
    pair("sub", type, takesInt: true) { context, left, right in
      let (sum, overflow) = left.nanos.subtractingReportingOverflow(right.nanos)
      return overflow ? context.error(.overflow, "`sub` overflows") : context.opaque(.quantity(Quantity(nanos: sum)))
    },
    pair("isLessThan", .bool) { _, left, right in .bool(left.nanos < right.nanos) },
    pair("isGreaterThan", .bool) { _, left, right in .bool(left.nanos > right.nanos) },
    pair("compareTo", .int) { _, left, right in
      .int(left.nanos < right.nanos ? -1 : left.nanos > right.nanos ? 1 : 0)
    },
  ]
}

/// A number with a decimal or binary unit, kept in billionths, which is the finest that Kubernetes keeps.
struct Quantity: Hashable, Sendable {
  let nanos: Int128

  static let scale: Int128 = 1_000_000_000

  init(nanos: Int128) { self.nanos = nanos }

  private static let units: [String: Int128] = {
    var units: [String: Int128] = ["n": 1, "u": 1_000, "m": 1_000_000, "": scale]
    var (decimal, binary) = (scale, scale)
    for letter in ["k", "M", "G", "T", "P", "E"] {
      decimal *= 1_000
      binary *= 1_024
      units[letter] = decimal
      units[(letter == "k" ? "K" : letter) + "i"] = binary
    }
    return units
  }()

  init?(_ text: String) {
    var rest = text[...]
    let isNegative = rest.hasPrefix("-")
    if isNegative || rest.hasPrefix("+") { rest.removeFirst() }
    let whole = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(whole.count)
    var decimals: Substring = ""
    if rest.hasPrefix(".") {
      rest.removeFirst()
      decimals = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(decimals.count)
    }
    guard !(whole.isEmpty && decimals.isEmpty), whole.count <= 30, let unit = Self.unit(String(rest)),
      let magnitude = Self.product(whole, decimals, unit)
    else { return nil }
    nanos = isNegative ? -magnitude : magnitude
  }

  /// The billionths in one unit; `e3` and `E3` are powers of ten.
  private static func unit(_ name: String) -> Int128? {
    if let unit = units[name] { return unit }
    guard name.hasPrefix("e") || name.hasPrefix("E"), let power = Int(name.dropFirst()), (-9...18).contains(power)
    else {
      return nil
    }
    return (0..<(power + 9)).reduce(1) { product, _ in product * 10 }
  }

  private static func product(_ whole: Substring, _ decimals: Substring, _ unit: Int128) -> Int128? {
    let (product, overflow) = (Int128(whole) ?? 0).multipliedReportingOverflow(by: unit)
    guard !overflow else { return nil }
    var extra: Int128 = 0
    var scale = unit
    var isRounded = false
    for digit in decimals.utf8 {
      let part = Int128(digit - 48) * scale
      extra += part / 10
      isRounded = isRounded || part % 10 != 0
      isRounded = isRounded || (scale % 10 != 0 && digit != 48)
      scale /= 10
    }
    // What is finer than a billionth rounds up, away from zero.
    let (sum, more) = product.addingReportingOverflow(extra + (isRounded ? 1 : 0))
    return more ? nil : sum
  }

  var integer: Int64? { nanos % Self.scale == 0 ? Int64(exactly: nanos / Self.scale) : nil }

  var approximate: Double { Double(nanos) / 1e9 }

  var text: String {
    if let integer { return String(integer) }
    return nanos % 1_000_000 == 0 ? "\(nanos / 1_000_000)m" : nanos % 1_000 == 0 ? "\(nanos / 1_000)u" : "\(nanos)n"
  }
}
