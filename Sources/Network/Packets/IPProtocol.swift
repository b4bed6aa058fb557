/// An IP protocol by its number (IANA Protocol Numbers).
public struct IPProtocol: Hashable, Sendable, Comparable {
  public let number: UInt8

  public init(_ number: UInt8) { self.number = number }

  public static let icmp = IPProtocol(1)
  public static let tcp = IPProtocol(6)
  public static let udp = IPProtocol(17)
  public static let icmpv6 = IPProtocol(58)
  public static let sctp = IPProtocol(132)

  private static let names: [String: IPProtocol] = [
    "icmp": .icmp, "tcp": .tcp, "udp": .udp, "icmpv6": .icmpv6, "sctp": .sctp,
  ]

  /// Reads `tcp`, `TCP` or `6`.
  public init(parsing text: String) throws(AddressError) {
    if let known = IPProtocol.names[text.lowercased()] {
      self = known
    } else if let number = Address.decimal(Array(text.utf8)[...]), let number = UInt8(exactly: number) {
      self.init(number)
    } else {
      throw .badProtocol(text)
    }
  }

  var isICMP: Bool { self == .icmp || self == .icmpv6 }

  public static func < (left: IPProtocol, right: IPProtocol) -> Bool { left.number < right.number }
}

extension IPProtocol: CustomStringConvertible {
  public var description: String {
    IPProtocol.names.first { $0.value == self }?.key ?? "protocol \(number)"
  }
}
