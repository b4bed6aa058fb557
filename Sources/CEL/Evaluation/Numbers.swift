/// Comparison of numbers of different types, as if on one number line (langdef, Equality and Ordering).
enum Numbers {
  enum Order {
    case less
    case equal
    case greater
    /// Not a number is neither less, equal nor greater.
    case unordered
  }

  /// The order of two values of number tags.
  static func compare(_ left: CELValue, _ right: CELValue) -> Order {
    switch (left.tag, right.tag) {
    case (.int, .int): order(left.rawInt, right.rawInt)
    case (.uint, .uint): order(left.payload, right.payload)
    case (.double, .double): order(left.rawDouble, right.rawDouble)
    case (.int, .uint): left.rawInt < 0 ? .less : order(left.payload, right.payload)
    case (.uint, .int): right.rawInt < 0 ? .greater : order(left.payload, right.payload)
    case (.int, .double): order(int: left.rawInt, right.rawDouble)
    case (.double, .int): reversed(order(int: right.rawInt, left.rawDouble))
    case (.uint, .double): order(uint: left.payload, right.rawDouble)
    case (.double, .uint): reversed(order(uint: right.payload, left.rawDouble))
    default: .unordered
    }
  }

  private static func order<Number: Comparable>(_ left: Number, _ right: Number) -> Order {
    if left < right { return .less }
    if left > right { return .greater }
    return left == right ? .equal : .unordered
  }

  /// Doubles outside the integer's range decide at once; inside it the integer becomes a double, as the
  /// specification's suite expects (`9223372036854775807 == 9223372036854775808.0`).
  private static func order(int: Int64, _ double: Double) -> Order {
    if double.isNaN { return .unordered }
    if double < -0x1p63 { return .greater }
    if double > 0x1p63 { return .less }
    return order(Double(int), double)
  }

  private static func order(uint: UInt64, _ double: Double) -> Order {
    if double.isNaN { return .unordered }
    if double < 0 { return .greater }
    if double > 0x1p64 { return .less }
    return order(Double(uint), double)
  }

  private static func reversed(_ order: Order) -> Order {
    switch order {
    case .less: .greater
    case .greater: .less
    default: order
    }
  }
}
