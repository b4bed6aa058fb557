import Assessments
import Diagnostics
import Glibc

/// The day that it is: the only thing about a run that is not in its inputs.
enum RunClock {
  /// The day in UTC of `SOURCE_DATE_EPOCH` (reproducible-builds.org/specs/source-date-epoch), or of the system's clock.
  ///
  /// - Throws: a diagnostic if the variable is set and is no number of seconds.
  static func today() throws(Diagnostic) -> CalendarDate {
    guard let text = getenv("SOURCE_DATE_EPOCH").map({ String(cString: $0) }), !text.isEmpty else {
      return CalendarDate(secondsSince1970: Int64(time(nil)))
    }
    guard let seconds = Int64(text), (0...253_402_300_799).contains(seconds) else {
      throw Diagnostic(
        .error, "the variable SOURCE_DATE_EPOCH is no number of seconds since 1970",
        help: "give a day with --today YYYY-MM-DD, or unset the variable")
    }
    return CalendarDate(secondsSince1970: seconds)
  }
}

extension PCICheck {
  public typealias Day = CalendarDate
}
