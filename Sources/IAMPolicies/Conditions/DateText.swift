/// Dates in condition values: the W3C profile of ISO 8601, or seconds since 1970 (IAM User Guide, "Date condition
/// operators").
enum DateText {
  /// Seconds since 1970.
  static func parse(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    if bytes.count != 4 || bytes.contains(UInt8(ascii: ".")), let seconds = DecimalText.parse(text) { return seconds }
    var scanner = Scanner(bytes: bytes)
    guard let year = scanner.digits(4) else { return nil }
    var month = 1
    var day = 1
    if scanner.skip("-") {
      guard let value = scanner.digits(2), (1...12).contains(value) else { return nil }
      month = value
      if scanner.skip("-") {
        guard let value = scanner.digits(2), (1...31).contains(value) else { return nil }
        day = value
      }
    }
    let midnight = Double(days(year, month, day)) * 86_400
    if scanner.isAtEnd { return midnight }
    guard scanner.skip("T"), let time = time(&scanner), scanner.isAtEnd else { return nil }
    return midnight + time
  }

  private static func time(_ scanner: inout Scanner) -> Double? {
    guard let hour = scanner.digits(2), hour < 24, scanner.skip(":"), let minute = scanner.digits(2), minute < 60
    else { return nil }
    var time = Double(hour * 3600 + minute * 60)
    if scanner.skip(":") {
      guard let second = scanner.digits(2), second <= 60 else { return nil }
      time += Double(second)
      if scanner.skip(".") {
        guard let fraction = scanner.fraction() else { return nil }
        time += fraction
      }
    }
    if scanner.skip("Z") { return time }
    let sign: Double = scanner.skip("+") ? -1 : scanner.skip("-") ? 1 : 0
    guard sign != 0, let hours = scanner.digits(2) else { return nil }
    _ = scanner.skip(":")
    guard let minutes = scanner.digits(2) else { return nil }
    return time + sign * Double(hours * 3600 + minutes * 60)
  }

  /// Days since 1970 in the Gregorian calendar.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private struct Scanner {
    let bytes: [UInt8]
    var index = 0

    var isAtEnd: Bool { index == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard index < bytes.count, UInt32(bytes[index]) == character.value else { return false }
      index += 1
      return true
    }

    mutating func digits(_ count: Int) -> Int? {
      guard index + count <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[index..<index + count] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      index += count
      return value
    }

    mutating func fraction() -> Double? {
      var value = 0.0
      var weight = 0.1
      let start = index
      while index < bytes.count, let digit = digits(1) {
        value += Double(digit) * weight
        weight /= 10
      }
      return index > start ? value : nil
    }
  }
}
