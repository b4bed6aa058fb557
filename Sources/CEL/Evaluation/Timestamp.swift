/// A point in time, UTC (the well-known type `google.protobuf.Timestamp`).
struct Timestamp: Hashable, Sendable {
  /// Since 1970-01-01T00:00:00Z.
  let seconds: Int64
  let nanoseconds: Int32

  /// The years 1 to 9999.
  static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  var isInRange: Bool { Self.range.contains(seconds) }
}
