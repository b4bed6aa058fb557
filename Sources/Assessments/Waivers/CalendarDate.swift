/// A day of the Gregorian calendar, as ISO 8601 writes it: `2026-11-21`.
public struct CalendarDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  public let day: Int

  public init(day: Int) { self.day = day }

  /// The day in UTC of a moment in seconds since 1970.
  public init(secondsSince1970 seconds: Int64) {
    let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    self.day = Int(day)
  }

  /// Reads `YYYY-MM-DD`; nil for any other text and for days that no month has.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), year >= 1,
      (1...12).contains(month), (1...Self.days(of: month, year)).contains(day)
    else { return nil }
    self.day = Self.daysBefore(year: year) + Self.daysBefore(month: month, year) + day - 1
  }

  public static func < (left: CalendarDate, right: CalendarDate) -> Bool { left.day < right.day }

  public func adding(days: Int) -> CalendarDate { CalendarDate(day: day + days) }

  /// `YYYY-MM-DD`.
  public var text: String {
    var year = 1970 + day / 366
    while year > 1, Self.daysBefore(year: year) > day { year -= 1 }
    while Self.daysBefore(year: year + 1) <= day { year += 1 }
    var rest = day - Self.daysBefore(year: year)
    var month = 1
    while rest >= Self.days(of: month, year) {
      rest -= Self.days(of: month, year)
      month += 1
    }
    return "\(Self.digits(year, 4))-\(Self.digits(month, 2))-\(Self.digits(rest + 1, 2))"
  }

  private static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400)
  }

  private static func days(of month: Int, _ year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func daysBefore(month: Int, _ year: Int) -> Int {
    (1..<month).reduce(0) { $0 + days(of: $1, year) }
  }

  private static func daysBefore(year: Int) -> Int {
    let past = year - 1
    return past * 365 + past / 4 - past / 100 + past / 400 - 719_162
  }
}
