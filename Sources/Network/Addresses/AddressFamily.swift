/// The two versions of the Internet Protocol that a network carries side by side.
public enum AddressFamily: UInt8, Hashable, Sendable, CaseIterable, Comparable {
  case ipv4
  case ipv6

  /// The number of bits of an address.
  public var width: Int { self == .ipv4 ? 32 : 128 }

  /// The highest address, as a number.
  public var highest: UInt128 { self == .ipv4 ? UInt128(UInt32.max) : UInt128.max }

  public static func < (left: AddressFamily, right: AddressFamily) -> Bool { left.rawValue < right.rawValue }
}
