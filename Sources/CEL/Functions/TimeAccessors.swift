/// What timestamps and durations are made of (langdef, List of Standard Definitions and Timezones).
extension FunctionLibrary {
  static let times: [Function] = [
    accessor("getFullYear") { $0.date.year },
    accessor("getMonth") { $0.date.month - 1 },
    accessor("getDate") { $0.date.day },
    accessor("getDayOfMonth") { $0.date.day - 1 },
    accessor("getDayOfYear") { $0.dayNumber - CivilDate(year: $0.date.year, month: 1, day: 1).dayNumber },
    accessor("getDayOfWeek") { (($0.dayNumber + 4) % 7 + 7) % 7 },
    accessor("getHours", durationUnit: 3_600_000_000_000) { $0.secondOfDay / 3_600 },
    accessor("getMinutes", durationUnit: 60_000_000_000) { $0.secondOfDay / 60 % 60 },
    accessor("getSeconds", durationUnit: 1_000_000_000) { $0.secondOfDay % 60 },
    accessor("getMilliseconds", durationUnit: 1_000_000, modulus: 1_000) { Int64($0.nanoseconds) / 1_000_000 },
  ]

  private static func accessor(
    _ name: String, durationUnit: Int64? = nil, modulus: Int64 = .max,
    _ part: @escaping @Sendable (LocalTime) -> Int64
  ) -> Function {
    var signatures = [
      Signature(isMethod: true, [.timestamp], .int), Signature(isMethod: true, [.timestamp, .string], .int),
    ]
    if durationUnit != nil { signatures.append(Signature(isMethod: true, [.duration], .int)) }
    return Function(
      name, signatures,
      .any { context, arguments in
        let value = arguments[0]
        if value.tag == .duration, arguments.count == 1, let durationUnit {
          return .int(value.rawInt / durationUnit % modulus)
        }
        guard value.tag == .timestamp else { return context.noSuchOverload(name, value) }
        var offset: Int64 = 0
        if arguments.count > 1 {
          guard let zone = context.string(of: arguments[1]) else {
            return context.noSuchOverload(name, value, arguments[1])
          }
          // Reading a zone is system calls.
          context.budget -= 1_000
          guard let seconds = TimeZoneOffset.seconds(zone, at: value.rawInt) else {
            return context.error(.invalidArgument, "there is no time zone \(context.shown(arguments[1]))")
          }
          offset = seconds
        }
        return .int(part(LocalTime(value.rawTimestamp, offset: offset)))
      })
  }
}

/// A timestamp as a clock in some zone shows it.
struct LocalTime {
  let dayNumber: Int64
  let secondOfDay: Int64
  let nanoseconds: Int32
  let date: CivilDate

  init(_ time: Timestamp, offset: Int64) {
    let local = time.seconds + offset
    dayNumber = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    secondOfDay = local - dayNumber * 86_400
    nanoseconds = time.nanoseconds
    date = CivilDate(dayNumber: dayNumber)
  }
}
