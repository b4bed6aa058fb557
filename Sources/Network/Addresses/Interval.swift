/// A non-empty closed interval of unsigned numbers.
public struct Interval<Bound: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable, Sendable {
  public let low: Bound
  public let high: Bound

  /// Every number.
  public static var full: Interval { Interval(low: .min, high: .max) }

  /// Trusts that `low <= high`.
  init(low: Bound, high: Bound) {
    self.low = low
    self.high = high
  }

  init(_ one: Bound) { self.init(low: one, high: one) }

  /// Nil if the interval would be empty.
  public init?(from low: Bound, to high: Bound) {
    guard low <= high else { return nil }
    self.init(low: low, high: high)
  }

  public func contains(_ number: Bound) -> Bool { low <= number && number <= high }

  public func contains(_ other: Interval) -> Bool { low <= other.low && other.high <= high }

  public func overlaps(_ other: Interval) -> Bool { low <= other.high && other.low <= high }

  public func intersection(_ other: Interval) -> Interval? {
    Interval(from: max(low, other.low), to: min(high, other.high))
  }

  /// The parts below and above another interval.
  func outside(_ other: Interval) -> (below: Interval?, above: Interval?) {
    (
      below: low < other.low ? Interval(low: low, high: min(high, other.low - 1)) : nil,
      above: high > other.high ? Interval(low: max(low, other.high + 1), high: high) : nil
    )
  }

  /// The interval that both make up together, if they overlap or adjoin.
  func joined(_ other: Interval) -> Interval? {
    let (first, second) = low <= other.low ? (self, other) : (other, self)
    guard first.high == .max || second.low <= first.high + 1 else { return nil }
    return Interval(low: first.low, high: max(first.high, second.high))
  }
}
