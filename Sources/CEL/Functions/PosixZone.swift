/// A zone's rule as POSIX `TZ` writes it (`CET-1CEST,M3.5.0,M10.5.0/3`): what holds after a zone file's last transition.
struct PosixZone {
  private var standard: Int64 = 0
  private var daylight: Int64?
  private var start = Rule()
  private var end = Rule()

  /// The day and time of a change: the `week`th `weekday` of `month` (5: the last), or a day of the year.
  private struct Rule {
    var month: Int64 = 0
    var week: Int64 = 0
    var weekday: Int64 = 0
    var dayOfYear: Int64?
    var skipsLeapDay = false
    var time: Int64 = 7_200
  }

  private struct Reader {
    var bytes: ArraySlice<UInt8>

    mutating func skip(_ scalar: UnicodeScalar) -> Bool {
      guard bytes.first == UInt8(ascii: scalar) else { return false }
      bytes.removeFirst()
      return true
    }

    mutating func name() -> Bool {
      if skip("<") {
        while let byte = bytes.popFirst(), byte != UInt8(ascii: ">") {}
        return true
      }
      let before = bytes.count
      while bytes.first?.isASCIILetter == true { bytes.removeFirst() }
      return before - bytes.count >= 3
    }

    mutating func number() -> Int64? {
      var value: Int64?
      while let byte = bytes.first, byte.isDigit, (value ?? 0) < 100_000 {
        value = (value ?? 0) * 10 + Int64(byte - UInt8(ascii: "0"))
        bytes.removeFirst()
      }
      return value
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int64? {
      let sign: Int64 = skip("-") ? -1 : 1
      if sign > 0 { _ = skip("+") }
      guard var seconds = number().map({ $0 * 3_600 }) else { return nil }
      if skip(":") { seconds += (number() ?? 0) * 60 }
      if skip(":") { seconds += number() ?? 0 }
      return sign * seconds
    }
  }

  init?(_ text: String) {
    var reader = Reader(bytes: Array(text.utf8)[...])
    guard reader.name(), let west = reader.time() else { return nil }
    standard = -west
    guard !reader.bytes.isEmpty else { return }
    guard reader.name() else { return nil }
    let other = reader.bytes.first == UInt8(ascii: ",") ? nil : reader.time()
    daylight = other.map { -$0 } ?? standard + 3_600
    guard reader.skip(","), let first = Self.rule(&reader), reader.skip(","), let second = Self.rule(&reader) else {
      return nil
    }
    start = first
    end = second
  }

  private static func rule(_ reader: inout Reader) -> Rule? {
    var rule = Rule()
    if reader.skip("M") {
      guard let month = reader.number(), reader.skip("."), let week = reader.number(), reader.skip("."),
        let weekday = reader.number()
      else { return nil }
      rule.month = month
      rule.week = week
      rule.weekday = weekday
    } else {
      rule.skipsLeapDay = reader.skip("J")
      guard let day = reader.number() else { return nil }
      rule.dayOfYear = day
    }
    if reader.skip("/") { rule.time = reader.time() ?? 7_200 }
    return rule
  }

  func offset(at time: Int64) -> Int64 {
    guard let daylight else { return standard }
    let local = time + standard
    let year = CivilDate(dayNumber: local >= 0 ? local / 86_400 : (local - 86_399) / 86_400).year
    let begins = moment(start, year) - standard
    let ends = moment(end, year) - daylight
    let isDaylight = begins < ends ? (begins..<ends).contains(time) : !(ends..<begins).contains(time)
    return isDaylight ? daylight : standard
  }

  /// The local wall-clock second of a change.
  private func moment(_ rule: Rule, _ year: Int64) -> Int64 {
    let newYear = CivilDate(year: year, month: 1, day: 1).dayNumber
    if let day = rule.dayOfYear {
      guard rule.skipsLeapDay else { return (newYear + day) * 86_400 + rule.time }
      let isLeap = CivilDate(year: year, month: 2, day: 29).isValid
      return (newYear + day - 1 + (isLeap && day >= 60 ? 1 : 0)) * 86_400 + rule.time
    }
    let first = CivilDate(year: year, month: rule.month, day: 1).dayNumber
    let weekdayOfFirst = ((first + 4) % 7 + 7) % 7
    var day = first + (rule.weekday - weekdayOfFirst + 7) % 7 + (rule.week - 1) * 7
    while day >= first + 28, CivilDate(dayNumber: day).month != rule.month { day -= 7 }
    return day * 86_400 + rule.time
  }
}
