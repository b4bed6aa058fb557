/// The ports from one to another, both included.
public struct PortRange: Hashable, Sendable, Comparable {
  let interval: Interval<UInt16>

  init(_ interval: Interval<UInt16>) { self.interval = interval }

  public init(_ port: UInt16) { interval = Interval(port) }

  public init(_ ports: ClosedRange<UInt16>) { interval = Interval(low: ports.lowerBound, high: ports.upperBound) }

  /// Reads a rule's `from_port` and `to_port`.
  public init(from first: Int, to last: Int) throws(AddressError) {
    guard let low = UInt16(exactly: first) else { throw .badPort(first) }
    guard let high = UInt16(exactly: last) else { throw .badPort(last) }
    guard let interval = Interval(from: low, to: high) else { throw .reversedPorts(from: first, to: last) }
    self.interval = interval
  }

  public static let all = PortRange(0...65535)

  /// The ports that clients send from ("Ephemeral ports" in Amazon VPC's "Network ACLs" guide).
  public static let ephemeral = PortRange(1024...65535)

  public var first: UInt16 { interval.low }
  public var last: UInt16 { interval.high }

  public static func < (left: PortRange, right: PortRange) -> Bool {
    (left.first, left.last) < (right.first, right.last)
  }
}

extension PortRange: CustomStringConvertible {
  public var description: String { first == last ? "\(first)" : "\(first)-\(last)" }
}
