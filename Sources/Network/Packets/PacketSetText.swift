extension PacketBox: CustomStringConvertible {
  /// `tcp 10.0.0.0/24 -> 10.0.1.0/24 port 443`.
  public var description: String {
    let from = AddressRange(family, source)
    let to = AddressRange(family, destination)
    return "\(protocolText) \(from) -> \(to)\(portText)"
  }

  /// `tcp`, `all protocols` or `protocols 7-16`.
  public var protocolText: String {
    if protocols == .full { return "all protocols" }
    if protocols.low == protocols.high { return IPProtocol(protocols.low).description }
    return "protocols \(protocols.low)-\(protocols.high)"
  }

  /// ` port 443`, ` type 8 code 0`, or nothing when every port is meant.
  public var portText: String {
    let range = destinationPorts
    if range == .full { return "" }
    guard protocols.low == protocols.high, IPProtocol(protocols.low).isICMP else {
      return " port \(PortRange(range))"
    }
    let (low, high) = ((range.low >> 8, range.low & 255), (range.high >> 8, range.high & 255))
    if low.0 != high.0 { return " types \(low.0)-\(high.0)" }
    return low.1 == high.1 ? " type \(low.0) code \(low.1)" : " type \(low.0)"
  }
}

extension PacketSet: CustomStringConvertible {
  public var description: String {
    boxes.isEmpty ? "no packet" : boxes.map(\.description).sorted().joined(separator: "; ")
  }
}
