import Network
import ResourceGraph

/// Protocols and ports as Terraform writes them.
extension NetworkAdapter {
  /// The names of a rule's arguments.
  struct TrafficNames {
    let number: String
    let from: String
    let to: String
    var icmpType: String?
    var icmpCode: String?

    static let group = TrafficNames(number: "protocol", from: "from_port", to: "to_port")
    static let separateGroup = TrafficNames(number: "ip_protocol", from: "from_port", to: "to_port")
    static let acl = TrafficNames(
      number: "protocol", from: "from_port", to: "to_port", icmpType: "icmp_type", icmpCode: "icmp_code")
  }

  mutating func traffic(_ id: ResourceID, _ names: TrafficNames, _ source: ArgumentSource) -> Traffic {
    let number: IPProtocol
    switch text(argument(source, names.number)) {
    case .absent: return Traffic(protocols: .known(.all), ports: .known(.all))
    case .unknown(let unknown):
      return Traffic(protocols: .unknown(unknown), ports: .unknown(unknown))
    case .known(let text):
      if ["-1", "all"].contains(text.lowercased()) { return .all }
      guard let known = (try? IPProtocol(parsing: text)) ?? Self.protocols[text.lowercased()] else {
        note(id, [names.number], "is no protocol: a name or a number from 0 to 255 is")
        let unknown = unknown(id, [names.number], "the protocol is not understood")
        return Traffic(protocols: .unknown(unknown), ports: .unknown(unknown))
      }
      number = known
    }
    return Traffic(protocols: .known(.one(number)), ports: ports(id, names, number, source))
  }

  /// Names that the provider knows beside those that everybody writes (IANA Protocol Numbers).
  private static let protocols: [String: IPProtocol] = [
    "igmp": IPProtocol(2), "ipip": IPProtocol(4), "gre": IPProtocol(47), "esp": IPProtocol(50), "ah": IPProtocol(51),
    "ospf": IPProtocol(89), "vrrp": IPProtocol(112), "ipv6-icmp": .icmpv6, "udplite": IPProtocol(136),
  ]

  private mutating func ports(
    _ id: ResourceID, _ names: TrafficNames, _ number: IPProtocol, _ source: ArgumentSource
  ) -> Fact<Traffic.Ports> {
    let isICMP = number == .icmp || number == .icmpv6
    let low = int(argument(source, (isICMP ? names.icmpType : nil) ?? names.from))
    let high = int(argument(source, (isICMP ? names.icmpCode : nil) ?? names.to))
    if case .unknown(let unknown) = low { return .unknown(unknown) }
    if case .unknown(let unknown) = high { return .unknown(unknown) }
    guard let first = low.value, first != -1 else { return .known(.all) }
    if isICMP {
      guard let type = UInt8(exactly: first) else { return refused(id, names.from, "\(first) is no ICMP type") }
      let code = high.value.flatMap { $0 < 0 ? nil : UInt8(exactly: $0) }
      return .known(.icmp(type: type, code: code))
    }
    do throws(AddressError) {
      return .known(.range(try PortRange(from: first, to: high.value ?? first)))
    } catch {
      return refused(id, names.from, "\(error)")
    }
  }

  private mutating func refused(_ id: ResourceID, _ name: String, _ message: String) -> Fact<Traffic.Ports> {
    note(id, [name], message)
    return .unknown(unknown(id, [name], "the ports of \(graph.address(of: id)) are not understood: \(message)"))
  }
}
