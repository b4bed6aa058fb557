/// One concrete packet.
public struct Packet: Hashable, Sendable {
  public let source: Address
  public let destination: Address
  public let `protocol`: IPProtocol
  /// Without meaning for protocols that have no ports, ICMP included.
  public let sourcePort: UInt16
  /// For ICMP the type in the high and the code in the low eight bits.
  public let destinationPort: UInt16

  public init(
    source: Address, destination: Address, protocol: IPProtocol, sourcePort: UInt16, destinationPort: UInt16
  ) {
    self.source = source
    self.destination = destination
    self.protocol = `protocol`
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
  }
}

extension Packet: CustomStringConvertible {
  /// `tcp 198.51.100.10:49152 -> 10.0.0.10:443`, `icmp 10.0.0.10 -> 10.0.1.10 type 8 code 0`.
  public var description: String {
    switch `protocol` {
    case .tcp, .udp, .sctp:
      "\(`protocol`) \(bracketed(source)):\(sourcePort) -> \(bracketed(destination)):\(destinationPort)"
    case .icmp, .icmpv6:
      "\(`protocol`) \(source) -> \(destination) type \(destinationPort >> 8) code \(destinationPort & 255)"
    default: "\(`protocol`) \(source) -> \(destination)"
    }
  }

  private func bracketed(_ address: Address) -> String {
    address.family == .ipv6 ? "[\(address)]" : address.description
  }
}
