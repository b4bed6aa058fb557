/// Reads the spelling of a real number where its value is beyond doubt.
enum DecimalText {
  /// Powers of ten that a double holds exactly.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// - Parameter text: a number by JSON's grammar, with a fraction or an exponent.
  /// - Returns: the nearest double; nil for what is not a normal number and not spelt as zero (an overflow, or an underflow).
  static func double(_ text: Span<UInt8>) -> Double? {
    if let value = short(text) { return value }
    var spelling: [UInt8] = []
    for index in text.indices { spelling.append(text[index]) }
    guard let value = Double(String(decoding: spelling, as: UTF8.self)), value.isNormal else { return nil }
    return value
  }

  /// A number of at most fifteen digits without an exponent: digits and power of ten are exact doubles, so that one
  /// division rounds correctly (W. Clinger, "How to read floating point numbers accurately", 1990). Zero is among them:
  /// 0.0, and -0.0 with its sign.
  private static func short(_ text: Span<UInt8>) -> Double? {
    var digits = 0.0
    var count = 0
    var decimals = -1
    let isNegative = !text.isEmpty && text[0] == UInt8(ascii: "-")
    for index in (isNegative ? 1 : 0)..<text.count {
      switch text[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        count += 1
        guard count <= 15 else { return nil }
        digits = digits * 10 + Double(text[index] - UInt8(ascii: "0"))
        if decimals >= 0 { decimals += 1 }
      case UInt8(ascii: "."): decimals = 0
      default: return nil
      }
    }
    guard decimals > 0 else { return nil }
    let value = digits / powers[decimals]
    return isNegative ? -value : value
  }
}
