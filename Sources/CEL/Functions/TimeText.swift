/// Timestamps in RFC 3339 and durations as CEL writes them (langdef, List of Standard Definitions).
enum TimeText {
  // MARK: timestamps

  static func text(_ time: Timestamp) -> String {
    let day = time.seconds >= 0 ? time.seconds / 86_400 : (time.seconds - 86_399) / 86_400
    let second = time.seconds - day * 86_400
    let date = CivilDate(dayNumber: day)
    let clock = "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(clock)"
      + fraction(Int64(time.nanoseconds)) + "Z"
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private static func fraction(_ nanoseconds: Int64) -> String {
    guard nanoseconds != 0 else { return "" }
    var digits = padded(nanoseconds, 9)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }

  /// Reads `2009-02-13T23:31:30.5Z` or with an offset `+01:00`.
  static func timestamp(_ text: String) -> Timestamp? {
    var reader = DigitReader(text)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
      let day = reader.number(2), reader.skip("T"), let hour = reader.number(2), reader.skip(":"),
      let minute = reader.number(2), reader.skip(":"), let second = reader.number(2),
      let nanoseconds = reader.fraction(),
      let offset = reader.zone(), reader.isAtEnd
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    guard date.isValid, hour < 24, minute < 60, second < 60 else { return nil }
    let seconds = date.dayNumber * 86_400 + hour * 3_600 + minute * 60 + second - offset
    return Timestamp(seconds: seconds, nanoseconds: Int32(nanoseconds))
  }

  // MARK: durations

  static func text(nanoseconds: Int64) -> String {
    let seconds = nanoseconds / 1_000_000_000
    let rest = nanoseconds % 1_000_000_000
    let sign = nanoseconds < 0 ? "-" : ""
    return "\(sign)\(seconds.magnitude)\(fraction(Int64(rest.magnitude)))s"
  }

  private static let units: [String: Int64] = [
    "h": 3_600_000_000_000, "m": 60_000_000_000, "s": 1_000_000_000, "ms": 1_000_000, "us": 1_000, "µs": 1_000,
    "μs": 1_000, "ns": 1,
  ]

  /// What came of reading a duration.
  enum DurationResult {
    case nanoseconds(Int64)
    case outOfRange
    case malformed
  }

  /// Reads `1h45m`, `-1.5s`, `100ms`, `0`.
  static func duration(_ text: String) -> DurationResult {
    var rest = text[...]
    let isNegative = rest.hasPrefix("-")
    if isNegative || rest.hasPrefix("+") { rest.removeFirst() }
    if rest == "0" { return .nanoseconds(0) }
    guard !rest.isEmpty else { return .malformed }
    var total: Int64 = 0
    while !rest.isEmpty {
      let whole = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(whole.count)
      var decimals: Substring = ""
      if rest.hasPrefix(".") {
        rest.removeFirst()
        decimals = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(decimals.count)
      }
      let name = rest.prefix { !($0.isASCII && $0.isNumber) && $0 != "." }
      rest = rest.dropFirst(name.count)
      guard !(whole.isEmpty && decimals.isEmpty), let unit = units[String(name)] else { return .malformed }
      guard let part = part(whole, decimals, unit) else { return .outOfRange }
      let (sum, overflow) = total.addingReportingOverflow(part)
      guard !overflow else { return .outOfRange }
      total = sum
    }
    return .nanoseconds(isNegative ? -total : total)
  }

  private static func part(_ whole: Substring, _ decimals: Substring, _ unit: Int64) -> Int64? {
    guard let count = whole.isEmpty ? 0 : Int64(whole) else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit)
    guard !overflow else { return nil }
    // Digits beyond the nanosecond are dropped.
    var scale = unit
    var extra: Int64 = 0
    for digit in decimals.utf8.prefix(18) {
      scale /= 10
      extra += Int64(digit - UInt8(ascii: "0")) * scale
    }
    let (sum, more) = product.addingReportingOverflow(extra)
    return more ? nil : sum
  }
}

/// Reads fixed-width numbers from a text.
struct DigitReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { position == bytes.count }

  mutating func number(_ width: Int) -> Int64? {
    guard position + width <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[position..<position + width] {
      guard byte.isDigit else { return nil }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    position += width
    return value
  }

  mutating func skip(_ scalar: UnicodeScalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  /// Nanoseconds of an optional fraction of a second; nil if there is a point without digits.
  mutating func fraction() -> Int64? {
    guard skip(".") else { return 0 }
    var scale: Int64 = 100_000_000
    var value: Int64 = 0
    let start = position
    while position < bytes.count, bytes[position].isDigit {
      value += Int64(bytes[position] - UInt8(ascii: "0")) * scale
      scale /= 10
      position += 1
    }
    return position > start ? value : nil
  }

  /// The seconds east of UTC of `Z`, `+01:00` or `-02:30`.
  mutating func zone() -> Int64? {
    if skip("Z") { return 0 }
    let isNegative = skip("-")
    guard isNegative || skip("+"), let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60
    else { return nil }
    return (isNegative ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}
