/// The protocol and ports that a rule speaks of.
public struct Traffic: Hashable, Sendable {
  public enum Protocols: Hashable, Sendable {
    /// Every protocol on every port, whatever ports are written (`-1`).
    case all
    case one(IPProtocol)
  }

  public enum Ports: Hashable, Sendable {
    case all
    case range(PortRange)
    /// Nil: every code.
    case icmp(type: UInt8, code: UInt8?)
  }

  public var protocols: Fact<Protocols>
  public var ports: Fact<Ports>

  public init(protocols: Fact<Protocols>, ports: Fact<Ports>) {
    self.protocols = protocols
    self.ports = ports
  }

  public static let all = Traffic(protocols: .known(.all), ports: .known(.all))

  public static func tcp(_ ports: PortRange) -> Traffic {
    Traffic(protocols: .known(.one(.tcp)), ports: .known(.range(ports)))
  }

  public static func tcp(_ port: UInt16) -> Traffic { .tcp(PortRange(port)) }

  public static func udp(_ ports: PortRange) -> Traffic {
    Traffic(protocols: .known(.one(.udp)), ports: .known(.range(ports)))
  }
}

extension Traffic {
  /// The boxes of ports and protocols, any address, that are certainly and possibly meant.
  ///
  /// For protocols other than TCP, UDP and ICMP every port is meant ("AuthorizeSecurityGroupIngress", Amazon EC2 API
  /// reference: "traffic on all ports is allowed, regardless of any ports you specify").
  var shape: (certain: Shape?, possible: Shape) {
    switch (protocols, ports) {
    case (.unknown, _): return (nil, .everything)
    case (.known(.all), _): return (.everything, .everything)
    case (.known(.one(let number)), let ports):
      guard number == .tcp || number == .udp || number.isICMP else {
        let every = Shape(protocols: Interval(number.number), ports: .full)
        return (every, every)
      }
      guard let ports = ports.value else { return (nil, Shape(protocols: Interval(number.number), ports: .full)) }
      let shape = Shape(protocols: Interval(number.number), ports: ports.interval)
      return (shape, shape)
    }
  }

  /// What is unknown about it.
  var unknowns: [Unknown] {
    if case .known = protocols, case .known = ports { return [] }
    return [protocols.unknown, ports.unknown].compactMap { $0 }
  }

  /// An interval of protocols and one of destination ports.
  struct Shape: Hashable, Sendable {
    let protocols: Interval<UInt8>
    let ports: Interval<UInt16>

    static let everything = Shape(protocols: .full, ports: .full)
  }
}

extension Traffic.Ports {
  var interval: Interval<UInt16> {
    switch self {
    case .all: .full
    case .range(let range): range.interval
    case .icmp(let type, let code?): Interval(UInt16(type) << 8 | UInt16(code))
    case .icmp(let type, nil): Interval(low: UInt16(type) << 8, high: UInt16(type) << 8 | 255)
    }
  }
}
