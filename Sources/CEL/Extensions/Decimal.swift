/// Doubles with a fixed number of decimals, rounded correctly from the exact binary value, halves to even.
enum Decimal {
  /// `%f`.
  static func fixed(_ value: Double, _ places: Int) -> String {
    if let special = special(value) { return special }
    let (digits, point) = exact(value.magnitude)
    let rounded = round(digits, keeping: point + places)
    var text = rounded.digits.map { String($0) }.joined()
    let whole = point + (rounded.carried ? 1 : 0)
    let wanted = max(whole, 0) + places
    if whole <= 0 {
      let zeros = String(repeating: "0", count: min(-whole, places))
      text = zeros + text
      text = String(text.prefix(places))
      text += String(repeating: "0", count: max(0, places - text.utf8.count))
      return sign(value) + (places == 0 ? "0" : "0." + text)
    }
    text += String(repeating: "0", count: max(0, wanted - text.utf8.count))
    let number = text.prefix(whole)
    return sign(value) + number + (places == 0 ? "" : "." + text.dropFirst(whole).prefix(places))
  }

  /// `%e`.
  static func scientific(_ value: Double, _ places: Int) -> String {
    if let special = special(value) { return special }
    let (digits, point) = exact(value.magnitude)
    let rounded = round(digits, keeping: places + 1)
    var text = rounded.digits.map { String($0) }.joined()
    text += String(repeating: "0", count: max(0, places + 1 - text.utf8.count))
    let exponent = value == 0 ? 0 : point - 1 + (rounded.carried ? 1 : 0)
    let power = (exponent < 0 ? "-" : "+") + (abs(exponent) < 10 ? "0" : "") + String(abs(exponent))
    return sign(value) + text.prefix(1) + (places == 0 ? "" : "." + text.dropFirst().prefix(places)) + "e" + power
  }

  private static func special(_ value: Double) -> String? {
    value.isFinite ? nil : NumberText.text(value)
  }

  private static func sign(_ value: Double) -> String { value.sign == .minus ? "-" : "" }

  /// All decimal digits of a double (it has finitely many) and the number of them before the point.
  private static func exact(_ value: Double) -> (digits: [UInt8], point: Int) {
    guard value > 0 else { return ([0], 1) }
    // value = significand * 2^exponent with an integer significand.
    let exponent = Int(value.exponent) - 52
    var digits = [UInt8](String(UInt64(value.significand * 0x1p52)).utf8.map { $0 - 48 }.reversed())
    var point = 0
    if exponent >= 0 {
      for _ in 0..<exponent { multiply(&digits, by: 2) }
    } else {
      // Halving is multiplying by five and moving the point.
      for _ in 0..<(-exponent) { multiply(&digits, by: 5) }
      point = exponent
    }
    while digits.last == 0, digits.count > 1 { digits.removeLast() }
    return (digits.reversed(), digits.count + point)
  }

  private static func multiply(_ digits: inout [UInt8], by factor: UInt8) {
    var carry: UInt8 = 0
    for index in digits.indices {
      let product = digits[index] * factor + carry
      digits[index] = product % 10
      carry = product / 10
    }
    if carry > 0 { digits.append(carry) }
  }

  /// The first `count` digits, rounded; `carried` if there is one more before the point.
  private static func round(_ digits: [UInt8], keeping count: Int) -> (digits: [UInt8], carried: Bool) {
    guard count >= 0 else { return ([0], false) }
    guard count < digits.count else { return (digits, false) }
    var kept = Array(digits[..<count])
    let rest = digits[count...]
    let isOdd = (kept.last ?? 0) % 2 == 1
    let isHalf = rest[count] == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    guard rest[count] > 5 || (rest[count] == 5 && (!isHalf || isOdd)) else { return (kept, false) }
    var index = kept.count - 1
    while index >= 0, kept[index] == 9 {
      kept[index] = 0
      index -= 1
    }
    if index >= 0 {
      kept[index] += 1
      return (kept, false)
    }
    return ([1] + kept, true)
  }
}
